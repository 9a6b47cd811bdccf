"""Claves que no se adivinan y folios que delatan la errata."""

import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conoceles.comun.claves import (
    ALFABETO_FOLIO,
    ALFABETO_OPACO,
    clave_opaca,
    folio,
    folio_canonico,
)


def test_la_clave_opaca_tiene_azar_de_sobra():
    assert math.log2(len(set(ALFABETO_OPACO))) * 10 >= 45
    assert not set(ALFABETO_OPACO) & set("aeiou01l")
    claves = {clave_opaca() for _ in range(500)}
    assert len(claves) == 500
    assert set("".join(claves)) == set(ALFABETO_OPACO)
    assert {len(clave) for clave in claves} == {10}
    assert len(clave_opaca(22)) == 22


def test_la_clave_opaca_no_se_acorta():
    with pytest.raises(ValueError):
        clave_opaca(9)


def test_el_folio_se_lee_y_se_reconoce():
    folios = {folio("A") for _ in range(500)}
    assert len(folios) == 500
    assert all(re.fullmatch(f"A-(?:[{ALFABETO_FOLIO}]{{4}}-){{2}}[{ALFABETO_FOLIO}]{{5}}", f) for f in folios)
    assert all(folio_canonico(f) == f for f in folios)
    assert math.log2(len(ALFABETO_FOLIO)) * 12 >= 60


@pytest.mark.parametrize("prefijo", ["", "a", "I", "O", "Ñ", "AB-", "ABCD"])
def test_prefijos_que_no_valen(prefijo):
    with pytest.raises(ValueError):
        folio(prefijo)


def test_tolera_como_lo_escribe_la_gente():
    bueno = next(f for f in iter(lambda: folio("AC"), None) if "1" in f and "0" in f)
    for copia in (
        bueno.lower(),
        f"  {bueno} ",
        bueno.replace("-", ""),
        bueno.replace("-", " "),
        bueno.replace("-", "–"),
        bueno.replace("1", "l").replace("0", "o"),
        bueno.replace("1", "I"),
    ):
        assert folio_canonico(copia) == bueno


@pytest.mark.parametrize(
    "texto", ["", "A", "A-7KQ2", "U" * 14, "A-7KQ2-M9XD-4TRW5-9999", "ñ" * 14, "٣" * 14, "A" * 500]
)
def test_lo_que_no_es_folio(texto):
    assert folio_canonico(texto) is None


@given(st.integers(0, 13), st.sampled_from(ALFABETO_FOLIO))
def test_un_signo_cambiado_se_delata(posicion, otro):
    signos = list(folio("A").replace("-", ""))
    if signos[posicion] == otro:
        return
    signos[posicion] = otro
    assert folio_canonico("".join(signos)) is None


@given(st.integers(0, 13), st.integers(0, 13))
def test_dos_signos_trocados_se_delatan(uno, otro):
    signos = list(folio("A").replace("-", ""))
    if signos[uno] == signos[otro]:
        return
    signos[uno], signos[otro] = signos[otro], signos[uno]
    assert folio_canonico("".join(signos)) is None
