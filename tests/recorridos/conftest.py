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


@pytest.fixture
def de_una_en_una(transactional_db, monkeypatch) -> Lock:
    """La base en memoria tiene una sola conexión: dos peticiones a la vez mezclarían sus transacciones.

    Con otra base se atienden a la vez, como en una instalación.
    """
    candado, atender = Lock(), WSGIHandler.__call__

    def esperar_turno(self, entorno, empezar):
        with candado:
            return atender(self, entorno, empezar)

    if getattr(connection, "is_in_memory_db", bool)():
        monkeypatch.setattr(WSGIHandler, "__call__", esperar_turno)
    return candado


@pytest.fixture
def abrir(chromium, de_una_en_una, live_server, settings) -> Iterator[Callable[..., Visita]]:
    """`abrir()` da un navegador sin entrar; `abrir(como=usuario)`, con su sesión ya abierta.

    Al acabar, ninguno debe haber reclamado en la consola ni pedido nada a otro sitio.
    """
    settings.CONOCELES_SITIO = live_server.url
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
    with de_una_en_una:  # y lo que iba en camino, que termine antes de vaciar la base
        pass
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
