"""Mapas de bits: un entero de Python cuyo bit `i` dice si el renglón `i` tiene algo.

Filtrar es Y y O de enteros, y contar es `int.bit_count()`: cualquier combinación cuesta lo mismo.
"""

from __future__ import annotations

from collections.abc import Iterable

TROZO, PALABRA = 256, 8  # octetos
MAX_TROZOS = 8
_UNO = ord("1")


def mapa(posiciones: Iterable[int], largo: int) -> int:
    """El entero con esos bits encendidos. Escribirlo cifra por cifra es lo más rápido que da Python."""
    cifras = bytearray(b"0") * (largo + 1)
    for posicion in posiciones:
        cifras[posicion] = _UNO
    cifras.reverse()
    return int(cifras, 2)


def encendidos(bits: int, desde: int, cuantos: int) -> list[int]:
    """Las posiciones de los bits encendidos, saltando los primeros `desde`; a lo más `cuantos`."""
    octetos = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
    inicio, desde = _saltar(octetos, 0, desde, TROZO)
    inicio, desde = _saltar(octetos, inicio, desde, PALABRA)
    posiciones: list[int] = []
    while inicio < len(octetos) and len(posiciones) < desde + cuantos:
        palabra = int.from_bytes(octetos[inicio : inicio + PALABRA], "little")
        while palabra:
            posiciones.append(inicio * 8 + (palabra & -palabra).bit_length() - 1)
            palabra &= palabra - 1
        inicio += PALABRA
    return posiciones[desde : desde + cuantos]


def _saltar(octetos: bytes, inicio: int, desde: int, paso: int) -> tuple[int, int]:
    """Avanza de `paso` en `paso` mientras quepa entero en lo que se salta: dónde queda y cuántos faltan por saltar."""
    while inicio < len(octetos):
        cuenta = int.from_bytes(octetos[inicio : inicio + paso], "little").bit_count()
        if desde < cuenta:
            break
        inicio, desde = inicio + paso, desde - cuenta
    return inicio, desde


def en_trozos(bits: int, largo: int) -> list[int]:
    """El mapa de `largo` renglones, cortado en enteros de `TROZO` octetos."""
    octetos = bits.to_bytes(largo // 8 + 1, "little")
    return [int.from_bytes(octetos[i : i + TROZO], "little") for i in range(0, len(octetos), TROZO)]


def ralo(bits: int, largo: int) -> list[tuple[int, int]]:
    """(lugar, trozo) de los que no están vacíos; ninguno si son demasiados para que contarlos así convenga.

    Un municipio ocupa unos cuantos renglones seguidos por cargo: contar los suyos no recorre los de todo el estado.
    """
    llenos = [(lugar, trozo) for lugar, trozo in enumerate(en_trozos(bits, largo)) if trozo]
    return llenos if len(llenos) <= MAX_TROZOS else []
