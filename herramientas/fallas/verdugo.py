"""Correr un acto en otro proceso y matarlo en el paso que se pida: cada orden a la base, cada commit, cada archivo."""

from __future__ import annotations

import os
import random
import signal
import sys
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from itertools import islice
from random import Random
from typing import Any

from .actos import SePerdio

# Lo que el intérprete avisa antes de tocar un archivo, y en qué lugar de sus datos viene la ruta.
_DE_ARCHIVO = {"open": 0, "os.mkdir": 0, "os.rename": 1, "os.remove": 0, "os.chmod": 0, "fcntl.flock": 0}
ORDEN, COMMIT, ARCHIVO = "o", "c", "a"


def correr(
    acto: Callable[[], None],
    *,
    instante: datetime,
    semilla: int,
    en: int | None = None,
    despues: bool = False,
) -> str | None:
    """Los pasos del acto, una letra cada uno; `None` si murió en el que se pidió (desde 0), antes o después de darlo.

    Con el mismo instante y la misma semilla, el acto deja siempre lo mismo: ni el reloj ni el azar cambian.
    """
    from django.db import connections

    connections.close_all()  # una conexión abierta no puede compartirse entre procesos
    leer, escribir = os.pipe()
    if not (pid := os.fork()):
        _en_el_hijo(acto, _Verdugo(en, despues), instante, semilla, escribir)
    os.close(escribir)
    with os.fdopen(leer) as tubo:
        pasos = tubo.read()
    salida = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if salida == -signal.SIGKILL:
        return None
    if salida:
        raise SePerdio(f"el acto no pudo terminar (salió con {salida})")
    return pasos


def _en_el_hijo(
    acto: Callable[[], None], verdugo: _Verdugo, instante: datetime, semilla: int, escribir: int
) -> None:
    """Nunca vuelve: ni un `finally` del padre se ejecuta aquí."""
    import time_machine

    try:
        os.urandom = random._urandom = _Azar(semilla).bytes  # type: ignore[attr-defined]
        time_machine.travel(instante, tick=False).start()
        verdugo.vigilar()
        acto()
        os.write(escribir, "".join(verdugo.pasos).encode())
        os._exit(0)
    except BaseException:
        traceback.print_exc()
        os._exit(1)


class _Azar:
    """Una serie por cada lugar que pide azar: lo que ya estaba y no se hace otra vez no recorre las de los demás."""

    def __init__(self, semilla: int) -> None:
        self.semilla = semilla
        self.series: dict[str, Random] = {}

    def bytes(self, cuantos: int) -> bytes:
        pila = traceback.walk_stack(sys._getframe(1))
        lugar = " ".join(f"{marco.f_code.co_filename}:{linea}" for marco, linea in islice(pila, 6))
        return self.series.setdefault(lugar, Random(f"{self.semilla} {lugar}")).randbytes(cuantos)


class _Verdugo:
    def __init__(self, en: int | None, despues: bool) -> None:
        self.en, self.despues = en, despues
        self.pasos: list[str] = []

    def vigilar(self) -> None:
        from django.conf import settings
        from django.db import connections

        self.carpeta = str(settings.MEDIA_ROOT)
        for conexion in connections.all():
            conexion.execute_wrappers.append(self._orden)
            conexion._commit = self._con_commit(conexion._commit)
        sys.addaudithook(self._archivo)

    @contextmanager
    def _paso(self, clase: str) -> Iterator[None]:
        es_este = len(self.pasos) == self.en
        self.pasos.append(clase)
        if es_este and not self.despues:
            os.kill(os.getpid(), signal.SIGKILL)
        yield
        if es_este:
            os.kill(os.getpid(), signal.SIGKILL)

    def _orden(self, ejecutar: Callable[..., Any], *args: Any) -> Any:
        with self._paso(ORDEN):
            return ejecutar(*args)

    def _con_commit(self, confirmar: Callable[[], None]) -> Callable[[], None]:
        def commit() -> None:
            with self._paso(COMMIT):
                confirmar()

        return commit

    def _archivo(self, suceso: str, datos: tuple[Any, ...]) -> None:
        """Se llama antes de cada cosa que hace el intérprete: sólo importan las que cambian un archivo guardado."""
        if suceso in _DE_ARCHIVO and _escribe(suceso, datos) and self._es_suyo(datos[_DE_ARCHIVO[suceso]]):
            with self._paso(ARCHIVO):
                pass

    def _es_suyo(self, ruta: Any) -> bool:
        if isinstance(ruta, int):
            ruta = os.readlink(f"/proc/self/fd/{ruta}")
        return isinstance(ruta, str | os.PathLike) and os.fspath(ruta).startswith(self.carpeta)


def _escribe(suceso: str, datos: tuple[Any, ...]) -> bool:
    return suceso != "open" or bool(datos[2] & (os.O_WRONLY | os.O_RDWR))
