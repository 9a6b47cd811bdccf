"""Los enlaces de una lista por páginas, como los dibuja `componentes/paginacion.html`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from math import ceil

_VECINAS = 2


@dataclass(frozen=True)
class Paginas:
    """`numeros`: ternas (texto, dirección, es la actual); el hueco entre dos, «…», no lleva dirección."""

    numero: int
    ultima: int
    anterior: str
    siguiente: str
    numeros: list[tuple[str, str, bool]]


def numero_de(texto: str | None, *, total: int, por_pagina: int) -> int:
    """La página pedida, llevada a una que exista: un número ajeno no es un error."""
    ultima = max(1, ceil(total / por_pagina))
    pedida = int(texto) if texto and texto.isascii() and texto.isdigit() and len(texto) < 10 else 1
    return min(max(pedida, 1), ultima)


def paginas(numero: int, *, total: int, por_pagina: int, direccion: Callable[[int], str]) -> Paginas:
    """La primera, la última, la actual y sus vecinas, con los huecos marcados."""
    ultima = max(1, ceil(total / por_pagina))
    visibles = sorted(
        {1, ultima} | {n for n in range(numero - _VECINAS, numero + _VECINAS + 1) if 1 <= n <= ultima}
    )
    numeros: list[tuple[str, str, bool]] = []
    previa = 0
    for n in visibles:
        if n - previa > 1:
            numeros.append(("…", "", False))
        numeros.append((str(n), direccion(n), n == numero))
        previa = n
    return Paginas(
        numero=numero,
        ultima=ultima,
        anterior=direccion(numero - 1) if numero > 1 else "",
        siguiente=direccion(numero + 1) if numero < ultima else "",
        numeros=numeros,
    )
