"""Menos puntos, ninguna rendija entre vecinos."""

from collections import Counter

import pytest

from conoceles.territorio.simplificar import simplificar

from .mosaico import celdas

pytestmark = pytest.mark.sin_base


def enteros(lado, **opciones):
    return {
        clave: [[(round(x * 10_000), round(y * 10_000)) for x, y in anillo]]
        for clave, anillo in celdas(lado, **opciones).items()
    }


def tramos(anillo):
    return list(zip(anillo, [*anillo[1:], anillo[0]], strict=True))


def superficie(pasos):
    return sum(ax * by - bx * ay for (ax, ay), (bx, by) in pasos)


@pytest.mark.parametrize("semilla", range(8))
@pytest.mark.parametrize("cuantos", [400, 120, 60])
def test_lo_de_adentro_sigue_siendo_de_dos_y_nada_queda_entre_vecinos(semilla, cuantos):
    simples = simplificar(enteros(5, semilla=semilla), cuantos)
    pasos = [paso for anillos in simples.values() for anillo in anillos for paso in tramos(anillo)]
    usados = Counter(pasos)
    assert set(usados.values()) == {1}
    de_fuera = [(a, b) for a, b in pasos if (b, a) not in usados]
    assert len(pasos) - len(de_fuera) == 2 * len({frozenset(p) for p in pasos if p not in de_fuera})
    assert superficie(pasos) == superficie(de_fuera)


def test_quedan_los_que_se_piden_y_las_esquinas_donde_se_juntan_tres():
    antes = enteros(5)
    despues = simplificar(antes, 100)
    distintos = {p for anillos in despues.values() for anillo in anillos for p in anillo}
    assert len(distintos) <= 100
    cuantas = Counter(p for anillos in antes.values() for anillo in anillos for p in set(anillo))
    assert {p for p, veces in cuantas.items() if veces > 2} <= distintos


def test_lo_que_no_hace_falta_quitar_no_se_quita():
    cuadro = {"a": [[(0, 0), (9, 1), (10, 10), (1, 9)]]}
    assert simplificar(cuadro, 100) == cuadro


def test_lo_recto_y_lo_que_no_tiene_superficie_se_va():
    con_raya = {"a": [[(0, 0), (5, 0), (10, 0), (10, 10), (0, 10)], [(20, 20), (21, 20)], [(30, 30)], []]}
    assert simplificar(con_raya, 100) == {"a": [[(0, 0), (10, 0), (10, 10), (0, 10)]]}
