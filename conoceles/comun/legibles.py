"""Leer filas aunque alguna se haya escrito por fuera y no se deje: de una mala no depende que se vean las demás.

Quien las nombra y dice que se alteraron es `verificar`; aquí sólo no se tropieza con ellas.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime
from typing import Any, TypeVar

from django.db.models import CharField, DateTimeField, JSONField, Model, QuerySet, TextField

from .ilegibles import ILEGIBLE

_TANDA = 2000
# Fuera de ellos no pasó nada de esto, y la hora local de los extremos ni siquiera puede calcularse.
_PRIMER_ANIO, _ULTIMO_ANIO = 2000, 2200
_CLASES: dict[Any, type] = {DateTimeField: datetime, CharField: str, TextField: str}
M = TypeVar("M", bound=Model)


def se_lee(fila: Model) -> bool:
    """¿Cada dato es de la clase que su columna dice? SQLite guarda cualquier cosa en cualquiera."""
    sin_leer = fila.get_deferred_fields()
    for campo in fila._meta.concrete_fields:
        if campo.attname in sin_leer:
            continue
        valor = getattr(fila, campo.attname)
        if not (isinstance(valor, _clase(campo)) or (valor is None and campo.null)):
            return False
        if isinstance(valor, datetime) and not _PRIMER_ANIO <= valor.year <= _ULTIMO_ANIO:
            return False
    return True


def _clase(campo: Any) -> type:
    if isinstance(campo, JSONField):
        return type(campo.get_default()) if campo.has_default() else object
    return next((suya for clase, suya in _CLASES.items() if isinstance(campo, clase)), object)


def legibles(filas: QuerySet[M], en_lugar_de: Callable[[Any], M] | None = None) -> list[M]:
    """Las que se dejan leer, en su orden. `en_lugar_de`: con su llave, lo que se pone donde iba la que no."""
    leidas: list[tuple[Any, M | None]]
    try:
        leidas = [(fila.pk, fila) for fila in filas]
    except ILEGIBLE:  # la base las entrega juntas: se leen de una en una
        leidas = [(llave, _una(filas.model, llave)) for llave in filas.values_list("pk", flat=True)]
    juntas = []
    for llave, fila in leidas:
        if fila is not None and se_lee(fila):
            juntas.append(fila)
        elif en_lugar_de:
            juntas.append(en_lugar_de(llave))
    return juntas


def _una(modelo: type[M], llave: Any) -> M | None:
    try:
        return modelo._default_manager.get(pk=llave)
    except ILEGIBLE:
        return None


def legibles_por_tandas(filas: QuerySet[M], en_lugar_de: Callable[[Any], M]) -> Iterator[M]:
    """Lo mismo de muchas, por su llave de menor a mayor, sin tenerlas todas en la memoria."""
    ultima: Any = 0
    while tanda := legibles(filas.filter(pk__gt=ultima).order_by("pk")[:_TANDA], en_lugar_de):
        yield from tanda
        ultima = tanda[-1].pk
