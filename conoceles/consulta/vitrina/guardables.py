"""Cómo dice una vista que su respuesta puede guardarse: hasta cuándo vale sola y qué lee de la dirección."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple
from wsgiref.types import WSGIEnvironment

from django.http import HttpRequest, HttpResponse

_LLAVE = "conoceles.guardable"  # no empieza por HTTP_: ningún encabezado puede escribirla


class Guardable(NamedTuple):
    """`vence`: la frontera del reloj en que cambia sola (segundos de época); `vida`: `max-age` mientras falte más."""

    vence: float
    vida: int


def permitir(request: HttpRequest, respuesta: HttpResponse, *, vence: datetime, vida: int) -> None:
    """La respuesta a esta petición es función de lo público y de su dirección, y vale hasta `vence`."""
    request.environ[_LLAVE] = Guardable(vence.timestamp(), vida)  # type: ignore[attr-defined]
    respuesta["Vary"] = "Accept-Encoding"  # la vitrina la comprime según quién la pida


def permiso(environ: WSGIEnvironment) -> Guardable | None:
    return environ.get(_LLAVE)
