"""Del archivo a las propuestas: codificaciones, hojas de cálculo, perfiles y nombres."""

from __future__ import annotations

import io
import zipfile
from xml.sax.saxutils import escape

import pytest
import xlsxwriter

from conoceles.registro.importacion import perfil as perfiles
from conoceles.registro.importacion.nombres import separar
from conoceles.registro.importacion.perfil import APELLIDOS_NOMBRES, NOMBRES_APELLIDOS
from conoceles.registro.revision import ArchivoInvalido

from .minima import csv_de, filas, plan_de

pytestmark = pytest.mark.django_db


def tabla(renglones: list[dict[str, str]]) -> list[list[str]]:
    titulos = list(renglones[0])
    return [titulos, *[[fila[t] for t in titulos] for fila in renglones]]


def xlsx(renglones: list[dict[str, str]], hojas_de_mas: tuple[str, ...] = ()) -> bytes:
    salida = io.BytesIO()
    libro = xlsxwriter.Workbook(salida)
    for numero, fila in enumerate(tabla(renglones)):
        (libro.get_worksheet_by_name("Candidaturas") or libro.add_worksheet("Candidaturas")).write_row(
            numero, 0, fila
        )
    for nombre in hojas_de_mas:
        hoja = libro.add_worksheet(nombre)
        hoja.write_row(0, 0, ["Instrucciones", "Notas"])
        hoja.write_row(1, 0, ["Llene la otra hoja", "Gracias"])
    libro.close()
    return salida.getvalue()


_MANIFIESTO = """<?xml version="1.0"?>
<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">
<manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.spreadsheet"/>
<manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/>
</manifest:manifest>"""


def ods(renglones: list[dict[str, str]]) -> bytes:
    """El ODS más pequeño que se lee: un zip con su tipo y su contenido."""
    celda = '<table:table-cell office:value-type="string"><text:p>{}</text:p></table:table-cell>'
    cuerpo = "".join(
        f"<table:table-row>{''.join(celda.format(escape(v)) for v in fila)}</table:table-row>"
        for fila in tabla(renglones)
    )
    espacios = " ".join(
        f'xmlns:{n}="urn:oasis:names:tc:opendocument:xmlns:{n}:1.0"' for n in ("office", "table", "text")
    )
    contenido = (
        f'<?xml version="1.0"?><office:document-content {espacios} office:version="1.2"><office:body>'
        f'<office:spreadsheet><table:table table:name="Lista">{cuerpo}</table:table></office:spreadsheet>'
        "</office:body></office:document-content>"
    )
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w") as archivo:
        archivo.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archivo.writestr("content.xml", contenido)
        archivo.writestr("META-INF/manifest.xml", _MANIFIESTO)
    return salida.getvalue()


FORMATOS = {
    "utf-8": lambda f: csv_de(f),
    "utf-8 con marca": lambda f: csv_de(f, codificacion="utf-8-sig"),
    "windows-1252": lambda f: csv_de(f, codificacion="cp1252"),
    "utf-16": lambda f: csv_de(f, codificacion="utf-16"),
    "punto y coma": lambda f: csv_de(f, separador=";"),
    "tabuladores": lambda f: csv_de(f, separador="\t"),
    "windows y punto y coma": lambda f: csv_de(f, codificacion="cp1252", separador=";"),
    "xlsx": xlsx,
    "xlsx con otra hoja": lambda f: xlsx(f, ("Léame",)),
    "ods": ods,
}


@pytest.mark.parametrize("formato", FORMATOS)
def test_la_misma_lista_se_entiende_igual_en_cada_formato(prueba, formato):
    esperado = plan_de(prueba, filas())
    plan = plan_de(prueba, FORMATOS[formato](filas()))
    assert plan.hallazgos.rechazos == []
    assert (plan.personas, plan.formulas) == (4, 3)
    assert plan.huella() == esperado.huella()
    assert plan.altas[1].propuesta.persona["primer_apellido"] == "Núñez"


def test_los_titulos_se_reconocen_con_otros_nombres_acentos_y_mayusculas(prueba):
    otros = {"cargo": "CARGO", "demarcacion": "Distrito o Municipio", "actor": "Partido o coalición",
             "numero": "Núm. lista o fórmula", "calidad": "Tipo de candidatura", "nombres": "Nombre(s)",
             "primer_apellido": "Apellido paterno", "segundo_apellido": "APELLIDO MATERNO", "sexo": "Género"}  # fmt: skip
    plan = plan_de(prueba, [{otros[campo]: valor for campo, valor in fila.items()} for fila in filas()])
    assert plan.hallazgos.rechazos == plan.hallazgos.avisos == []


def test_una_columna_desconocida_se_avisa_y_no_se_lee(prueba):
    plan = plan_de(prueba, [{**fila, "signo zodiacal": "tauro"} for fila in filas()])
    (aviso,) = plan.hallazgos.avisos
    assert aviso.columna == "signo zodiacal"
    assert plan.es_aplicable


def test_demarcacion_y_actor_se_reconocen_por_clave_nombre_siglas_o_alias(prueba):
    for demarcacion in ("01", "1", "CERRO ALTO", " cerro  alto ", "Cerro Alto."):
        for actor in ("sol", "SOL", "Partido Sol", "PARTIDO SOL ", "cielo", "VA POR EL CIELO."):
            plan = plan_de(prueba, filas(_0={"demarcacion": demarcacion, "actor": actor})[:1])
            assert plan.es_aplicable, (demarcacion, actor, plan.hallazgos.rechazos)


@pytest.mark.parametrize(
    ("completo", "orden", "esperado"),
    [
        ("GUADARRAMA GARCÍA MARÍA DEL ROCÍO", APELLIDOS_NOMBRES, ("MARÍA DEL ROCÍO", "GUADARRAMA", "GARCÍA")),
        ("MARÍA DEL ROCÍO GUADARRAMA GARCÍA", NOMBRES_APELLIDOS, ("MARÍA DEL ROCÍO", "GUADARRAMA", "GARCÍA")),
        ("DE LA CRUZ DEL VALLE JUAN", APELLIDOS_NOMBRES, ("JUAN", "DE LA CRUZ", "DEL VALLE")),
        ("Juan de la Luz de la Cruz Peña", NOMBRES_APELLIDOS, ("Juan de la Luz", "de la Cruz", "Peña")),
        ("ROBLES ANA", APELLIDOS_NOMBRES, ("ANA", "ROBLES", "")),
        ("Ana Robles", NOMBRES_APELLIDOS, ("Ana", "Robles", "")),
        ("Ana", NOMBRES_APELLIDOS, ("Ana", "", "")),
        ("De la", NOMBRES_APELLIDOS, ("De la", "", "")),
    ],
)  # fmt: skip
def test_el_nombre_completo_se_separa_en_los_dos_ordenes(completo, orden, esperado):
    assert tuple(separar(completo, orden)) == esperado


# --- Una fila que es una fórmula entera ---------------------------------------------------------------

PERFIL = """\
version = 1
tipo = "registro"
nombre = "Perfil de prueba"
orden_del_nombre = "apellidos-nombres"
forma_de_la_demarcacion = "numero-nombre"
ignorar = ["OBSERVACIONES"]
[fijos]
cargo = "diputacion-mr"
[columnas]
entidad = ["ESTADO"]
demarcacion = ["DISTRITO"]
actor = ["PARTIDO"]
[propietaria]
nombre_completo = ["PROPIETARIO"]
sexo = ["SEXO_P"]
[suplente]
nombre_completo = ["SUPLENTE"]
[valores.sexo]
"M" = "mujer"
"H" = "hombre"
[valores.actor]
"P. Sol" = "sol"
[vacantes]
"CANCELADO" = "cancelada"
[independientes]
rotulos = ["CANDIDATURA INDEPENDIENTE"]
"""


@pytest.fixture
def perfil(tmp_path):
    ruta = tmp_path / "ajeno.toml"
    ruta.write_text(PERFIL, encoding="utf-8")
    return perfiles.leer(ruta)


def formula(**cambios) -> dict[str, str]:
    base = {"ESTADO": "ESTADO DE PRUEBA ", "DISTRITO": "1-CERRO ALTO", "PARTIDO": "P. SOL",
            "PROPIETARIO": "ROBLES PAZ ANA LUCIA", "SEXO_P": "M", "SUPLENTE": "NUÑEZ  BERTA", "OBSERVACIONES": "x"}  # fmt: skip
    return {**base, **cambios}


def test_una_fila_puede_ser_una_formula_entera(prueba, perfil):
    # El número manda: la clave de los distritos locales no lleva la de la entidad.
    plan = plan_de(prueba, [formula(ESTADO="")], perfil=perfil)
    assert plan.hallazgos.rechazos == []
    propietaria, suplente = (alta.propuesta for alta in plan.altas)
    assert propietaria.persona["nombre_completo"] == "ROBLES PAZ ANA LUCIA"
    assert (propietaria.persona["nombres"], propietaria.persona["sexo"]) == ("ANA LUCIA", "mujer")
    assert propietaria.persona["nombre_inferido"] is True
    assert suplente.persona["nombre_completo"] == "NUÑEZ BERTA"
    assert "sexo" not in suplente.persona


@pytest.mark.parametrize("vacio", ["CANCELADO", "cancelado ", ""])
def test_media_formula_puede_estar_vacante(prueba, perfil, vacio):
    plan = plan_de(prueba, [formula(ESTADO="", SUPLENTE=vacio)], perfil=perfil)
    assert (plan.personas, plan.vacantes, plan.formulas) == (1, 1, 1)
    assert plan.es_aplicable


def test_cada_independiente_es_un_actor_y_dos_comparten_distrito(prueba, perfil):
    renglones = [
        formula(ESTADO="", PARTIDO="CANDIDATURA INDEPENDIENTE", PROPIETARIO="LIMA EVA", SUPLENTE="GIL SARA"),
        formula(
            ESTADO="", PARTIDO="Candidatura independiente ", PROPIETARIO="CANCELADO", SUPLENTE="MORA INÉS"
        ),
    ]
    plan = plan_de(prueba, renglones, perfil=perfil)
    assert plan.hallazgos.rechazos == []
    assert sorted(plan.independientes) == ["ind-diputaciones-01-lima-eva", "ind-diputaciones-01-mora-ines"]
    assert plan.personas == 3


def test_el_nombre_del_distrito_que_no_coincide_con_su_numero_se_avisa(prueba, perfil):
    plan = plan_de(prueba, [formula(ESTADO="", DISTRITO="1-RÍO HONDO")], perfil=perfil)
    assert "se llama Cerro Alto" in plan.hallazgos.avisos[0].motivo
    assert sum("se llama" in aviso.motivo for aviso in plan.hallazgos.avisos) == 1  # no una vez por mitad


@pytest.mark.parametrize(
    ("bueno", "malo", "esperado"),
    [
        ('tipo = "registro"', 'tipo = "otro"', "tipo"),
        ('demarcacion = ["DISTRITO"]', 'distrito = ["DISTRITO"]', "[columnas].distrito: no existe ese campo"),
        ('nombre_completo = ["SUPLENTE"]', 'actor = ["SUPLENTE"]', "[suplente].actor: es de la fórmula entera"),
        ('nombre_completo = ["SUPLENTE"]', 'edad = ["SUPLENTE"]', "falta `nombre_completo`"),
        ('cargo = "diputacion-mr"', "", "falta decir de dónde sale `cargo`"),
        ('"CANCELADO" = "cancelada"', '"CANCELADO" = "borrada"', "vacantes: en «CANCELADO», «borrada» no vale"),
        ("rotulos =", "nombres =", "[independientes].nombres"),
        ('orden_del_nombre = "apellidos-nombres"', 'orden = "x"', "orden: no existe"),
        ('["PARTIDO"]', '"PARTIDO"', "columnas: en «actor», se esperaba una lista"),
    ],
)  # fmt: skip
def test_un_perfil_con_defectos_se_rechaza_con_su_clave(tmp_path, bueno, malo, esperado):
    ruta = tmp_path / "malo.toml"
    ruta.write_text(PERFIL.replace(bueno, malo, 1), encoding="utf-8")
    with pytest.raises(ArchivoInvalido) as error:
        perfiles.leer(ruta)
    assert esperado in str(error.value)


def test_los_perfiles_incluidos_se_leen_y_el_propio_va_primero():
    claves = list(perfiles.disponibles())
    assert claves[0] == perfiles.PROPIO
    assert {"ine-2018-diputaciones-mr", "ine-2024-diputaciones-mr"} <= set(claves)
    assert all(perfiles.leer(clave).nombre for clave in claves)
    with pytest.raises(ArchivoInvalido, match="no existe ese perfil"):
        perfiles.leer("ine-2019")
