"""El antes y después: dice todo lo que cambió y nada que no."""

from hypothesis import given
from hypothesis import strategies as st

from conoceles.comun.diferencias import Tramo, por_palabras

textos = st.text(alphabet="ab \n.ñ<&", max_size=60)


@given(antes=textos, despues=textos)
def test_con_los_tramos_se_reconstruyen_los_dos_textos(antes, despues):
    tramos = por_palabras(antes, despues)
    assert "".join(t.texto for t in tramos if t.tipo != "agregado") == antes
    assert "".join(t.texto for t in tramos if t.tipo != "quitado") == despues
    assert all(t.texto for t in tramos)


def test_una_palabra_cambiada_no_arrastra_a_las_demas():
    assert por_palabras("reparar la red de agua potable", "reparar la red de drenaje potable") == [
        Tramo("igual", "reparar la red de "),
        Tramo("quitado", "agua "),
        Tramo("agregado", "drenaje "),
        Tramo("igual", "potable"),
    ]


def test_textos_ajenos_salen_como_un_solo_cambio():
    assert [t.tipo for t in por_palabras("uno dos tres cuatro", "cinco seis siete ocho")] == [
        "quitado",
        "agregado",
    ]


def test_de_vacio_a_texto_es_un_agregado():
    assert por_palabras("", "algo") == [Tramo("agregado", "algo")]
    assert por_palabras("", "") == []


def test_un_texto_del_maximo_con_todo_repetido_no_se_eterniza():
    """El peor caso de la comparación: cinco mil caracteres de la misma palabra."""
    tramos = por_palabras("a " * 2500, "a " * 2400 + "b " * 100)
    assert "".join(t.texto for t in tramos if t.tipo != "quitado").endswith("b ")
