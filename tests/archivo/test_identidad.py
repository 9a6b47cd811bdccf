"""De la identidad sólo se dice el conjunto: ninguna cifra chica, ninguna que se deduzca restando."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conoceles.archivo.identidad import tablas

pytestmark = pytest.mark.sin_base

OPCIONES = ["Sí", "No", "Prefiero no contestar", "Otra: escrita a mano", ""]


def tabla(minimo=10, **cuentas):
    dadas = [respuesta for respuesta, n in cuentas.items() for _ in range(n)]
    return tablas({"p": dadas}, minimo)["p"]


def test_lo_frecuente_se_dice_redondeado():
    assert tabla(No=303, Si=42, Tal_vez=12) == {"No": 305, "Si": 40}


def test_una_respuesta_de_pocas_personas_no_se_nombra():
    assert "Rara" not in tabla(No=300, Si=40, Rara=1)


def test_si_lo_oculto_es_poco_se_oculta_tambien_la_menor():
    assert tabla(No=300, Si=40, Rara=4) == {"No": 300}


def test_que_nadie_lo_diga_no_se_distingue_de_que_lo_digan_pocas():
    assert tabla(No=300) == tabla(No=299, Si=1) == tabla(No=291, Si=9) == {}


@given(st.lists(st.sampled_from(OPCIONES), max_size=120), st.integers(2, 12))
def test_restar_nunca_deja_menos_del_minimo(dadas, minimo):
    mostradas = tablas({"p": dadas}, minimo)["p"]
    cuentas = Counter(dadas)
    assert "" not in mostradas
    assert all(cuentas[respuesta] >= minimo for respuesta in mostradas)
    if mostradas:
        assert len(dadas) - sum(cuentas[respuesta] for respuesta in mostradas) >= minimo
