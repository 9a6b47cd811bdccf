"""El archivo de secciones: lo que se entiende y, de cada defecto, dónde está y qué hacer."""

from __future__ import annotations

import io

import pytest
import xlsxwriter

from conoceles.territorio.secciones import MAX_LOCALIDADES, planear

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]


def leer(proceso, *lineas: str, **opciones):
    return planear("\n".join(lineas).encode(), "secciones.csv", proceso=proceso, **opciones)


@pytest.mark.parametrize(
    ("titulos", "fila"),
    [
        ("seccion,municipio,distrito", "7,Lázaro Cárdenas,24"),
        ("SECCIÓN,Municipio,Distrito", "0007,LAZARO CARDENAS,024"),
        ("Sección electoral;Nombre municipio;Distrito local", "7;Cd. Lázaro Cárdenas;24"),
        ("seccion,municipio_inegi,distrito", "7,52,24"),
        ("seccion,municipio_ine,distrito", "7,50,24"),
        ("seccion,cve_mun_inegi,cve_mun_ine,municipio,distrito", "7,052,050,Lázaro Cárdenas,24"),
    ],
)
def test_los_titulos_y_las_claves_se_entienden_como_se_escriban(territorio, titulos, fila):
    plan = leer(territorio, titulos, fila)
    assert plan.es_aplicable, plan.hallazgos.rechazos
    seccion = plan.secciones[7]
    assert (seccion.numero, seccion.municipio, seccion.distrito) == (7, "052", "24")


def test_las_localidades_se_juntan_aunque_vengan_en_varias_filas(territorio):
    plan = leer(
        territorio,
        "seccion,municipio,distrito,localidad",
        "1,Juárez,5,Centro; La Loma",
        "1,Juárez,5,CENTRO; Céntro",
        "1,Juárez,5,Ojo de Agua;",
        "2,Juárez,5,centro; OJO DE AGUA; ojo  de agua",
    )
    assert list(plan.secciones[1].localidades.values()) == ["Centro", "La Loma", "Ojo de Agua"]
    assert list(plan.secciones[2].localidades.values()) == ["centro", "OJO DE AGUA"]


def test_lo_dado_de_baja_se_cuenta_y_no_se_lee(territorio):
    plan = leer(
        territorio, "seccion,municipio,distrito,vigente", "1,Juárez,5,1", "x,Nadie,9,no", "3,Juárez,5,"
    )
    assert (sorted(plan.secciones), plan.bajas, plan.es_aplicable) == ([1, 3], 1, True)


@pytest.mark.parametrize(
    ("vigente", "es_baja"),
    [
        *((si, False) for si in ("", "1", "1.0", "Sí", "si", "S", "x", "TRUE", "VERDADERO", "Vigente")),
        *((no, True) for no in ("0", "0.0", "No", "n", "false", "FALSO", "Baja", "no vigente")),
    ],
)
def test_la_vigencia_se_dice_de_muchas_maneras(territorio, vigente, es_baja):
    plan = leer(territorio, "seccion,municipio,vigente", "1,Juárez,", f"2,Juárez,{vigente}")
    assert plan.es_aplicable, plan.hallazgos.rechazos
    assert (2 in plan.secciones, plan.bajas) == (not es_baja, es_baja)


@pytest.mark.parametrize("vigente", ["2", "quizá", "-", "nueva", "0.5"])
def test_una_vigencia_que_no_se_entiende_se_rechaza(territorio, vigente):
    plan = leer(territorio, "seccion,municipio,vigente", "1,Juárez,1", f"2,Juárez,{vigente}")
    (rechazo,) = plan.hallazgos.rechazos
    assert (rechazo.fila, rechazo.columna, rechazo.valor) == (3, "vigente", vigente)
    assert "escriba sí o no" in rechazo.motivo


def test_el_falso_de_una_hoja_de_calculo_es_una_baja(territorio):
    salida = io.BytesIO()
    with xlsxwriter.Workbook(salida) as libro:
        hoja = libro.add_worksheet()
        for numero, fila in enumerate(
            [("seccion", "municipio", "vigente"), (1, "Juárez", True), (2, "Juárez", False)]
        ):
            hoja.write_row(numero, 0, fila)
    plan = planear(salida.getvalue(), "secciones.xlsx", proceso=territorio)
    assert (list(plan.secciones), plan.bajas, plan.es_aplicable) == ([1], 1, True)


def test_sin_distrito_se_importa_y_se_avisa(territorio):
    plan = leer(territorio, "seccion,municipio,distrito", "1,Juárez,", "2,Juárez,5")
    assert plan.es_aplicable
    assert plan.sin_distrito == 1
    assert "1 secciones no dicen su distrito" in plan.hallazgos.avisos[0].motivo


CABEZA = "seccion,municipio,municipio_inegi,distrito"
DEFECTOS = [
    # (título, fila, columna culpable, qué se dice)
    (CABEZA, "0,Juárez,46,5", "seccion", "un número del 1 al 9,999"),
    (CABEZA, "10000,Juárez,46,5", "seccion", "un número del 1 al 9,999"),
    (CABEZA, "1.5,Juárez,46,5", "seccion", "un número del 1 al 9,999"),
    (CABEZA, "٣,Juárez,46,5", "seccion", "un número del 1 al 9,999"),
    (CABEZA, ",Juárez,46,5", "seccion", "un número del 1 al 9,999"),
    (CABEZA, "1,,,5", "municipio", "Falta el municipio"),
    (CABEZA, "1,Morelia,,5", "municipio", "No es un municipio de este proceso"),
    (CABEZA, "1,Juárez,99,5", "municipio_inegi", "No es un municipio de este proceso"),
    (CABEZA, "1,Juárez,52,5", "municipio_inegi", "Contradice a la otra columna, que dice Juárez"),
    (CABEZA, "1,Juárez,46,9", "distrito", "No es un distrito de este proceso"),
    (CABEZA, "1,Juárez,46,Paracho", "distrito", "No es un distrito de este proceso"),
]


@pytest.mark.parametrize(("titulos", "fila", "columna", "motivo"), DEFECTOS)
def test_cada_defecto_dice_donde_y_que(territorio, titulos, fila, columna, motivo):
    plan = leer(territorio, titulos, "8,Juárez,46,5", fila)
    (rechazo,) = plan.hallazgos.rechazos
    assert (rechazo.fila, rechazo.columna) == (3, columna)
    assert motivo in rechazo.motivo
    assert rechazo.valor == fila.split(",")[titulos.split(",").index(columna)]
    assert not plan.es_aplicable


@pytest.mark.parametrize("segunda", ["1,Lázaro Cárdenas,5", "1,Juárez,24"])
def test_una_seccion_no_puede_estar_en_dos_lugares(territorio, segunda):
    plan = leer(territorio, "seccion,municipio,distrito", "1,Juárez,5", segunda)
    (rechazo,) = plan.hallazgos.rechazos
    assert (rechazo.fila, rechazo.columna, rechazo.valor) == (3, "seccion", "1")
    assert "Deje una sola" in rechazo.motivo


def test_demasiadas_localidades_en_una_seccion(territorio):
    muchas = "; ".join(f"Localidad {i}" for i in range(MAX_LOCALIDADES + 1))
    plan = leer(territorio, "seccion,municipio,localidades", f"1,Juárez,{muchas}")
    assert plan.hallazgos.rechazos[0].columna == "localidades"


@pytest.mark.parametrize(
    ("titulos", "motivo"),
    [
        ("numero,municipio", "Falta la columna seccion"),
        ("seccion,estado", "Falta la columna municipio"),
        ("numero,estado", "Falta la columna seccion y la columna municipio"),
        (
            "seccion,municipio,distrito_2023",
            "¿Cuál de estas columnas trae el distrito con que se vota: distrito_2023?",
        ),
        (
            "seccion,municipio,distrito_2018,distrito_2023",
            "con que se vota: distrito_2018, distrito_2023? Dígalo",
        ),
        ("seccion,municipio,distrito,distrito_local", "con que se vota: distrito, distrito_local? Dígalo"),
        (
            "seccion,municipio,distrito_local_2018,distrito_local",
            "con que se vota: distrito_local_2018, distrito_local?",
        ),
        ("seccion,municipio,distrito,cve_distrito", "con que se vota: distrito, cve_distrito? Dígalo"),
        (
            "seccion,seccion_electoral,municipio",
            "Las columnas seccion y seccion_electoral son del mismo dato",
        ),
        (
            "seccion,nombre_municipio,municipio",
            "Las columnas municipio y nombre_municipio son del mismo dato",
        ),
        ("seccion,municipio_ine,cve_mun_ine", "Las columnas municipio_ine y cve_mun_ine son del mismo dato"),
        ("seccion,municipio,localidad,colonia", "Las columnas localidad y colonia son del mismo dato"),
        (
            "seccion,municipio,vigente,vigente_catalogo_2026",
            "vigente y vigente_catalogo_2026 son del mismo dato",
        ),
    ],
)
def test_los_titulos_que_faltan_o_confunden_se_dicen(territorio, titulos, motivo):
    plan = leer(territorio, titulos, ",".join("1" for _ in titulos.split(",")))
    assert motivo in plan.hallazgos.rechazos[0].motivo
    assert (plan.hallazgos.n_rechazos, plan.es_aplicable) == (1, False)


def test_la_columna_del_distrito_se_elige(territorio):
    lineas = ("seccion,municipio,Distrito,Distrito 2023", "1,Juárez,5,24")
    assert leer(territorio, *lineas, distrito="distrito 2023").secciones[1].distrito == "24"
    assert leer(territorio, *lineas, distrito="distrito").secciones[1].distrito == "05"
    plan = leer(territorio, *lineas, distrito="distrito_2027")
    assert "No hay una columna «distrito_2027». Hay: seccion, municipio" in plan.hallazgos.rechazos[0].motivo


@pytest.mark.parametrize("contenido", [b"", b"seccion,municipio\n", b"\x00\x01\x02", b"PK\x03\x04roto"])
def test_un_archivo_que_no_se_lee_lo_dice_y_no_truena(territorio, contenido):
    plan = planear(contenido, "secciones.csv", proceso=territorio)
    assert plan.hallazgos.n_rechazos == 1
    assert not plan.es_aplicable


def test_puras_bajas_no_son_un_mapa(territorio):
    plan = leer(territorio, "seccion,municipio,vigente", "1,Juárez,0")
    assert "ninguna sección vigente" in plan.hallazgos.rechazos[0].motivo
