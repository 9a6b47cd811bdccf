"""Cómo avanza un contador: de a muchas personas, sin volver atrás y sin dejar a pocas fuera."""

from __future__ import annotations

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from conoceles.estadistica.supresion import (
    DEMAS,
    MUJERES,
    Celda,
    Persona,
    Tabla,
    avanzar,
    avanzar_base,
    minimo_que_rige,
    sin_contar,
)

from .ataque import PRIMER_DIA

VACIA = Tabla({"si": Celda()})


def personas(cuantas, respuesta="si", renglon=MUJERES, dia=0):
    return [Persona(PRIMER_DIA + timedelta(days=dia), respuesta, renglon)] * cuantas


def corte(tabla, gente, dia=1, minimo=5):
    return avanzar(tabla, gente, minimo=minimo, ahora=PRIMER_DIA + timedelta(days=dia))


def test_el_minimo_nunca_baja_de_cinco():
    assert [minimo_que_rige(n) for n in (0, 1, 4, 5, 10)] == [5, 5, 5, 5, 10]


def test_si_todas_contestaron_lo_mismo_no_se_publica():
    """Diez de diez: la cifra diría qué contestó cada una."""
    assert corte(VACIA, personas(10)).celdas["si"].total is None


def test_quedan_sin_contar_las_mismas_que_hacen_falta_para_contar():
    assert corte(VACIA, personas(10) + personas(4, "no")).celdas["si"].total is None
    assert corte(VACIA, personas(10) + personas(5, "no")).celdas["si"].total == 10


def test_la_celda_mas_chica_se_retiene_para_que_la_resta_no_la_descubra():
    tabla = Tabla({"a": Celda(), "b": Celda()})
    gente = personas(8, "a") + personas(6, "b") + personas(2, "calla")
    celdas = corte(tabla, gente).celdas
    assert (celdas["a"].total, celdas["b"].total) == (8, None)


def test_con_pocas_personas_nuevas_ni_se_vuelve_a_mirar():
    primera = corte(VACIA, personas(10) + personas(10, "no"))
    gente = personas(10) + personas(10, "no") + personas(4, dia=1.5)
    assert corte(primera, gente, dia=2) == primera


def test_se_separa_por_renglon_solo_si_cada_uno_alcanza_y_le_quedan():
    gente = personas(6) + personas(5, renglon=DEMAS) + personas(5, "no") + personas(5, "no", DEMAS)
    assert corte(VACIA, gente).celdas["si"].renglones == {MUJERES: 6, DEMAS: 5}
    junto = corte(VACIA, gente[1:] + personas(1, "no")).celdas["si"]
    assert junto.renglones == {MUJERES: 5, DEMAS: 5}
    sin_hombres = personas(11) + personas(5, "no") + personas(5, "no", DEMAS)
    celda = corte(VACIA, sin_hombres).celdas["si"]
    assert (celda.renglones, celda.sin_separar) == ({}, 11)


def test_la_base_avanza_como_las_celdas_y_se_calla_si_casi_nadie_dejo_de_contestar():
    def base(antes, cuantas, no_contestaron, dia):
        contestaron = [PRIMER_DIA + timedelta(days=dia, hours=-1)] * cuantas
        ahora = PRIMER_DIA + timedelta(days=dia)
        return avanzar_base(antes, contestaron, no_contestaron=no_contestaron, minimo=5, ahora=ahora)

    assert base(Celda(), 20, 4, 1).total is None
    assert base(Celda(), 4, 50, 1).total is None
    primera = base(Celda(), 20, 5, 1)
    assert primera.total == 20
    assert base(primera, 4, 50, 2) == primera
    assert base(primera, 6, 50, 2).total == 26


LLEGADAS = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(["si", "no"]), st.sampled_from([MUJERES, DEMAS])),
    max_size=60,
)


@given(LLEGADAS, st.integers(5, 12))
def test_todo_paso_es_de_a_minimo_personas_y_nada_retrocede(llegadas, minimo):
    gente = [Persona(PRIMER_DIA + timedelta(days=d, hours=1), r, f) for d, r, f in llegadas]
    anterior = VACIA
    for dia in range(1, 5):
        presentes = [p for p in gente if p.desde < PRIMER_DIA + timedelta(days=dia)]
        tabla = corte(anterior, presentes, dia=dia, minimo=minimo)
        antes, celda = anterior.celdas["si"], tabla.celdas["si"]
        paso = (celda.total or 0) - (antes.total or 0)
        assert paso == 0 or paso >= minimo
        assert celda.total is None or celda.total >= minimo
        for renglon in celda.renglones:
            por_renglon = celda.renglones[renglon] - antes.renglones.get(renglon, 0)
            assert por_renglon == 0 or por_renglon >= minimo
        if celda.total:
            assert len(sin_contar(tabla.celdas, presentes)) >= minimo or celda == antes
        anterior = tabla


def test_la_gente_que_se_va_no_baja_la_cuenta():
    primera = corte(VACIA, personas(10) + personas(10, "no"))
    despues = corte(primera, personas(2) + personas(12, "no", dia=1.5), dia=2)
    assert despues.celdas["si"].total == 10
