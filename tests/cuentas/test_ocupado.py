"""Con la base tomada por otra escritura: se dice, se puede reintentar y lo escrito vuelve."""

import html
import re

import pytest
from django.contrib.sessions.backends.base import SessionBase
from django.db import OperationalError
from django.http import HttpResponse
from django.test import Client
from django.urls import path

from conoceles.comun.puertas import publica
from conoceles.config.urls import handler500  # noqa: F401 (lo busca Django en la raíz de las rutas)
from conoceles.config.urls import urlpatterns as las_de_siempre
from conoceles.cuentas.permisos import Permiso, requiere

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.cuentas.test_ocupado")]

HISTORIA = "Nací en un pueblo muy bonito & <b>ahí</b> sigo."
RUTA = "/mi-candidatura/prueba/historia/"


@requiere(Permiso.CAPTURAR)
def guardar(request):
    raise OperationalError("database is locked")


@publica
def abrir(request, motivo):
    raise OperationalError(motivo)


@requiere(Permiso.CAPTURAR)
def sesion(request):
    request.session["algo"] = "nuevo"
    return HttpResponse("hecho")


urlpatterns = [
    path("mi-candidatura/prueba/historia/", guardar),
    path("mi-candidatura/prueba/sesion/", sesion),
    path("prueba/<str:motivo>/", abrir),
    *las_de_siempre,
]


@pytest.fixture
def ana(gente):
    client = Client(raise_request_exception=False)
    client.force_login(gente["ana"])
    return client


def test_lo_escrito_sigue_en_la_pagina_y_vuelve_a_su_formulario(ana):
    respuesta = ana.post(
        RUTA,
        {"historia": HISTORIA, "csrfmiddlewaretoken": "x"},
        headers={"referer": f"http://testserver{RUTA}"},
    )
    assert (respuesta.status_code, respuesta["Retry-After"]) == (503, "15")
    texto = respuesta.content.decode()
    assert "lo que escribió sigue aquí" in texto
    assert html.escape(HISTORIA) in texto
    escondido = html.unescape(re.search(r'name="reanudar" value="([^"]*)"', texto)[1])
    devuelta = ana.post("/reanudar/", {"reanudar": escondido})
    assert devuelta.headers["location"] == RUTA


@pytest.mark.parametrize(
    "motivo",
    ["database is locked", "database table is locked", "locking protocol", "canceling statement due to lock timeout"],
)  # fmt: skip
def test_abrir_una_pagina_pide_esperar(motivo):
    respuesta = Client(raise_request_exception=False).get(f"/prueba/{motivo}/")
    assert respuesta.status_code == 503
    assert "botón de su navegador" in respuesta.content.decode()
    assert "reanudar" not in respuesta.content.decode()
    assert not respuesta.cookies


def test_otra_falla_de_la_base_sigue_siendo_un_error_interno():
    respuesta = Client(raise_request_exception=False).get("/prueba/disk I-O error/")
    assert respuesta.status_code == 500
    assert "Algo falló de nuestro lado" in respuesta.content.decode()


def test_si_lo_que_no_se_pudo_escribir_es_la_sesion_tambien_se_dice(ana, monkeypatch):
    def tomada(self, *args, **kwargs):
        raise OperationalError("database is locked")

    for clase in (SessionBase, *SessionBase.__subclasses__()):
        monkeypatch.setattr(clase, "save", tomada)
    assert ana.get("/mi-candidatura/prueba/sesion/").status_code == 503
