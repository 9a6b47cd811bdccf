"""Paco ya representa a su partido; Ana y otras son sus candidatas, y hay una ajena."""

import pytest

from conoceles.registro.models import Representacion
from tests.fabricas import ActorFactory, CandidaturaFactory


@pytest.fixture
def pej(proceso):
    return ActorFactory()


@pytest.fixture
def paco(client, gente, pej):
    """Quien representa al partido, con la sesión abierta."""
    Representacion.objects.create(cuenta=gente["paco"], actor=pej)
    client.force_login(gente["paco"])
    return gente["paco"]


@pytest.fixture
def ajena(proceso):
    """La candidatura de otro partido."""
    otro = ActorFactory(clave="otro", siglas="OTR", nombre="Otro Partido")
    return CandidaturaFactory(posicion__actor=otro, persona__nombre_completo="Ajena de Otro Partido")
