"""El sorteo de cada día no favorece a nadie: 10,000 días de contiendas de 2 a 12, con una ji cuadrada.

Todo es determinista (proceso, contiendas, claves y días fijos): o pasa siempre o nunca.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from datetime import date, timedelta

import pytest

from conoceles.publicacion.renglones import sorteo

pytestmark = pytest.mark.sin_base

DIAS = [date(2027, 1, 1) + timedelta(days=dia) for dia in range(10_000)]
CONTIENDAS = range(2, 13)
MAXIMO = 4.0  # desviaciones: lo pasa por azar una de cada 16,000 veces


def lugares(cuantas: int, sortear: Callable[[str, str, date, str], bytes] = sorteo) -> list[list[int]]:
    """[candidatura][lugar]: cuántos días le tocó."""
    claves = [f"clave{numero:02}" for numero in range(cuantas)]
    veces = [[0] * cuantas for _ in claves]
    for dia in DIAS:
        orden = sorted(
            range(cuantas), key=lambda i: sortear("prueba", f"contienda-{cuantas}", dia, claves[i])
        )
        for lugar, quien in enumerate(orden):
            veces[quien][lugar] += 1
    return veces


def ji_cuadrada(veces: list[int]) -> float:
    """Σ (observado − esperado)² ÷ esperado, si a todas les tocara igual."""
    esperado = sum(veces) / len(veces)
    return sum((observado - esperado) ** 2 for observado in veces) / esperado


def de_anderson(veces: list[list[int]]) -> tuple[float, int]:
    """(estadístico, grados de libertad) de la tabla entera.

    Cada día da una permutación y no sorteos sueltos: por eso (n − 1) ÷ n y (n − 1)² grados (Anderson, 1959).
    """
    cuantas = len(veces)
    suma = sum(map(ji_cuadrada, veces))
    return suma * (cuantas - 1) / cuantas, (cuantas - 1) ** 2


def desviaciones(estadistico: float, grados: int) -> float:
    """A cuántas desviaciones de lo esperado cae (aproximación de Wilson y Hilferty)."""
    sobra = 2 / (9 * grados)
    return ((estadistico / grados) ** (1 / 3) - (1 - sobra)) / math.sqrt(sobra)


@pytest.fixture(scope="module")
def tablas() -> dict[int, list[list[int]]]:
    return {cuantas: lugares(cuantas) for cuantas in CONTIENDAS}


@pytest.mark.lenta
def test_cada_lugar_le_toca_por_igual_a_cada_una(tablas):
    """Ni mal repartido ni sospechosamente parejo; y la proporción de cada casilla, a menos de 4σ."""
    for cuantas, veces in tablas.items():
        for lugar in range(cuantas):
            columna = [fila[lugar] for fila in veces]
            assert abs(desviaciones(ji_cuadrada(columna), cuantas - 1)) < MAXIMO, (cuantas, lugar)
        sigma = math.sqrt(len(DIAS) * (1 / cuantas) * (1 - 1 / cuantas))
        assert all(abs(n - len(DIAS) / cuantas) < MAXIMO * sigma for fila in veces for n in fila), cuantas


@pytest.mark.lenta
def test_cada_contienda_y_todas_juntas(tablas):
    por_contienda = [de_anderson(veces) for veces in tablas.values()]
    assert all(abs(desviaciones(*una)) < MAXIMO for una in por_contienda)
    total, grados = map(sum, zip(*por_contienda, strict=True))
    assert grados == 506
    assert abs(desviaciones(total, grados)) < MAXIMO


def test_un_sorteo_cargado_se_nota():
    """El alfabético de siempre, y uno que un día de cada veinte pone primero a la misma."""

    def fijo(proceso: str, contienda: str, dia: date, clave: str) -> bytes:
        return clave.encode()

    def cargado(proceso: str, contienda: str, dia: date, clave: str) -> bytes:
        favorecida = clave == "clave00" and dia.toordinal() % 20 == 0
        return b"" if favorecida else sorteo(proceso, contienda, dia, clave)

    for trampa in (fijo, cargado):
        assert desviaciones(*de_anderson(lugares(5, trampa))) > 2 * MAXIMO


def test_el_lugar_de_hoy_no_dice_el_de_manana():
    """De un día al otro, la que va primero repite una de cada cinco veces."""
    claves = [f"clave{numero}" for numero in range(5)]
    primeras = [min(claves, key=lambda c, dia=dia: sorteo("prueba", "c", dia, c)) for dia in DIAS]
    repite = sum(una == otra for una, otra in zip(primeras, primeras[1:], strict=False))
    assert abs(repite - len(DIAS) / 5) < MAXIMO * math.sqrt(len(DIAS) * 0.2 * 0.8)
