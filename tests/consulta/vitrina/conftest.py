"""La vitrina ante la aplicación de verdad; el vigía mira cuando la prueba se lo dice."""

from __future__ import annotations

import gzip
import io
from typing import NamedTuple
from urllib.parse import quote

import brotli
import pytest
from django.core.wsgi import get_wsgi_application

from conoceles.consulta.vitrina import vigia
from conoceles.consulta.vitrina.almacen import Almacen
from conoceles.consulta.vitrina.envoltura import Vitrina

_ABRIR = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}


class Respuesta(NamedTuple):
    """`cuerpo`: ya descomprimido. `bytes`: cuántos viajaron."""

    estado: int
    encabezados: dict[str, str]
    cuerpo: bytes
    bytes: int


def pedir(aplicacion, url, metodo="GET", **encabezados) -> Respuesta:
    ruta, _, consulta = url.partition("?")
    environ = {
        "REQUEST_METHOD": metodo, "PATH_INFO": ruta, "QUERY_STRING": quote(consulta, safe="=&?+%-_"), "SCRIPT_NAME": "",
        "SERVER_NAME": "testserver", "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_HOST": "testserver",
        "wsgi.url_scheme": "http", "wsgi.input": io.BytesIO(), "wsgi.errors": io.StringIO(),
        "HTTP_ACCEPT_ENCODING": "gzip, deflate, br",
    }  # fmt: skip
    dicho = []
    cuerpo = aplicacion(
        environ | encabezados, lambda estado, pares, error=None: dicho.extend((estado, pares))
    )
    crudo = b"".join(cuerpo)
    if hasattr(cuerpo, "close"):
        cuerpo.close()
    estado, pares = dicho
    assert len({nombre.lower() for nombre, _ in pares}) == len(pares), f"Encabezados repetidos: {pares}"
    dichos = dict(pares)
    abrir = _ABRIR[dichos.get("Content-Encoding", "")] if crudo else bytes
    return Respuesta(int(estado.split()[0]), dichos, abrir(crudo), len(crudo))


@pytest.fixture
def vitrina(poblado, monkeypatch):
    monkeypatch.setattr(
        vigia, "VIGENCIA", 600
    )  # en un equipo ocupado, dibujar puede tardar más que lo de siempre
    una = Vitrina(get_wsgi_application(), Almacen(8 * 2**20))
    una.vigia.asegurar = lambda: None  # sin hilo: la base de la prueba es de su transacción
    una.vigia.mirar()
    return una
