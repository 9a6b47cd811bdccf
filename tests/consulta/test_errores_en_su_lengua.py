"""Cuando algo falla, la página que lo dice va en la lengua de su dirección, y no necesita la base."""

from __future__ import annotations

import html

import pytest
from django.db import OperationalError
from django.test import Client
from django.urls import path

from conoceles.comun.cupo import SIN_LUGAR
from conoceles.comun.puertas import publica
from conoceles.config.urls import handler400, handler404, handler500  # noqa: F401 (los busca Django aquí)
from conoceles.config.urls import urlpatterns as las_de_siempre
from tests import seudolengua
from tests.recorridos.accesibilidad.formas import de_error

pytestmark = [pytest.mark.sin_base, pytest.mark.urls("tests.consulta.test_errores_en_su_lengua")]

FALLAS = {"500": RuntimeError("No se pudo"), "sin-base": OperationalError("connection refused")}


@publica
def fallar(request, falla):
    raise FALLAS[falla]


urlpatterns = [
    path("prueba/<str:falla>/", fallar),
    path("en/prueba/<str:falla>/", fallar),
    *las_de_siempre,
]


def pedir(ruta: str, **resto) -> tuple[int, str]:
    respuesta = Client(raise_request_exception=False, enforce_csrf_checks=True).get(ruta, **resto)
    return respuesta.status_code, html.unescape(respuesta.content.decode())


@pytest.mark.parametrize(
    ("ruta", "estado", "en_espanol", "en_ingles"),
    [
        ("/prueba/500/", 500, "Algo falló de nuestro lado", "Something failed on our side"),
        ("/prueba/sin-base/", 503, "El servicio se está recuperando", "The service is recovering"),
        ("/candidaturas/", 421, "se atiende en otro servidor", "served by another server"),
    ],
)
def test_sin_base_se_dice_en_la_lengua_de_la_direccion(settings, ruta, estado, en_espanol, en_ingles):
    """Sin `django_db`: tocar la base aquí sería otro error."""
    settings.CONOCELES_CARA = "privada" if estado == 421 else "ambas"
    for raiz, lengua, dicho in (("", "es-MX", en_espanol), ("/en", "en", en_ingles)):
        respondido, pagina = pedir(raiz + ruta)
        assert respondido == estado
        assert f'<html lang="{lengua}">' in pagina
        assert dicho in pagina
        assert f'<a href="{raiz}/">' in pagina


def test_sin_lugar_y_sin_galleta_tambien(db):
    for raiz, lengua, espere, reenvie in (
        ("", "es-MX", "Espere unos segundos", "No recibimos lo que envió"),
        ("/en", "en", "Wait a few seconds", "We did not receive what you sent"),
    ):
        estado, pagina = pedir(f"{raiz}/candidaturas/", **{SIN_LUGAR: True})
        assert estado == 503
        assert espere in pagina
        assert f'<html lang="{lengua}">' in pagina
        respuesta = Client(enforce_csrf_checks=True).post(f"{raiz}/candidaturas/")
        assert respuesta.status_code == 403
        assert reenvie in respuesta.content.decode()


def test_ninguna_pagina_de_error_deja_algo_en_espanol(proceso):
    with seudolengua.hablada():
        paginas = {lugar.nombre: lugar.cuerpo for lugar in de_error(seudolengua.CLAVE)}
    malas = {n: m for n, pagina in paginas.items() if (m := seudolengua.sin_traducir(pagina, {"IEP"}))}
    assert len(paginas) > 8
    assert not malas
    assert all(f'<html lang="{seudolengua.CLAVE}"' in pagina for pagina in paginas.values())
