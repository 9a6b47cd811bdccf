"""El pulso: mientras un proceso atiende el sitio, late. Lo lleva quien sirve y no el reloj de las tareas.

Un reloj vivo con el sitio caído diría que no pasó nada; y un servidor de correo lento, que detiene al reloj,
diría que faltó el sitio. Si late al menos un proceso, el servicio no faltó. Y quien atiende no está ausente: si el
hilo del pulso se perdió (un servidor que bifurca después de importar), la primera petición lo pone otra vez.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Iterable
from datetime import timedelta
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.db import connection

from .acciones import latir

registro = logging.getLogger(__name__)
# El que también cuenta lo que el equipo estuvo suspendido; donde no existe, el que no salta.
_RELOJ = getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC)


class Pulso:
    """El de un proceso: recuerda cuándo latió por última vez según un reloj que nadie ajusta."""

    def __init__(self) -> None:
        self._ultimo: float | None = None
        self._hilo: threading.Thread | None = None

    def latir(self) -> None:
        """Un latido. Sin base no hay dónde dejarlo: se sabrá al volver, por el hueco."""
        ahora = time.clock_gettime(_RELOJ)
        despierto = None if self._ultimo is None else timedelta(seconds=ahora - self._ultimo)
        try:
            latir(despierto=despierto)
        except Exception as error:  # pase lo que pase se sigue latiendo: un pulso callado parece una ausencia
            registro.warning("No se pudo dejar constancia del latido: %s", type(error).__name__)
        else:
            self._ultimo = ahora
        finally:
            connection.close()

    def arrancar(self) -> None:
        """Un hilo que late cada `CONOCELES_LATIDO` segundos hasta que el proceso muera; con 0, ninguno."""
        if cada := settings.CONOCELES_LATIDO:
            self._hilo = threading.Thread(target=self._latir_siempre, args=(cada,), name="pulso", daemon=True)
            self._hilo.start()

    def al_atender(self) -> None:
        """Si el hilo se perdió, otro. Desde que calló nadie más preguntó y el proceso seguía vivo: no faltó."""
        if self._hilo and not self._hilo.is_alive():
            self._ultimo = time.clock_gettime(_RELOJ)
            self.arrancar()

    def _latir_siempre(self, cada: int) -> None:
        while True:
            self.latir()
            time.sleep(cada)


def con_pulso(aplicacion: WSGIApplication) -> WSGIApplication:
    """La misma aplicación, con un pulso que no se calla mientras atienda."""
    suyo = Pulso()
    suyo.arrancar()

    def atendida(environ: WSGIEnvironment, responder: StartResponse) -> Iterable[bytes]:
        suyo.al_atender()
        return aplicacion(environ, responder)

    return atendida
