"""Lo que se congela de lo público: del registro y de dónde está cada cuestionario, nunca de lo que alguien contestó."""

from __future__ import annotations

import pytest

from conoceles.estadistica import tablas
from conoceles.publicacion.renglones import FACETAS
from tests.publicacion import sinteticas
from tests.publicacion.test_indice import indice

pytestmark = pytest.mark.sin_base

TARJETAS = sinteticas.tarjetas(300)
# De la tarjeta, lo que sale de sus respuestas; lo demás lo dice el registro o el estado de su cuestionario.
CONTESTADO = {"grado": "doctorado", "temas": ["otro"], "foto": "e" * 64, "apartados": [1, 8, 9]}


def otras_respuestas() -> dict:
    """El mismo registro y los mismos cuestionarios, si todas hubieran contestado otra cosa."""
    return {
        clave: {**tarjeta, **CONTESTADO} if tarjeta["cuestionario"]["situacion"] == "publicada" else tarjeta
        for clave, tarjeta in TARJETAS.items()
    }


def test_un_corte_es_el_mismo_contesten_lo_que_contesten():
    de_verdad, otro = indice(TARJETAS), indice(otras_respuestas())
    assert tablas.estudios(de_verdad) != tablas.estudios(otro)
    assert list(tablas.vistas(de_verdad)) == list(tablas.vistas(otro))


def test_los_estudios_son_los_del_listado_con_el_mismo_filtro():
    hecho = indice(TARJETAS)
    for faceta, valor in tablas.ambitos(hecho):
        hay = hecho.tabla().filtrar({faceta: (valor,)} if faceta else {})
        assert tablas.estudios(hecho, faceta, valor) == {g: n for g, n in hay.cuentas("grado").items() if n}


def test_cada_tabla_congelada_es_un_filtro_del_listado():
    congeladas = {nombre for vista in tablas.vistas(indice(TARJETAS)) for nombre in vista.tablas}
    assert congeladas < set(FACETAS) - {"grado", "tema"}
