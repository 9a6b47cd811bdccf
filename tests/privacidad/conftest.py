"""Un proceso con cuestionario de identidad y con acciones afirmativas; lo demás, como en toda prueba."""

from __future__ import annotations

import pytest
from django.utils import timezone

from conoceles.cuestionarios import en_bloque
from conoceles.cuestionarios.estados import Estado
from conoceles.publicacion.acciones import al_corriente, publicar
from tests import fabricas
from tests.respuestas import COMPLETAS


@pytest.fixture
def proceso(db):
    return fabricas.ProcesoFactory(
        cuestionarios={"curricular": "curricular-2022", "identidad": "identidad-2022"},
        acciones_afirmativas=[
            {"clave": "indigena", "nombre": "Personas indígenas"},
            {"clave": "diversidad", "nombre": "Población LGBTIAQ+"},
        ],
    )


@pytest.fixture
def candidatura(gente):
    """La de Ana, de 25 años, aprobada e inscrita en lo público."""
    candidatura = fabricas.CandidaturaFactory(persona__cuenta=gente["ana"], persona__edad=25)
    al_corriente([candidatura], por=None)
    return candidatura


@pytest.fixture
def publicadas(gente):
    """Publica el cuestionario curricular de unas candidaturas."""

    def hacer(*candidaturas):
        en_bloque.registrar(
            [en_bloque.Entrega(c, dict(COMPLETAS), Estado.VALIDADO, timezone.now()) for c in candidaturas],
            por=None,
        )
        publicar(candidaturas=candidaturas, por=gente["carmen"])

    return hacer
