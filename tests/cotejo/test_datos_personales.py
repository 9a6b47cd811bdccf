"""Exhaustividad y precisión sobre un corpus propio; las cifras se imprimen con `-s`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conoceles.cotejo.datos_personales import Clase, hallar
from tests.cotejo.corpus_personal import GENERADORES, con_dato, sin_dato

pytestmark = pytest.mark.sin_base

VECTORES = json.loads(
    Path(__file__).parents[1].joinpath("vectores", "datos_personales.json").read_text("utf-8")
)


@pytest.mark.parametrize("nombre", GENERADORES)
def test_se_hallan_al_menos_99_de_cada_100(nombre):
    clase, pares = GENERADORES[nombre][0], list(con_dato(nombre, 500))
    perdidos = [dato for texto, dato in pares if not _se_halla(clase, texto, dato)]
    print(f"{nombre}: {len(pares) - len(perdidos)} de {len(pares)}")
    assert len(perdidos) <= len(pares) // 100, perdidos[:10]


def _se_halla(clase: Clase, texto: str, dato: str) -> bool:
    inicio = texto.index(dato)
    fin = inicio + len(dato)
    return any(h.clase is clase and inicio <= h.inicio and h.fin <= fin + 1 for h in hallar(texto))


def test_lo_que_solo_lo_parece_casi_nunca_se_senala():
    """Años, montos, artículos, folios, calles sin número: 1,500 textos, a lo más 1 de cada 100."""
    textos = list(sin_dato(1_500))
    falsos = [(texto, hallar(texto)) for texto in textos if hallar(texto)]
    print(f"señalados sin dato: {len(falsos)} de {len(textos)}")
    assert len(falsos) <= len(textos) // 100, [(h, t[h[0].inicio : h[0].fin]) for t, h in falsos[:20]]


@pytest.mark.parametrize(("texto", "clases"), VECTORES)
def test_casos_escritos_a_mano(texto, clases):
    assert [hallazgo.clase for hallazgo in hallar(texto)] == [Clase[clase] for clase in clases]


@settings(max_examples=100, deadline=None)
@given(st.text(alphabet=st.sampled_from("aA1 .-@(+calle#5,ñ\n\u200b\u0301４＠㎏")))
def test_los_tramos_son_del_texto_y_no_se_enciman(texto):
    hallazgos = hallar(texto)
    assert all(0 <= h.inicio < h.fin <= len(texto) for h in hallazgos)
    assert all(a.fin <= b.inicio for a, b in zip(hallazgos, hallazgos[1:], strict=False))


@pytest.mark.parametrize(
    ("texto", "fragmento"),
    [
        ("\u200bMi clave es GOMC80\u200b0101HMNRRL09\u200b, gracias", "GOMC80\u200b0101HMNRRL09"),
        ("tel. \u2160\u2167 o ４４３１２３４５６７, gracias", "４４３１２３４５６７"),
        ("soy jose\u0301, juan\u00ad＠gmail.com; gracias", "juan\u00ad＠gmail.com"),
    ],
)
def test_el_fragmento_es_el_del_texto_original(texto, fragmento):
    """Lo invisible que se salta y lo ancho que se pliega no recorren el tramo que se enseña."""
    assert [texto[h.inicio : h.fin] for h in hallar(texto)] == [fragmento]
