import tomllib
from pathlib import Path

import pytest

from conoceles.demo.composicion import componer

PLANTILLAS = Path(__file__).parents[2] / "conoceles" / "plantillas"


@pytest.fixture(scope="session")
def plantilla() -> dict:
    datos = tomllib.loads((PLANTILLAS / "demostracion.toml").read_text(encoding="utf-8"))
    (territorio,) = datos["incluye"]
    return datos | tomllib.loads((PLANTILLAS / territorio).read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def filas(plantilla) -> list:
    return list(componer(plantilla))
