"""Mayúsculas, relleno, textos provisionales y respuestas repetidas."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conoceles.comun.texto import contar, normalizar
from conoceles.cotejo import descuidos
from tests.respuestas import TEXTO

pytestmark = pytest.mark.sin_base

CORTO = TEXTO[:240]


@pytest.mark.parametrize(
    ("texto", "grita"),
    [
        (TEXTO.upper(), True),
        (TEXTO.upper().replace("COMUNIDAD", "comunidad"), True),
        (TEXTO, False),
        ("DIPUTADA LOCAL Y REGIDORA", False),
        (
            "Fui parte del IMSS, la CFE, el SAT, la SEP, el INEGI, la UNAM y de la CROC en los años que dije.",
            False,
        ),
        ("1 2 3 4 5 6 7 8 9 " * 6, False),
        ("", False),
    ],
)
def test_mayusculas(texto, grita):
    assert descuidos.esta_en_mayusculas(texto) is grita


@pytest.mark.parametrize(
    "estirado",
    [
        CORTO + " " * 60 + ".",
        CORTO.replace(" ", "   "),
        CORTO + "." * 60,
        CORTO + " ." * 40,
        CORTO + "!" * 60,
        CORTO + "\n\n".join("_" * 30),
        CORTO + "a" * 60,
        CORTO + " mejorar" * 10,
        CORTO + " más obra y más agua," * 5,
        f"{CORTO}. {CORTO}.",
    ],
)
def test_el_relleno_para_llegar_al_minimo_se_dice_con_lo_que_falta(estirado):
    relleno = descuidos.relleno(estirado, minimo=280)
    assert contar(estirado) >= 280
    assert relleno is not None
    assert 15 <= relleno.faltan <= 60
    assert relleno.sobran >= relleno.faltan


@pytest.mark.parametrize(
    "texto",
    [
        TEXTO,
        TEXTO.replace(". ", ".  "),
        TEXTO.replace(". ", ".\n\n"),
        "• " + TEXTO.replace(". ", ".\n• "),
        CORTO,
        "",
        "Soy del partido, Partido Cometa. " + TEXTO[:255],
    ],
)
def test_lo_bien_escrito_no_es_relleno(texto):
    assert descuidos.relleno(texto, minimo=280) is None


def test_el_relleno_que_no_hace_falta_para_el_minimo_se_dice_si_es_mucho():
    assert descuidos.relleno(TEXTO + "." * 200, minimo=280) == (200, 0, "." * 201)
    assert descuidos.relleno(TEXTO + "....", minimo=280) is None


def test_lo_repetido_se_ensena():
    texto = f"{TEXTO} Otra cosa que no se ha dicho todavía. {TEXTO}"
    assert descuidos.relleno(texto).fragmento in TEXTO


def test_sin_contar_espacios_la_cuenta_es_la_del_proceso():
    texto = CORTO + " " * 200 + "fin"
    assert descuidos.relleno(texto, minimo=280, con_espacios=False) is None


@pytest.mark.parametrize(
    "texto",
    [
        "Sin información", "N/A", "n/a n/a n/a", "No aplica.", "NINGUNO", "Pendiente de llenar", "xxxxxxxxxx", "Sin datos. " * 40,
        "Lorem ipsum dolor sit amet, consectetur", "por definir", "asdfasdf", "Texto de prueba", "s/n", "Sin trayectoria política",
    ],
)  # fmt: skip
def test_textos_provisionales(texto):
    assert descuidos.es_de_paso(texto)


@pytest.mark.parametrize(
    "texto", [TEXTO, "", "Maestra rural", "No hay camino que no hayamos andado ni puerta que no tocáramos.", "Nada me detiene cuando se trata de mi comunidad."]
)  # fmt: skip
def test_un_texto_de_verdad_no_es_provisional(texto):
    assert not descuidos.es_de_paso(texto)


def test_la_misma_respuesta_dos_veces():
    otra = "Otra cosa distinta que no se parece en nada a la de arriba, con su propio asunto y sus palabras."
    textos = {"a": TEXTO, "b": otra, "c": TEXTO.upper(), "d": TEXTO.replace("doce", "trece")}
    assert descuidos.repetidas(textos) == [("c", "a"), ("d", "a")]
    assert descuidos.repetidas({"a": "Sí.", "b": "Sí.", "c": "", "d": ""}) == [], "lo muy corto no dice nada"


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=400))
def test_lo_escueto_nunca_crece_y_es_estable(texto):
    limpio = normalizar(texto)
    escueto = descuidos.escueto(limpio)
    assert len(escueto) <= len(limpio)
    assert contar(descuidos.escueto(escueto)) <= contar(escueto)
