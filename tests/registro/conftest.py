import pytest

from . import minima


@pytest.fixture
def prueba(db, tmp_path):
    """El proceso de la plantilla mínima, ya cargado y vigente."""
    return minima.cargar(tmp_path)
