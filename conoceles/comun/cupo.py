"""Cuántas peticiones pueden estar a la vez dentro de Django: menos que los hilos que atienden.

Las que esperan a una base que no contesta no se quedan así con todos: siempre hay un hilo para lo que no la necesita. La
que ya no cabe entra marcada, y `cuentas.ocupado.OcupadoMiddleware` la contesta sin consultar nada.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable
from threading import Semaphore
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from .llegada import con_llegada

SIN_LUGAR = "conoceles.sin_lugar"  # no empieza por HTTP_: ningún encabezado puede escribirla
# Si en este tiempo nadie entra ni sale, quienes están dentro esperan algo que no llega. Más que lo que tarda lo más
# lento que se atiende de ordinario (rehacer el índice de cien mil candidaturas, unos dos segundos).
ATASCO = 3.0


class Cupo:
    """`lugares`: los que caben. `contesta`: si se sabe que la base responde; si no responde, nadie espera."""

    def __init__(self, lugares: int, contesta: Callable[[], bool]) -> None:
        self._libres, self._contesta = Semaphore(lugares), contesta
        self._movimiento = time.monotonic()

    def entrar(self) -> bool:
        """¿Hubo lugar? Espera uno mientras los demás avancen."""
        if self._libres.acquire(blocking=False):
            self._movimiento = time.monotonic()
            return True
        while self._contesta() and (falta := self._movimiento + ATASCO - time.monotonic()) > 0:
            if self._libres.acquire(timeout=falta):
                self._movimiento = time.monotonic()
                return True
        return False

    def salir(self) -> None:
        self._movimiento = time.monotonic()
        self._libres.release()


def con_cupo(aplicacion: WSGIApplication, lugares: int, contesta: Callable[[], bool]) -> WSGIApplication:
    """La misma aplicación con a lo más esas peticiones dentro; con 0, sin tope."""
    if not lugares:
        return aplicacion
    cupo = Cupo(lugares, contesta)

    def acotada(environ: WSGIEnvironment, responder: StartResponse) -> Iterable[bytes]:
        if not cupo.entrar():
            environ[SIN_LUGAR] = True
            return aplicacion(environ, responder)
        try:
            return aplicacion(environ, responder)
        finally:
            cupo.salir()

    return con_llegada(acotada)  # esperar lugar no la hace llegar después
