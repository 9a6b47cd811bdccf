"""Escribir un CSV que una hoja de cálculo abre bien: con acentos y sin que una celda corra como fórmula."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.http import HttpResponse, StreamingHttpResponse

_EMPIEZAN_FORMULA = tuple("=+-@\t\r")


def en_csv(titulos: Sequence[str], filas: Iterable[Sequence[Any]]) -> str:
    """El texto completo, con la marca de UTF-8 que Excel necesita."""
    return "".join(_por_partes(titulos, filas))


def _por_partes(titulos: Sequence[str], filas: Iterable[Sequence[Any]]) -> Iterator[str]:
    """El mismo texto, renglón por renglón."""
    salida = io.StringIO()
    escritor = csv.writer(salida)
    salida.write("\ufeff")
    for fila in itertools.chain([titulos], filas):
        escritor.writerow([_inofensiva(celda) for celda in fila])
        yield salida.getvalue()
        salida.seek(0)
        salida.truncate()


def _inofensiva(celda: Any) -> Any:
    return f"'{celda}" if isinstance(celda, str) and celda.startswith(_EMPIEZAN_FORMULA) else celda


def descarga(contenido: str, nombre: str) -> HttpResponse:
    """La respuesta que el navegador guarda con ese nombre."""
    respuesta = HttpResponse(contenido, content_type="text/csv; charset=utf-8")
    respuesta["Content-Disposition"] = f'attachment; filename="{nombre}"'
    return respuesta


def descarga_larga(
    titulos: Sequence[str], filas: Iterable[Sequence[Any]], nombre: str
) -> StreamingHttpResponse:
    """Lo mismo sin juntarlo en memoria: cientos de miles de renglones salen conforme se leen."""
    partes = _por_partes(titulos, filas)
    respuesta = StreamingHttpResponse(partes, content_type="text/csv; charset=utf-8")
    respuesta["Content-Disposition"] = f'attachment; filename="{nombre}"'
    return respuesta
