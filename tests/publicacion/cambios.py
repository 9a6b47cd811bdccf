"""Un cambio hecho por fuera a una columna, y lo que debe decirse de él."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.db.models import Model


class Cambio(NamedTuple):
    """`donde`: qué filas; `valores`: lo que se les pone; `dice`: lo que debe leerse, con la fila o su candidatura."""

    modelo: type[Model]
    columna: str
    valores: dict[str, Any]
    donde: dict[str, Any]
    dice: str


def cambio(
    modelo: type[Model], columna: str, valor: Any, donde: dict[str, Any], dice: str, **demas: Any
) -> Cambio:
    return Cambio(modelo, columna, {columna: valor, **demas}, donde, dice)


def columnas_de(modelo: type[Model]) -> set[str]:
    return {columna.attname for columna in modelo._meta.concrete_fields}
