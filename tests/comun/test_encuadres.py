"""El encuadre: en pixeles exactos, sin salirse nunca de la foto y sin bajar del mínimo."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conoceles.comun.encuadres import CENTRADO, Encuadre, EncuadreInvalido

CASOS = json.loads((Path(__file__).parents[1] / "vectores" / "encuadres.json").read_text("utf-8"))["casos"]
MEDIDAS = st.tuples(st.integers(400, 6000), st.integers(500, 6000))
PORCIENTOS = st.integers(0, 1000).map(lambda decimas: decimas / 10)


@pytest.mark.parametrize("caso", CASOS, ids=lambda caso: caso["nombre"])
def test_los_vectores_que_comparte_con_el_navegador(caso):
    encuadre, medida = Encuadre(**caso["encuadre"]), tuple(caso["medida"])
    ancho, alto = encuadre.girada(medida)
    izquierda, arriba, derecha, abajo = encuadre.caja(medida)
    pixeles = [izquierda * ancho, arriba * alto, derecha * ancho, abajo * alto]
    assert pixeles == pytest.approx(caso["pixeles"], abs=0.01)
    assert encuadre.acercamiento_maximo(medida) == caso["maximo"]


@given(MEDIDAS, st.sampled_from([0, 90, 180, 270]), PORCIENTOS, PORCIENTOS, PORCIENTOS)
def test_todo_encuadre_dentro_de_sus_limites_cae_dentro_de_la_foto(medida, giro, cerca, horizontal, vertical):
    maximo = Encuadre(giro=giro).acercamiento_maximo(medida)
    acercamiento = 100 + (maximo - 100) * cerca / 100
    encuadre = Encuadre(giro, acercamiento, horizontal, vertical)
    ancho, alto = encuadre.girada(medida)
    if min(ancho, alto * 4 / 5) < 400:
        with pytest.raises(EncuadreInvalido, match="Girada así"):
            encuadre.caja(medida)
        return
    izquierda, arriba, derecha, abajo = encuadre.caja(medida)
    assert 0 <= izquierda < derecha <= 1
    assert 0 <= arriba < abajo <= 1
    assert (derecha - izquierda) * ancho >= 399.9
    assert (derecha - izquierda) * ancho / ((abajo - arriba) * alto) == pytest.approx(4 / 5, rel=1e-6)


@pytest.mark.parametrize(
    ("encuadre", "campo", "dice"),
    [
        (Encuadre(giro=45), "giro", "0, 90, 180 o 270"),
        (Encuadre(acercamiento=99.9), "acercamiento", "de 100 a 200"),
        (Encuadre(acercamiento=200.1), "acercamiento", "400 × 500"),
        (Encuadre(acercamiento=float("nan")), "acercamiento", "de 100 a 200"),
        (Encuadre(horizontal=-0.1), "horizontal", "horizontal va de 0 a 100"),
        (Encuadre(vertical=100.1), "vertical", "vertical va de 0 a 100"),
        (Encuadre(vertical=float("inf")), "vertical", "de 0 a 100"),
    ],
)
def test_lo_que_se_sale_dice_que_y_hasta_donde(encuadre, campo, dice):
    with pytest.raises(EncuadreInvalido) as error:
        encuadre.caja((800, 1000))
    assert error.value.campo == campo
    assert dice in str(error.value)


PARTIDA = Encuadre(acercamiento=150, horizontal=3, vertical=98)


@pytest.mark.parametrize(
    ("paso", "cambia"),
    [
        ("giro:90", {"giro": 90}),
        ("giro:-90", {"giro": 270}),
        ("acercamiento:10", {"acercamiento": 160}),
        ("acercamiento:9999", {"acercamiento": 200}),
        ("acercamiento:-9999", {"acercamiento": 100}),
        ("horizontal:-5", {"horizontal": 0}),
        ("vertical:5", {"vertical": 100}),
        *((malo, {}) for malo in ("", "giro", "giro:", "giro:x", "giro:1e3", "ancho:3", "__class__:1", ":5")),
    ],
)
def test_un_boton_da_un_paso_y_se_detiene_en_el_limite(paso, cambia):
    assert PARTIDA.con_paso(paso, (800, 1000)) == replace(PARTIDA, **cambia)


def test_restablecer_y_girar_lo_que_estaba_muy_cerca():
    assert PARTIDA.con_paso("restablecer", (800, 1000)) == CENTRADO
    assert Encuadre(acercamiento=190).con_paso("giro:90", (800, 1000)) == Encuadre(90, 160)
