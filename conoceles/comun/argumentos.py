"""Tipos para los argumentos de las órdenes: lo que no vale se dice con una frase."""

from argparse import ArgumentTypeError
from collections.abc import Callable


def entero_entre(minimo: int, maximo: int) -> Callable[[str], int]:
    """Un número entero dentro de sus límites."""

    def leer(texto: str) -> int:
        try:
            numero = int(texto)
        except ValueError:
            raise ArgumentTypeError(f"«{texto}» no es un número entero") from None
        if not minimo <= numero <= maximo:
            raise ArgumentTypeError(f"{numero} no vale; va de {minimo} a {maximo}")
        return numero

    return leer
