"""La sesión por terminar: preguntar no la alarga, pedirlo sí, y salir no deja nada en el navegador."""

from __future__ import annotations

import pytest
import time_machine
from django.conf import settings
from django.test import Client

from tests.fabricas import CONTRASENA

pytestmark = pytest.mark.django_db
RUTA = "/cuenta/sesion/"
INICIO = 1_800_000_000


@pytest.fixture
def ana(client, gente):
    with time_machine.travel(INICIO, tick=False):
        client.force_login(gente["ana"])
        client.get("/mi-candidatura/")
    return client


def a_los(minutos: int):
    return time_machine.travel(INICIO + minutos * 60, tick=False)


def test_preguntar_no_la_alarga(ana):
    for minutos in (0, 30, 90, 119):
        with a_los(minutos):
            assert ana.get(RUTA).json()["quedan"] == settings.SESSION_COOKIE_AGE - minutos * 60
    with a_los(121):
        assert ana.get(RUTA).json()["quedan"] == 0


def test_pedirlo_la_alarga(ana):
    with a_los(116):
        assert ana.post(RUTA).json()["quedan"] == settings.SESSION_COOKIE_AGE
    with a_los(200):
        assert ana.get(RUTA).json()["quedan"] > 0


def test_sin_haber_entrado_contesta_que_ya_termino_y_no_abre_nada(client, db):
    for respuesta in (client.get(RUTA), client.post(RUTA)):
        assert respuesta.json()["quedan"] == 0
        assert respuesta.json()["titular"] == ""
        assert "sesion" not in respuesta.cookies


def test_alargarla_exige_el_testigo(gente):
    desde_fuera = Client(enforce_csrf_checks=True)
    desde_fuera.force_login(gente["ana"])
    assert desde_fuera.post(RUTA).status_code == 403
    testigo = desde_fuera.get(RUTA).json()["testigo"]
    assert desde_fuera.post(RUTA, headers={"x-csrftoken": testigo}).status_code == 200


def test_la_marca_distingue_a_las_personas_y_no_dice_quienes_son(client, gente):
    marcas = set()
    for quien in ("ana", "beto", "ana"):
        client.force_login(gente[quien])
        marcas.add(client.get(RUTA).json()["titular"])
    assert len(marcas) == 2
    assert not any(str(gente["ana"].pk) == marca or "ana" in marca for marca in marcas)


def test_volver_a_entrar_cambia_el_testigo_y_la_pagina_puede_pedirlo(client, gente):
    antes = client.get(RUTA).json()["testigo"]
    client.post("/entrar/", {"acceso": "ana", "contrasena": CONTRASENA})
    estado = client.get(RUTA).json()
    assert estado["quedan"] > 0
    assert estado["testigo"] != antes


def test_salir_borra_lo_que_se_guardo_en_el_navegador(ana):
    assert ana.post("/salir/")["Clear-Site-Data"] == '"storage"'
