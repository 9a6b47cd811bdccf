"""Un mapa con menos puntos y sin rendijas: dos municipios vecinos pierden los mismos de su frontera común.

Es el método de Visvalingam y Whyatt (1993): se quita, una y otra vez, el punto cuyo triángulo con sus dos vecinos
es el más chico. Los vecinos se cuentan en todo el mapa: donde se juntan tres fronteras hay más de dos y ese punto
se queda.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from heapq import heapify, heappop, heappush

Punto = tuple[int, int]
Anillo = list[Punto]


def simplificar(contornos: Mapping[str, Iterable[Anillo]], cuantos: int) -> dict[str, list[Anillo]]:
    """Los mismos contornos con a lo más `cuantos` puntos distintos, si las uniones lo permiten.

    Un anillo que se queda sin superficie desaparece; un contorno puede quedar sin ninguno.
    """
    todos = {clave: list(anillos) for clave, anillos in contornos.items()}
    quedan = _los_que_quedan([a for anillos in todos.values() for a in anillos], cuantos)
    recortados = {
        clave: [[punto for punto in anillo if punto in quedan] for anillo in anillos]
        for clave, anillos in todos.items()
    }
    return {
        clave: [a for a in anillos if len(a) > 2 and _doble_superficie(a)]
        for clave, anillos in recortados.items()
    }


def _los_que_quedan(anillos: list[Anillo], cuantos: int) -> set[Punto]:
    vecinos: dict[Punto, set[Punto]] = defaultdict(set)
    for anillo in anillos:
        for antes, punto in zip([*anillo[-1:], *anillo[:-1]], anillo, strict=True):
            vecinos[punto].add(antes)
            vecinos[antes].add(punto)
    orillas = {min(anillo) for anillo in anillos if anillo}  # de cada anillo queda por dónde empezarlo
    monton = [(_triangulo(p, v), p) for p, v in vecinos.items() if len(v) == 2 and p not in orillas]
    heapify(monton)
    while monton and (len(vecinos) > cuantos or monton[0][0] == 0):
        superficie, punto = heappop(monton)
        if (
            punto not in vecinos
            or len(vecinos[punto]) != 2
            or _triangulo(punto, vecinos[punto]) != superficie
        ):
            continue  # ya se quitó, o sus vecinos cambiaron y está más abajo con su nueva superficie
        uno, otro = vecinos.pop(punto)
        for este, aquel in ((uno, otro), (otro, uno)):
            vecinos[este] = vecinos[este] - {punto} | {aquel}
            if len(vecinos[este]) == 2 and este not in orillas:
                heappush(monton, (_triangulo(este, vecinos[este]), este))
    return set(vecinos)


def _triangulo(punto: Punto, vecinos: set[Punto]) -> int:
    """El doble de la superficie del triángulo que hace con sus dos vecinos."""
    (ax, ay), (bx, by) = vecinos
    return abs((ax - punto[0]) * (by - punto[1]) - (bx - punto[0]) * (ay - punto[1]))


def _doble_superficie(anillo: Anillo) -> int:
    siguientes = [*anillo[1:], anillo[0]]
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(anillo, siguientes, strict=True)))
