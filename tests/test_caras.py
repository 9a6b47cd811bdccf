"""Con dos grupos de procesos, ninguno contesta lo del otro."""

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

from conoceles.comun import entorno
from conoceles.consulta.vitrina import con_vitrina

from .test_permisos import TODAS, direccion

pytestmark = pytest.mark.sin_base
PUBLICAS = [ruta for ruta in TODAS if ruta.nombre.startswith("consulta:")]
PRIVADAS = [ruta for ruta in TODAS if not ruta.nombre.startswith("consulta:")]


@pytest.mark.django_db
@pytest.mark.parametrize(("cara", "ajenas"), [("publica", PRIVADAS), ("privada", PUBLICAS)])
def test_lo_de_la_otra_cara_no_se_atiende(client, settings, cara, ajenas):
    settings.CONOCELES_CARA = cara
    atendidas = {ruta.nombre: client.get(direccion(ruta)).status_code for ruta in ajenas}
    assert atendidas.pop("consulta:salud", 421) in (421, 503)  # la salud se pregunta a los dos grupos
    assert set(atendidas.values()) == {421}, {n: e for n, e in atendidas.items() if e != 421}


@pytest.mark.django_db
def test_cada_cara_atiende_lo_suyo(client, settings, proceso):
    settings.CONOCELES_CARA = "privada"
    assert client.get("/entrar/").status_code == 200
    settings.CONOCELES_CARA = "publica"
    assert client.get("/").status_code == 200
    respuesta = client.get("/entrar/")
    assert "otro servidor" in respuesta.content.decode()
    assert not respuesta.cookies


def test_la_cara_privada_no_guarda_paginas(settings):
    settings.CONOCELES_CARA = "privada"
    aplicacion = get_wsgi_application()
    assert con_vitrina(aplicacion) is aplicacion


def test_una_cara_mal_escrita_detiene_el_arranque(monkeypatch):
    monkeypatch.setenv("CONOCELES_CARA", "pública")
    with pytest.raises(ImproperlyConfigured, match="publica, privada, ambas"):
        entorno.una_de("CONOCELES_CARA", ("publica", "privada", "ambas"), "ambas")
