"""Si el servidor se apaga entre confirmarse la negativa y destruirse la llave, el reloj la destruye."""

from __future__ import annotations

import pytest

from conoceles.llaves.acciones import Uso
from conoceles.llaves.models import Llave
from conoceles.operacion.tareas import TAREAS
from conoceles.privacidad.olvido import olvidar_pendientes

from .identidades import contestar, manifestar

pytestmark = pytest.mark.django_db  # dentro de una transacción: lo de después del commit no llega a correr


def llaves():
    return set(Llave.objects.filter(uso=Uso.IDENTIDAD).values_list("candidatura", flat=True))


def negar(candidatura, por):
    manifestar(candidatura, por, tratamiento=False, publicacion=False, estadistica=False)


@pytest.fixture
def contestada(candidatura, gente):
    manifestar(candidatura, gente["ana"])
    contestar(candidatura, gente["ana"])
    return candidatura


def test_la_llave_de_quien_nego_se_destruye_despues(contestada, gente):
    assert olvidar_pendientes() == 0
    negar(contestada, gente["ana"])
    assert llaves() == {contestada.clave}, "como si el servidor se hubiera apagado ahí"
    assert olvidar_pendientes() == 1
    assert llaves() == set()
    assert olvidar_pendientes() == 0


def test_quien_volvio_a_autorizar_conserva_la_suya(contestada, gente):
    negar(contestada, gente["ana"])
    manifestar(contestada, gente["ana"])
    contestar(contestada, gente["ana"])
    assert olvidar_pendientes() == 0
    assert llaves() == {contestada.clave}


def test_es_una_tarea_del_reloj():
    assert ("llaves", olvidar_pendientes) in TAREAS
