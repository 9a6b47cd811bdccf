"""Un corte cambiado con todo y su huella no es el que la bitácora asentó."""

from __future__ import annotations

import hashlib

import pytest

from conoceles.estadistica.acciones import cortar
from conoceles.estadistica.integridad import defectos
from conoceles.estadistica.models import DISPARADORES, Corte

pytestmark = pytest.mark.django_db


def test_la_cifra_cambiada_con_su_huella_se_nombra(llegan, proceso):
    llegan(2)
    corte = cortar(proceso=proceso, por=None)
    assert list(defectos()) == []
    DISPARADORES.quitar()
    falso = corte.contenido.replace("2", "9")
    Corte.objects.update(contenido=falso, huella=hashlib.sha256(falso.encode()).hexdigest())
    assert "fue alterado" in next(defectos())
    Corte.objects.all().delete()
    assert "ya no está" in next(defectos())
