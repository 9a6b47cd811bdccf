import io

import pytest
from PIL import Image

from conoceles.demo.retratos import CUANTOS, adecuados, pool


@pytest.fixture(scope="module")
def retratos() -> list[bytes]:
    return pool(2027)


@pytest.mark.lenta
def test_son_veinticuatro_distintos_de_800_por_1000_y_ligeros(retratos):
    assert len(retratos) == len(set(retratos)) == CUANTOS
    for retrato in retratos:
        imagen = Image.open(io.BytesIO(retrato))
        assert (imagen.format, imagen.size) == ("JPEG", (800, 1000))
        assert len(retrato) < 80_000


@pytest.mark.lenta
def test_no_llevan_metadatos(retratos):
    assert all(not Image.open(io.BytesIO(retrato)).getexif() for retrato in retratos)


@pytest.mark.parametrize("sexo", ["mujer", "hombre", "no_binario"])
@pytest.mark.parametrize("edad", [21, 54, 55, 78])
@pytest.mark.parametrize("semilla", range(20))
def test_siempre_hay_un_retrato_adecuado(sexo, edad, semilla):
    lugares = adecuados(semilla, sexo, edad)
    assert lugares
    assert set(lugares) <= set(range(CUANTOS))


def test_las_canas_llegan_con_los_anos():
    assert not set(adecuados(2027, "hombre", 25)) & set(adecuados(2027, "hombre", 70))
