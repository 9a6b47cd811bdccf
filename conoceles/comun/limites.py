"""Límites de intentos: cuántas veces puede intentarse algo en un lapso, por cuenta y por conexión.

Cada intento ocupa un lugar con vencimiento propio en la caché. `cache.add` es atómico en todos los
motores, así que mil peticiones a la vez no caben donde caben diez; contar con `incr` no lo es en la
base de datos y además le cambia el vencimiento.
"""

from __future__ import annotations

import hashlib
import math
import time
from dataclasses import dataclass

from django.core.cache import cache


@dataclass(frozen=True)
class Limite:
    """Hasta `maximo` intentos en `segundos`, contados desde cada uno (ventana deslizante)."""

    nombre: str
    maximo: int
    segundos: int


class DemasiadosIntentos(Exception):
    """No queda lugar; `minutos` dice cuánto falta para que se libere el primero."""

    def __init__(self, segundos: float) -> None:
        self.segundos = max(1, math.ceil(segundos))
        self.minutos = math.ceil(self.segundos / 60)
        lapso = "un minuto" if self.minutos == 1 else f"{self.minutos} minutos"
        super().__init__(f"Hubo demasiados intentos. Espere {lapso} y vuelva a intentarlo.")


def ocupar(limite: Limite, quien: str) -> str:
    """Toma un lugar y devuelve su ficha, para `devolver` si el intento no debe contar.

    `quien` (una cuenta, una conexión) se guarda resumido: la caché no conserva nombres ni direcciones.

    Raises:
        DemasiadosIntentos: si todos los lugares están tomados.
    """
    base = hashlib.sha256(f"{limite.nombre}|{quien}".encode()).hexdigest()[:40]
    lugares = [f"limite:{base}:{numero}" for numero in range(limite.maximo)]
    tomados = cache.get_many(lugares)
    vence = time.time() + limite.segundos
    for lugar in lugares:
        if lugar not in tomados and cache.add(lugar, vence, limite.segundos):
            return lugar
    raise DemasiadosIntentos(min(tomados.values(), default=vence) - time.time())


def devolver(*fichas: str) -> None:
    """Libera lugares: un acierto no gasta el presupuesto de errores."""
    cache.delete_many(fichas)
