"""Chromium, uno para toda la sesión, y una página nueva por persona."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from threading import Lock

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.test import Client
from playwright.sync_api import Browser, sync_playwright

from .navegador import Visita

BANDERAS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
TELEFONO, ESCRITORIO = 360, 1280
ESPERA = 15_000  # milisegundos; de sobra aun con los dos núcleos ocupados


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    ejecutable = shutil.which("chromium") or shutil.which("chromium-browser")
    if not ejecutable:
        falta = "SIN CHROMIUM: no se probó nada en el navegador (en Debian: apt-get install chromium)"
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(falta)
    with sync_playwright() as juego:
        navegador = juego.chromium.launch(executable_path=ejecutable, args=BANDERAS)
        yield navegador
        navegador.close()


class _Puerta:
    """Por donde pasa cada petición al servidor de las pruebas; cerrada, contesta 503 sin tocar la base.

    La base en memoria tiene una sola conexión: dos peticiones a la vez mezclarían sus transacciones, y una que
    llega tarde desharía el vaciado que separa una prueba de la siguiente. Con otra base se atienden a la vez,
    como en una instalación.
    """

    def __init__(self) -> None:
        self.candado, self.abierta = Lock(), False

    def cerrar(self) -> None:
        with self.candado:  # lo que iba en camino, que termine
            self.abierta = False


PUERTA = _Puerta()


@pytest.fixture(scope="session", autouse=True)
def _por_la_puerta() -> Iterator[None]:
    atender = WSGIHandler.__call__

    def esperar_turno(self, entorno, empezar):
        if not getattr(connection, "is_in_memory_db", bool)():
            return atender(self, entorno, empezar)
        with PUERTA.candado:
            if PUERTA.abierta:
                return atender(self, entorno, empezar)
        empezar("503 Service Unavailable", [("Content-Length", "0")])
        return [b""]

    WSGIHandler.__call__ = esperar_turno
    yield
    WSGIHandler.__call__ = atender


@pytest.fixture
def abrir(chromium, transactional_db, live_server, settings) -> Iterator[Callable[..., Visita]]:
    """`abrir()` da un navegador sin entrar; `abrir(como=usuario)`, con su sesión ya abierta.

    Al acabar, ninguno debe haber reclamado en la consola ni pedido nada a otro sitio.
    """
    settings.CONOCELES_SITIO = live_server.url
    PUERTA.abierta = True
    contextos, visitas = [], []

    def contexto(ancho: int, js: bool, esquema: str):
        contextos.append(
            chromium.new_context(
                base_url=live_server.url, viewport={"width": ancho, "height": 800}, locale="es-MX",
                java_script_enabled=js, color_scheme=esquema, reduced_motion="reduce",
            )
        )  # fmt: skip
        contextos[-1].set_default_timeout(ESPERA)
        return contextos[-1]

    def abrir(*, como=None, ancho=TELEFONO, js=True, esquema="light") -> Visita:
        propio = contexto(ancho, js, esquema)
        if como:
            propio.add_cookies([{"name": "sesion", "value": sesion_de(como), "url": live_server.url}])
        inspectora = None if js else contexto(ancho, True, esquema).new_page()
        visitas.append(Visita(propio.new_page(), inspectora=inspectora))
        return visitas[-1]

    yield abrir
    reclamos = [reclamo for visita in visitas for reclamo in visita.reclamos]
    for abierto in contextos:
        abierto.set_offline(True)  # lo que una página guarda al cerrarse ya no es de esta prueba
        abierto.close()
    PUERTA.cerrar()
    assert not reclamos, "\n".join(reclamos)


def sesion_de(usuario) -> str:
    cliente = Client()
    cliente.force_login(usuario)
    return cliente.cookies["sesion"].value


@pytest.fixture
def ciudadania(abrir) -> Iterator[Visita]:
    """Quien consulta: nadie le pone una galleta."""
    visita = abrir()
    yield visita
    assert visita.pagina.context.cookies() == []
