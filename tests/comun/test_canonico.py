"""Los mismos datos dan los mismos bytes."""

import datetime
import decimal
import hashlib
import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from conoceles.comun.canonico import huella, json_canonico

texto = st.text(st.characters(exclude_categories=["Cs"]), max_size=8).map(
    lambda t: unicodedata.normalize("NFC", t)
)
datos = st.recursive(
    st.none() | st.booleans() | st.integers() | texto,
    lambda dentro: st.lists(dentro, max_size=4) | st.dictionaries(texto, dentro, max_size=4),
    max_leaves=12,
)


def test_bytes_exactos():
    dato = {"ñ": [1, True, None], "a": ("x", {"z": "", "b": -2})}
    assert json_canonico(dato) == '{"a":["x",{"b":-2,"z":""}],"ñ":[1,true,null]}'.encode()


def test_la_forma_unicode_no_cambia_los_bytes():
    assert json_canonico({"e\u0301": "n\u0303"}) == json_canonico({"é": "ñ"})


@given(datos)
def test_se_recupera_lo_que_entro(dato):
    assert json.loads(json_canonico(dato)) == dato


@given(st.dictionaries(texto, st.integers(), max_size=6))
def test_el_orden_de_las_claves_no_importa(dato):
    assert json_canonico(dict(reversed(dato.items()))) == json_canonico(dato)


@pytest.mark.parametrize(
    "dato",
    [
        1.0,
        float("nan"),
        [float("inf")],
        b"x",
        {1: "x"},
        {None: 1},
        {"a": {1, 2}},
        decimal.Decimal(1),
        datetime.date.min,
    ],
    ids=repr,
)
def test_lo_que_no_tiene_forma_unica_se_rechaza(dato):
    with pytest.raises(TypeError):
        json_canonico(dato)


@pytest.mark.parametrize("dato", [{"e\u0301": 1, "é": 2}, "\ud800"], ids=["claves iguales", "medio par"])
def test_lo_ambiguo_se_rechaza(dato):
    with pytest.raises(ValueError):
        json_canonico(dato)


def test_huella_con_sal():
    assert huella([]) == hashlib.sha256(b"[]").hexdigest()
    assert huella("x", sal=b"sal") == hashlib.sha256(b'sal"x"').hexdigest()
    assert huella("x", sal=b"a") != huella("x", sal=b"b")
