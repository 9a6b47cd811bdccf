import pytest

from conoceles.demo.composicion import componer, leer


@pytest.fixture(scope="session")
def plantilla() -> dict:
    return leer()


@pytest.fixture(scope="session")
def filas(plantilla) -> list:
    return list(componer(plantilla))
