"""El boceto no pierde copias y casi no señala ajenos. Semillas fijas: las cifras se repiten."""

from __future__ import annotations

from itertools import combinations
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from conoceles.comun.texto import plegar
from conoceles.cotejo import copias
from tests.cotejo import corpus_de_copias as corpus

pytestmark = pytest.mark.sin_base


def _se_acercan(uno: str, otro: str) -> bool:
    bocetos = [copias.boceto(plegar(texto)) for texto in (uno, otro)]
    return copias.distancia(*bocetos) <= copias.DISTANCIA_MAXIMA


def _se_hallan(uno: str, otro: str) -> bool:
    """Lo que hace la lectura: el boceto señala y el índice exacto confirma."""
    rasgos = [copias.rasgos(plegar(texto)) for texto in (uno, otro)]
    return _se_acercan(uno, otro) and copias.parecido(*rasgos) >= copias.PARECIDO_MINIMO


def test_lo_igual_se_halla_siempre():
    azar = Random("iguales")
    for _ in range(150):
        texto = corpus.propuesta(azar)
        otro = corpus.igual(texto, azar)
        assert plegar(texto) == plegar(otro)
        assert _se_hallan(texto, otro)


def test_de_lo_parecido_se_halla_al_menos_el_95_por_ciento():
    azar = Random("parecidas")
    parejas = [(texto, corpus.copia(texto, azar)) for texto in (corpus.propuesta(azar) for _ in range(400))]
    parecidas = [pareja for pareja in parejas if corpus.jaccard(*pareja) >= 0.8]
    assert len(parecidas) > 250
    assert sum(corpus.jaccard(*pareja) < 0.9 for pareja in parecidas) > 100, "el corpus no debe ser fácil"
    halladas = sum(_se_hallan(*pareja) for pareja in parecidas)
    assert halladas >= 0.95 * len(parecidas), f"{halladas} de {len(parecidas)}"


def test_lo_que_se_dice_copia_lo_es():
    """Precisión: entre ajenas y retocadas de más, ninguna se dice copia sin serlo; el boceto casi no estorba."""
    azar = Random("ajenas")
    textos = [corpus.propuesta(azar) for _ in range(80)]
    retocados = [corpus.copia(corpus.copia(texto, azar), azar) for texto in textos]
    falsas = [p for p in zip(textos, retocados, strict=True) if _se_hallan(*p) and corpus.jaccard(*p) < 0.8]
    assert not falsas
    bocetos = [copias.boceto(plegar(texto)) for texto in textos]
    cercanas = [p for p in combinations(bocetos, 2) if copias.distancia(*p) <= copias.DISTANCIA_MAXIMA]
    assert len(cercanas) <= 3, "de 3,160 parejas ajenas"


@settings(max_examples=40, deadline=None)
@given(st.text())
def test_cualquier_texto_tiene_boceto(texto):
    boceto = copias.boceto(plegar(texto))
    assert 0 <= boceto < 1 << copias.BITS
    assert copias.boceto(plegar(texto.upper().lower())) >= 0


def test_el_boceto_no_cambia_de_una_version_a_otra():
    """Está guardado en el índice: si cambiara, lo ya enviado dejaría de hallarse."""
    assert hex(copias.boceto(plegar("Más agua para todas las comunidades."))) == BOCETO


BOCETO = "0xa58a470ae99618830f2cbcc1dc8d4d76682453c706d9dbdc3f4f5f32dcb07007"


def test_dos_textos_vacios_no_se_parecen():
    assert copias.parecido(frozenset(), frozenset()) == 0.0
