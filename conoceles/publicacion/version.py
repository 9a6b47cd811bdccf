"""La versión de lo público: una pregunta barata que dice si algo de lo que muestra una página pudo cambiar."""

from __future__ import annotations

from django.db import connection

from conoceles.interrupciones import lectura as libro

# Los procesos enteros, que traen nombres, fechas y parámetros, y la última edición de cada uno.
_VERSION = """
    SELECT p.*,
        (SELECT MAX(e.numero) FROM publicacion_edicion e WHERE e.proceso = p.clave),
        (SELECT MAX(e.instante) FROM publicacion_edicion e WHERE e.proceso = p.clave)
    FROM calendario_proceso p ORDER BY p.id
"""


def version_publica() -> tuple[object, ...]:
    """Cambia cuando cambia lo público de cualquier proceso, salvo lo que cambia solo con el reloj.

    Raises:
        DatabaseError: si la base no contesta.
    """
    with connection.cursor() as cursor:
        cursor.execute(_VERSION)
        procesos = tuple(cursor.fetchall())
    pasando = libro.en_curso()
    return procesos, libro.marca(), pasando and pasando.desde
