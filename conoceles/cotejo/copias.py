"""Cuándo un texto es copia de otro. Puro.

Dos textos se comparan plegados (sin acentos, mayúsculas ni signos) por el índice de Jaccard de sus tramos
de cinco letras. Para no leerlos todos, de cada uno se guarda un boceto de 256 bits en el que la fracción
de bits iguales estima ese índice: (1 + J) / 2 (minhash de un bit, Li y König 2010; una sola permutación,
con los huecos llenados como Shrivastava 2017). Del boceto no puede rehacerse el texto.
"""

from __future__ import annotations

import zlib

from django.utils.crypto import salted_hmac

LARGO_DE_TRAMO = 5
PARECIDO_MINIMO = 0.8
# Más corto, cualquier frase hecha coincide.
LARGO_MINIMO = 60
BITS = 256
# Con J = 0.8 difieren en promedio 26 bits de 256 (σ ≈ 5); entre textos ajenos, más de 85.
DISTANCIA_MAXIMA = 48

_VUELTA = (1 << 64) - 1


def rasgos(plegado: str) -> frozenset[bytes]:
    """Los tramos de cinco letras de un texto plegado."""
    letras = plegado.encode()
    return frozenset(letras[i : i + LARGO_DE_TRAMO] for i in range(len(letras) - LARGO_DE_TRAMO + 1))


def parecido(unos: frozenset[bytes], otros: frozenset[bytes]) -> float:
    """Índice de Jaccard, de 0 a 1; dos textos vacíos no se parecen."""
    comunes = len(unos & otros)
    return comunes / (len(unos) + len(otros) - comunes) if comunes else 0.0


def huella(plegado: str) -> bytes:
    """16 bytes iguales para textos iguales; con llave, para que nadie pruebe textos contra un respaldo."""
    return salted_hmac("conoceles.cotejo", plegado, algorithm="sha256").digest()[:16]


def boceto(plegado: str) -> int:
    """256 bits que dependen sólo del texto plegado."""
    # De mayor a menor: en cada casilla queda el menor de los suyos.
    minimos = {valor % BITS: valor for valor in sorted(_mezclados(rasgos(plegado)), reverse=True)}
    bits = 0
    for casilla in range(BITS):
        bits = bits << 1 | _bit(minimos, casilla)
    return bits


def distancia(uno: int, otro: int) -> int:
    return (uno ^ otro).bit_count()


def _mezclados(tramos: frozenset[bytes]) -> list[int]:
    """CRC-32 reparte mal los tramos parecidos; dos productos (SplitMix64) los dispersan."""
    mezclados = []
    for suma in map(zlib.crc32, tramos):
        suma = suma * 0x9E3779B97F4A7C15 & _VUELTA
        suma ^= suma >> 29
        mezclados.append(suma * 0xBF58476D1CE4E5B9 & _VUELTA)
    return mezclados


def _bit(minimos: dict[int, int], casilla: int) -> int:
    """El de la casilla; una vacía lo toma de otra, buscando a saltos impares que recorren todas."""
    if casilla in minimos:
        return minimos[casilla] >> 40 & 1
    salto = casilla * 74 + 1
    vecinas = ((casilla + salto * n) % BITS for n in range(BITS))
    return next((minimos[vecina] >> 40 & 1 for vecina in vecinas if vecina in minimos), 0)
