"""El árbol de Merkle de la bitácora pública, según la RFC 6962. Puro: no conoce la base ni la firma.

Un rango de hojas se nombra por su inicio y su fin, [inicio, fin). `Nodos` trae las raíces que ya se conocen: las
de hojas sueltas y las de tramos completos; lo demás se calcula.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Protocol

from conoceles.comun.canonico import json_canonico

Nodos = Mapping[tuple[int, int], bytes]
VACIO = hashlib.sha256(b"").digest()


class Publicada(Protocol):
    """Lo que una hoja toma de una instantánea: nada de quién, con qué rol ni qué acto fue."""

    secuencia: int
    clave: str
    version: int
    instante: datetime
    huella: str


def iso(cuando: datetime) -> str:
    """UTC con microsegundos: como va en una hoja, y todo lo que haya de compararse con una."""
    return cuando.astimezone(UTC).isoformat(timespec="microseconds")


def hoja(instantanea: Publicada) -> bytes:
    """El JSON canónico que entra al árbol."""
    return json_canonico(
        {
            "secuencia": instantanea.secuencia,
            "instante": iso(instantanea.instante),
            "clave": instantanea.clave,
            "version": instantanea.version,
            "huella": instantanea.huella,
        }
    )


def de_hoja(datos: bytes) -> bytes:
    """El nodo de una hoja. El prefijo impide que un nodo interno se haga pasar por hoja."""
    return hashlib.sha256(b"\x00" + datos).digest()


def de_nodos(izquierdo: bytes, derecho: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + izquierdo + derecho).digest()


def raiz(nodos: Nodos, inicio: int, fin: int) -> bytes:
    """La raíz de un rango (MTH, §2.1).

    Raises:
        KeyError: si falta una hoja que hacía falta conocer.
    """
    if inicio == fin:
        return VACIO
    if (inicio, fin) in nodos or fin - inicio == 1:
        return nodos[inicio, fin]
    medio = inicio + _corte(fin - inicio)
    return de_nodos(raiz(nodos, inicio, medio), raiz(nodos, medio, fin))


def inclusion(nodos: Nodos, indice: int, tamano: int) -> list[bytes]:
    """Los hermanos que llevan de la hoja a la raíz, de abajo arriba (PATH, §2.1.1)."""
    camino = []
    inicio, fin = 0, tamano
    while fin - inicio > 1:
        medio = inicio + _corte(fin - inicio)
        if indice < medio:
            camino.append(raiz(nodos, medio, fin))
            fin = medio
        else:
            camino.append(raiz(nodos, inicio, medio))
            inicio = medio
    return camino[::-1]


def consistencia(nodos: Nodos, viejo: int, nuevo: int) -> list[bytes]:
    """Los nodos que prueban que el árbol nuevo continúa al viejo (PROOF, §2.1.2); 0 < viejo <= nuevo."""
    prueba = []
    inicio, fin, es_raiz_vieja = 0, nuevo, True
    while viejo != fin:
        medio = inicio + _corte(fin - inicio)
        if viejo <= medio:
            prueba.append(raiz(nodos, medio, fin))
            fin = medio
        else:
            prueba.append(raiz(nodos, inicio, medio))
            inicio, es_raiz_vieja = medio, False
    return ([] if es_raiz_vieja else [raiz(nodos, inicio, fin)]) + prueba[::-1]


def incluye(nodo: bytes, indice: int, tamano: int, camino: Sequence[bytes], raiz: bytes) -> bool:
    """¿El camino lleva de ese nodo, en ese lugar, a esa raíz? (RFC 9162, §2.1.3.2)"""
    if not 0 <= indice < tamano:
        return False
    lugar, ultimo = indice, tamano - 1
    for hermano in camino:
        if ultimo == 0:
            return False
        if lugar % 2 or lugar == ultimo:
            nodo = de_nodos(hermano, nodo)
            while lugar % 2 == 0 and lugar:
                lugar, ultimo = lugar // 2, ultimo // 2
        else:
            nodo = de_nodos(nodo, hermano)
        lugar, ultimo = lugar // 2, ultimo // 2
    return ultimo == 0 and nodo == raiz


class Cosecha:
    """Un árbol al que se agregan hojas una tras otra, sin guardarlas: sólo los picos, que son unos cuantos."""

    def __init__(self) -> None:
        self.tamano = 0
        self._picos: list[bytes] = []

    def agregar(self, nodo: bytes) -> None:
        cuantas, self.tamano = self.tamano, self.tamano + 1
        while cuantas % 2:
            nodo, cuantas = de_nodos(self._picos.pop(), nodo), cuantas // 2
        self._picos.append(nodo)

    def raiz(self) -> bytes:
        if not self._picos:
            return VACIO
        *resto, nodo = self._picos
        for pico in reversed(resto):
            nodo = de_nodos(pico, nodo)
        return nodo


def _corte(cuantas: int) -> int:
    """La mayor potencia de dos menor que `cuantas`: ahí se parte un rango de dos o más hojas."""
    return 1 << (cuantas - 1).bit_length() - 1
