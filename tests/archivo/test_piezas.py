"""Las piezas puras: texto tal cual, redes repartidas, catálogos sin género, lugares y actores."""

import pytest

from conoceles.archivo import lugares, perfil
from conoceles.archivo.avisos import Avisos, Clase
from conoceles.archivo.curricular import clave_de_catalogo, respuestas_de
from conoceles.archivo.lectura import Renglon
from conoceles.archivo.redes import repartir
from conoceles.archivo.texto import rarezas, tal_cual
from conoceles.demo import archivo_sintetico as sintetico

pytestmark = pytest.mark.sin_base


@pytest.fixture(scope="module")
def ine():
    return perfil.leer("archivo-ine-2022")


# --- Texto ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "texto",
    [
        "=HOY() empieza con igual",
        "@cuenta y +52 55",
        "-guion",
        "relleno" + " " * 200 + ".",
        "  al principio y al final  ",
        "dos\r\nlíneas\ty tabulador",
        "duro\xa0\xa0espacio",
        "\uf0a7 viñeta privada",
        "✓ 💜",
        "Procuradur&iacute;a",
        "TODO EN MAYÚSCULAS",
        "perdi? una letra",
    ],
)
def test_lo_publicado_no_se_toca(texto):
    assert tal_cual(texto) == texto


def test_se_une_el_acento_y_se_quita_lo_que_no_cabe():
    assert tal_cual("acio\u0301n\x07\x00") == "ación"
    assert set(rarezas("acio\u0301n\x07")) == {Clase.CARACTERES_QUITADOS, Clase.ACENTOS_RECOMPUESTOS}


def test_las_entidades_html_solo_se_leen_si_el_perfil_lo_dice():
    assert tal_cual("M&eacute;xico", entidades_html=True) == "México"
    assert set(rarezas("M&eacute;xico")) == {Clase.ENTIDADES_HTML}
    assert not set(rarezas("M&eacute;xico", entidades_html=True))


@pytest.mark.parametrize("dato", ["XAXX010101HDFLRN09", "ABCDEF90010115H100", "ABCD900101AB1"])
def test_avisa_de_lo_que_parece_reservado(dato):
    assert Clase.DATO_RESERVADO in set(rarezas(f"Mi clave es {dato}."))


@pytest.mark.parametrize("texto", ["PÃ©rez", "Jak?z", "la llamada ¿voz¿ del campo", "acci\ufffdn"])
def test_avisa_de_lo_que_ya_venia_roto(texto):
    assert set(rarezas(texto)) == {Clase.ACENTOS_ROTOS}
    assert tal_cual(texto) == texto


def test_un_texto_corriente_no_da_avisos():
    assert not list(rarezas("¿Por qué? Porque sí. Trabajé de 1992 a 2004; tel. 443 000 0000 & más."))


# --- Redes ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("celda", "esperado"),
    [
        ("https://www.facebook.com/una", {"facebook": "https://www.facebook.com/una"}),
        (
            "https://m.facebook.com/una, https://twitter.com/una",
            {"facebook": "https://m.facebook.com/una", "x_twitter": "https://twitter.com/una"},
        ),
        (
            "https://facebook.com/a, https://facebook.com/b, @una",
            {"facebook": "https://facebook.com/a", "otra_red": "https://facebook.com/b, @una"},
        ),
        ("Instagram: @una", {"instagram": "Instagram: @una"}),
        ("TW @una; fb.com/una", {"x_twitter": "TW @una", "facebook": "fb.com/una"}),
        ("www.tiktok.com/@una youtu.be/x", {"tiktok": "www.tiktok.com/@una youtu.be/x"}),
        ("www.tiktok.com/@una https://youtu.be/x", {"tiktok": "www.tiktok.com/@una", "youtube": "https://youtu.be/x"}),
        ("https://facebook.com.malo.example/", {"otra_red": "https://facebook.com.malo.example/"}),
        ("javascript:alert(1)", {"otra_red": "javascript:alert(1)"}),
        ("https://[malo", {"otra_red": "https://[malo"}),
        ("Juana Pérez", {"otra_red": "Juana Pérez"}),
        ("a, a", {"otra_red": "a"}),
        (",,;", {}),
    ],
)  # fmt: skip
def test_reparte_las_redes_sin_perder_ninguna(celda, esperado):
    assert repartir(celda) == esperado


# --- Catálogos y respuestas ----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("campo", "escrito", "clave"),
    [
        ("grado_estatus", "Trunca", "trunco"),
        ("grado_estatus", "TRUNCO", "trunco"),
        ("grado_estatus", "CEDULA PROFESIONAL", "cedula"),
        ("grado_estatus", "Certificado", "certificado"),
        ("grado_max", "MAESTRIA", "maestria"),
        ("grado_max", "Bachillerato", "preparatoria"),
        ("calidad", "PROPIETARIO", "propietaria"),
        ("calidad", "Propietario/a", "propietaria"),
        ("calidad", "suplente", "suplente"),
        ("sexo", "NO BINARIO", "no_binario"),
        ("sexo", "Mujer", "mujer"),
        ("grado_max", "Kínder", None),
    ],
)
def test_el_genero_y_los_acentos_no_cambian_el_catalogo(ine, campo, escrito, clave):
    assert clave_de_catalogo(campo, escrito, ine) == clave


def respuestas(elegido, **celdas):
    avisos = Avisos()
    dadas = respuestas_de(Renglon(2, celdas), {}, elegido, avisos)
    return dadas, {aviso.clase for aviso in avisos.lista}


@pytest.mark.parametrize(
    "nada", ["No proporcionó", "NO PROPORCIONÓ.", "no proporciono", "", "  \xa0 ", "\u200b"]
)
def test_lo_no_proporcionado_no_es_respuesta(ine, nada):
    assert respuestas(ine, propuesta_1=nada, redes=nada, grado_max=nada, cursos=nada) == ({}, set())


def test_un_signo_solo_es_vacio_si_el_perfil_lo_dice(ine):
    assert respuestas(ine, cursos=".") == ({"cursos": ["."]}, set())
    opl = perfil.leer("archivo-opl-34")
    assert respuestas(opl, cursos=".") == ({}, {Clase.SIGNOS_SIN_RESPUESTA})


def test_los_cursos_no_se_parten_por_sus_comas(ine):
    texto = "Diplomado en agua, suelo y bosque, Seminario de cuentas"
    assert respuestas(ine, cursos=texto) == ({"cursos": [texto]}, {Clase.CURSOS_JUNTOS})
    opl = perfil.leer("archivo-opl-34")
    assert respuestas(opl, cursos="Agua, suelo; Cuentas ;")[0] == {"cursos": ["Agua, suelo", "Cuentas"]}


def test_lo_que_no_esta_en_el_catalogo_consta_y_queda_sin_contestar(ine):
    avisos = Avisos()
    assert respuestas_de(Renglon(7, {"grado_max": "Kínder"}), {"grado_max": "ESCOLARIDAD"}, ine, avisos) == {}
    assert avisos.como_dict()["fuera_de_catalogo"]["casos"] == [
        {"fila": 7, "columna": "ESCOLARIDAD", "valor": "Kínder"}
    ]


def test_una_columna_propia_no_se_pierde_por_la_celda_de_redes(ine):
    dadas, _ = respuestas(ine, facebook="fb.com/propia", redes="https://facebook.com/otra, @una")
    assert dadas == {"facebook": "fb.com/propia", "otra_red": "https://facebook.com/otra, @una"}


# --- Lugares -------------------------------------------------------------------------------------------


def territorio(ine, **datos):
    cargo = lugares.cargo_de(ine, datos)
    donde = lugares.territorio_de(cargo, datos)
    return cargo.clave, donde.tipo, donde.clave, donde.nombre, donde.entidad


def test_el_distrito_lleva_su_entidad(ine):
    datos = {"cargo": "DIPUTACIÓN LOCAL MR", "entidad": "QUINTANA ROO", "distrito": "15-CHETUMAL"}
    assert territorio(ine, **datos) == ("diputacion-mr", "distrito", "23-15", "Chetumal", "Quintana Roo")


def test_la_gubernatura_es_de_la_entidad(ine):
    esperado = ("gubernatura", "entidad", "16", "Michoacán de Ocampo", "")
    assert territorio(ine, cargo="GUBERNATURA", entidad="MICHOACÁN") == esperado


def test_sin_decir_el_principio_lo_dice_donde_se_elige(ine):
    comun = {"cargo": "DIPUTACIÓN LOCAL", "entidad": "Durango"}
    assert territorio(ine, **comun, distrito="3-GÓMEZ")[0] == "diputacion-mr"
    assert territorio(ine, **comun, circunscripcion="1")[0] == "diputacion-rp"


def test_un_municipio_sin_numero_cabe_y_no_se_confunde(ine):
    comun = {"cargo": "PRESIDENCIA MUNICIPAL", "entidad": "OAXACA"}
    uno = territorio(ine, **comun, municipio="SAN JUAN BAUTISTA TUXTEPEC")
    otro = territorio(ine, **comun, municipio="SAN JUAN BAUTISTA TLACHICHILCO")
    assert uno[2] != otro[2]
    assert len(uno[2]) <= 20
    assert uno[3] == "San Juan Bautista Tuxtepec"


@pytest.mark.parametrize(
    ("datos", "campo"),
    [
        ({"cargo": "ASTRONAUTA", "entidad": "Durango"}, "cargo"),
        ({"cargo": "PRESIDENCIA MUNICIPAL", "entidad": "Durango"}, "municipio"),
        ({"cargo": "GUBERNATURA"}, "entidad"),
    ],
)
def test_sin_lugar_se_dice_que_columna_falla(ine, datos, campo):
    with pytest.raises(lugares.SinLugar) as error:
        territorio(ine, **datos)
    assert error.value.campo == campo


def test_el_punto_final_no_hace_otra_coalicion(ine):
    con, sin = lugares.actor_de(ine, "VA POR EL SUR."), lugares.actor_de(ine, "VA POR EL SUR")
    assert con == sin
    assert (con.clave, con.nombre, con.tipo) == ("va-por-el-sur", "VA POR EL SUR", "coalicion")


def test_el_perfil_conoce_a_los_partidos(ine):
    assert lugares.actor_de(ine, "PARTIDO ACCION NACIONAL").siglas == "PAN"
    assert lugares.actor_de(ine, "CANDIDATO INDEPENDIENTE 2").es_independiente


# --- El generador --------------------------------------------------------------------------------------


def test_el_archivo_ficticio_es_siempre_el_mismo_y_trae_las_rarezas():
    datos = sintetico.filas(3)
    assert datos == sintetico.filas(3)
    assert (len(sintetico.COLUMNAS), len(sintetico.IDENTIFICAN) + len(sintetico.PREGUNTAS)) == (25, 31)
    todo = "\n".join("\x1f".join(fila) for fila in datos.candidatos)
    for rareza in (
        "\xa0",
        "\r\n",
        "\t",
        "\uf0a7",
        "o\u0301",
        "&iacute;",
        "💜",
        " " * 100,
        "\x1f=",
        "\x1f@",
        "?",
    ):
        assert rareza in todo, repr(rareza)
    vacias = sum(all("proporcion" in c.lower() or not c for c in fila[11:]) for fila in datos.candidatos)
    assert 0.25 < vacias / len(datos.candidatos) < 0.4
