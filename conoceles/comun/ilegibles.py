"""Filas que alguien escribió por fuera y no se dejan leer: se nombran; no se tropieza con ellas."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any, TypeVar

from django.db import OperationalError
from django.db.models import BooleanField, DateTimeField, ExpressionWrapper, Model, Q, QuerySet

# Lo que lanza leer un instante que no lo es, un texto que no es texto, un documento al que le faltan partes…
# `OperationalError`: en SQLite, un texto que no es UTF-8.
ILEGIBLE = (
    ValueError, TypeError, AttributeError, LookupError, OverflowError, RecursionError, OperationalError,
)  # fmt: skip

_TANDA = 500
M = TypeVar("M", bound=Model)


def revisar(filas: QuerySet[M], defecto: Callable[[M], str | None], nombre: str) -> Iterator[str]:
    """Lo que no cuadra de cada fila, en orden. `nombre` va antes de la llave de la que no se deje leer."""
    instantes = [
        c.attname for c in filas.model._meta.concrete_fields if isinstance(c, DateTimeField) and c.null
    ]
    constan = {
        f"consta_{c}": ExpressionWrapper(Q(**{f"{c}__isnull": False}), BooleanField()) for c in instantes
    }
    try:
        for fila in filas.annotate(**constan).iterator(_TANDA):
            try:
                _exigir_los_que_constan(fila, instantes)
                hallado = defecto(fila)
            except ILEGIBLE:
                hallado = no_se_lee(nombre, fila.pk)
            if hallado:
                yield hallado
    except ILEGIBLE:  # la base las entrega por tandas y la tanda entera falla
        yield no_se_lee(nombre, primera(filas))


def _exigir_los_que_constan(fila: Model, instantes: Iterable[str]) -> None:
    """Un instante que no lo es se lee como si faltara: la consulta lo cuenta y el programa no."""
    if any(getattr(fila, f"consta_{c}") and getattr(fila, c) is None for c in instantes):
        raise ValueError


def primera(filas: QuerySet[M], leer: Callable[[M], Any] = id) -> Any:
    """La llave de la primera que no se deja leer, `None` si todas se dejan. De una en una: es lento."""
    for llave in filas.values_list("pk", flat=True):
        try:
            leer(filas.get(pk=llave))
        except ILEGIBLE:
            return llave
    return None


def no_se_lee(nombre: str, llave: Any) -> str:
    return f"{nombre} {llave} no se puede leer: fue alterada por fuera."
