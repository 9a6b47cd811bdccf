"""Leer la base como estaba en un solo instante, sin detener a quien escribe."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection


@contextmanager
def base_quieta() -> Iterator[None]:
    """Todo lo que dentro se lee es de un mismo instante: comparar dos tablas no ve un acto en una y en la otra no.

    `atomic` no sirve: en SQLite aquí empieza tomando el turno de escribir, y en PostgreSQL ve lo que otros confirman.
    Dentro no se escribe.
    """
    if connection.in_atomic_block:
        yield
        return
    es_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        cursor.execute("BEGIN DEFERRED" if es_sqlite else "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            cursor.execute("ROLLBACK")
