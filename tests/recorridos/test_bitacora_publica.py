"""La bitácora pública y la verificación de una ficha, en cada estado: axe, y nada se desborda ni a 320 px."""

from __future__ import annotations

import pytest
from django.db import transaction

from conoceles.publicacion import acciones
from conoceles.publicacion.evidencia import puntos
from conoceles.publicacion.models import Instantanea
from tests.publicacion.test_puntos import hojas_inventadas

from . import publicas
from .test_pantallas import barrer  # noqa: F401

pytestmark = [pytest.mark.navegador, pytest.mark.lenta]


def test_vacia_tipica_y_llena(barrer, candidatura):  # noqa: F811
    persona = candidatura.persona
    persona.nombre_completo = f"{publicas.NOMBRES}{publicas.APELLIDO}"[:200]
    persona.save()
    acciones.al_corriente([candidatura], por=None)
    ficha = f"/candidaturas/{candidatura.clave}/verificar/"
    with barrer() as barrido:
        barrido.ver("/bitacora-publica/", ficha, lee="Es idéntica a la que el Instituto publicó")
        hojas_inventadas(3, 600)
        barrido.ver(f"{ficha}?ya-no-la-guardada")  # el navegador conserva un minuto la de antes
        with transaction.atomic():
            puntos.sellar()
        barrido.ver("/bitacora-publica/?llena", lee="Hojas 513 a 600")
        barrido.ver("/bitacora-publica/puntos/9", lee="No está en la bitácora pública")
        Instantanea.objects.filter(clave=candidatura.clave).update(documento=None, sal=None)
        barrido.ver(f"{ficha}?suprimida", lee="Su contenido se borró")


def test_lo_que_no_se_firmo(barrer, proceso):  # noqa: F811
    publicas.inscribir(proceso)
    with barrer() as barrido:
        barrido.ver("/bitacora-publica/", lee="Todavía no se publica nada")
        barrido.ver("/candidaturas/extrema/verificar/", lee="No coincide con lo que se firmó")
