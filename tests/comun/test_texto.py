"""El texto se limpia, se cuenta y se compara igual aquí que en el navegador."""

import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conoceles.comun.texto import (
    compactar,
    contar,
    normalizar,
    normalizar_con_avisos,
    plegar,
    plegar_busqueda,
)

VECTORES = json.loads((Path(__file__).parent.parent / "vectores" / "contar.json").read_text("utf-8"))
ENREDOS = "aé e\u0301x\u0301\u200b\u200c\u200d\ufe0f\ufe0e\u00a0\t\r\n\v\u2028\u0000\uf0b7\ue123\ud83d\u202e\ufeff👩⚖🏳🌈↔\u0338\u2190 \u115f\u2800"
textos = st.text(st.one_of(st.sampled_from(ENREDOS), st.characters()), max_size=40)


def _texto(caso):
    return "".join(unidad * veces for unidad, veces in caso["partes"])


@pytest.mark.parametrize("caso", VECTORES["casos"], ids=lambda caso: caso["nombre"])
def test_cuenta_como_dicen_los_vectores(caso):
    assert contar(_texto(caso)) == caso["con_espacios"]
    assert contar(_texto(caso), con_espacios=False) == caso["sin_espacios"]


@pytest.mark.parametrize("caso", VECTORES["normaliza"], ids=lambda caso: caso["nombre"])
def test_normaliza_como_dicen_los_vectores(caso):
    assert normalizar(caso["entrada"]) == caso["salida"]


@given(textos)
def test_normalizar_dos_veces_es_normalizar_una(texto):
    assert normalizar_con_avisos(normalizar(texto)) == (normalizar(texto), [])


@given(textos)
def test_la_cuenta_no_depende_de_la_forma_unicode_ni_del_salto_de_linea(texto):
    cuenta = contar(texto)
    assert contar(unicodedata.normalize("NFD", texto)) == cuenta
    assert contar(unicodedata.normalize("NFC", texto)) == cuenta
    assert contar(texto.replace("\r\n", "\n").replace("\n", "\r\n")) == cuenta


@given(textos)
def test_lo_normalizado_cabe_en_utf8_y_no_esconde_nada(texto):
    limpio = normalizar(texto)
    limpio.encode("utf-8")
    categorias = {unicodedata.category(c) for c in limpio if c not in "\n\u200d"}
    assert not categorias & {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}
    assert limpio == limpio.strip()
    assert all(linea == linea.rstrip() for linea in limpio.split("\n"))


def test_ningun_caracter_de_formato_se_escapa():
    formato = [chr(p) for p in range(0x110000) if unicodedata.category(chr(p)) in ("Cf", "Cc", "Co", "Cs")]
    assert [
        hex(ord(c))
        for c in formato
        if c not in "\t\n\v\f\r\x85" and normalizar(f"a{c}b") not in ("ab", "a•b")
    ] == []


def test_el_atajo_de_una_linea_llana_no_se_salta_nada():
    for caracter in map(chr, range(0x20, 0x180)):
        # Un invisible delante obliga al camino largo.
        assert normalizar(f"a{caracter}b") == normalizar(f"\u200ba{caracter}b")


def test_ningun_espacio_raro_se_escapa():
    espacios = [chr(p) for p in range(0x110000) if unicodedata.category(chr(p)) == "Zs"]
    assert {normalizar(f"a{c}b") for c in espacios} == {"a b"}


@pytest.mark.parametrize(
    ("texto", "avisos"),
    [
        ("Texto común, con acentos y\r\nsaltos\t.", []),
        ("a\u200bb", ["Se quitaron caracteres invisibles."]),
        ("a\u200bb\u2060", ["Se quitaron caracteres invisibles."]),
        ("a\x00b", ["Se quitaron caracteres de control."]),
        ("\uf0b7 a", ["Se cambiaron viñetas de procesador de texto por «•»."]),
        ("a\ue123", ["Se quitaron símbolos que sólo existen en una tipografía."]),
        ("a\ud800", ["Se quitaron caracteres incompletos."]),
    ],
)
def test_dice_que_se_quito(texto, avisos):
    assert normalizar_con_avisos(texto)[1] == avisos


@pytest.mark.parametrize(
    ("texto", "plegado"),
    [
        ("Núm. de Distrito (2027)", "num_de_distrito_2027"),
        ("  NOMBRE__PROPIETARIO ", "nombre_propietario"),
        ("Año", "ano"),
        ("Sexo\u00a0/\u200bGénero", "sexo_genero"),
        ("1.ª fórmula", "1_a_formula"),
        ("¿?", ""),
    ],
)
def test_plega_titulos(texto, plegado):
    assert plegar(texto) == plegado == plegar(unicodedata.normalize("NFD", texto))


def test_plega_para_buscar():
    assert plegar_busqueda("  MUÑOZ\u00a0\u00a0Peña\nd'Ávila ") == "munoz pena d'avila"


@given(textos)
def test_plegar_es_estable(texto):
    assert plegar(plegar(texto)) == plegar(texto)
    assert plegar_busqueda(plegar_busqueda(texto)) == plegar_busqueda(texto)


def test_compacta_espacios_y_saltos():
    assert compactar(" VA  POR\n X. ") == "VA POR X."


def test_un_texto_enorme_de_relleno_no_tarda():
    # Con una expresión regular para los espacios al final serían billones de pasos.
    assert normalizar("é" + " " * 1_000_000 + "b").endswith(" b")
