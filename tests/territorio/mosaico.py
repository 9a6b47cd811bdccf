"""Un mapa inventado: celdas con orillas quebradas que comparten, como los municipios comparten su frontera."""

from __future__ import annotations

import json
import random
from collections.abc import Iterable
from functools import cache

Punto = tuple[float, float]


def celdas(lado: int, *, por_orilla: int = 12, semilla: int = 1) -> dict[str, list[Punto]]:
    """`lado` × `lado` anillos en grados, con claves «001», «002»…; cada orilla lleva `por_orilla` puntos."""

    @cache
    def orilla(uno: tuple[int, int], otro: tuple[int, int]) -> tuple[Punto, ...]:
        azar = random.Random(f"{semilla}{uno}{otro}")
        (ax, ay), (bx, by) = uno, otro
        quiebre = 1.2 / por_orilla
        tramos = [
            (
                ax + (bx - ax) * t + azar.uniform(-quiebre, quiebre),
                ay + (by - ay) * t + azar.uniform(-quiebre, quiebre),
            )
            for t in (i / por_orilla for i in range(1, por_orilla))
        ]
        return tuple(_en_grados(p) for p in [uno, *tramos])

    def de_a(uno: tuple[int, int], otro: tuple[int, int]) -> list[Punto]:
        """De una esquina a la otra, sin la última: la misma orilla en los dos sentidos."""
        if uno < otro:
            return list(orilla(uno, otro))
        return [_en_grados(uno), *reversed(orilla(otro, uno)[1:])]

    anillos = {}
    for fila in range(lado):
        for columna in range(lado):
            esquinas = [(columna, fila), (columna + 1, fila), (columna + 1, fila + 1), (columna, fila + 1)]
            vueltas = zip(esquinas, [*esquinas[1:], esquinas[0]], strict=True)
            anillos[f"{fila * lado + columna + 1:03}"] = [p for a, b in vueltas for p in de_a(a, b)]
    return anillos


def _en_grados(punto: Punto) -> Punto:
    return -102 + punto[0] / 10, 19 + punto[1] / 10


def figura(geometria: object, **propiedades: object) -> dict[str, object]:
    return {"type": "Feature", "properties": propiedades, "geometry": geometria}


def poligono(anillo: Iterable[Punto]) -> dict[str, object]:
    cerrado = [list(p) for p in anillo]
    return {"type": "Polygon", "coordinates": [[*cerrado, cerrado[0]]]}


def geojson(*figuras: object) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": list(figuras)}).encode()
