"""Escribir un CSV que una hoja de cálculo abre bien: con acentos y sin que una celda corra como fórmula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.http import HttpResponse

_EMPIEZAN_FORMULA = tuple("=+-@\t\r")


def en_csv(titulos: Sequence[str], filas: Iterable[Sequence[Any]]) -> str:
    """El texto completo, con la marca de UTF-8 que Excel necesita."""
    salida = io.StringIO()
    escritor = csv.writer(salida)
    escritor.writerow(titulos)
    escritor.writerows([_inofensiva(celda) for celda in fila] for fila in filas)
    return "\ufeff" + salida.getvalue()


def _inofensiva(celda: Any) -> Any:
    return f"'{celda}" if isinstance(celda, str) and celda.startswith(_EMPIEZAN_FORMULA) else celda


def descarga(contenido: str, nombre: str) -> HttpResponse:
    """La respuesta que el navegador guarda con ese nombre."""
    respuesta = HttpResponse(contenido, content_type="text/csv; charset=utf-8")
    respuesta["Content-Disposition"] = f'attachment; filename="{nombre}"'
    return respuesta
