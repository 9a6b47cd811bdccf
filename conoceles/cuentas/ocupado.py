"""La base tomada por algo grande no es una caída: se dice, se devuelve lo escrito y se puede reintentar.

SQLite tiene una sola escritora; mientras un registro grande entra, otro envío espera y, si se le acaba la
paciencia, llega aquí. Va en el manejador del error 500 y no en un intermediario porque la sesión también
se escribe, y eso ocurre después de la vista.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable
from typing import Any

from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.middleware.csrf import get_token
from django.template.loader import render_to_string

from conoceles.comun import errores
from conoceles.comun.cupo import SIN_LUGAR

from . import reanudar

_REINTENTO = "15"  # segundos
# PostgreSQL apagado, reiniciándose o inalcanzable; SQLite sin su archivo o con el disco en mal estado.
_SIN_CONEXION = re.compile(
    r"connection (failed|refused|is closed|timeout|is lost|already closed)|could not (connect|translate)|the connection"
    r"|server closed the connection|terminating connection|shutting down|starting up|unable to open|disk I/O error",
    re.IGNORECASE,
)
_TOMADA = re.compile(r"\b(locked|locking protocol|lock timeout|deadlock)\b")


class OcupadoMiddleware:
    """Contesta la petición que ya no tuvo lugar (`comun.cupo`), antes de que nada toque la base."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return ocupado(request) if SIN_LUGAR in request.META else self.get_response(request)


def error_interno(request: HttpRequest) -> HttpResponse:
    """El manejador del error 500: si sólo faltó turno para escribir, o la base no contesta, lo dice con 503."""
    error = sys.exc_info()[1]
    if _sin_turno(error):
        return ocupado(request)
    return sin_base() if _sin_base(error) else errores.error_interno(request)


def _sin_base(error: BaseException | None) -> bool:
    """¿No hubo conexión? Una consulta mal hecha también es un error de la base, y ése sí es nuestro."""
    return isinstance(error, OperationalError | InterfaceError) and bool(_SIN_CONEXION.search(str(error)))


def sin_base() -> HttpResponse:
    """La página no consulta nada: lo ya publicado lo sigue mostrando la vitrina."""
    pagina = render_to_string("errores/sin_base.html")
    return HttpResponse(pagina, status=503, headers={"Retry-After": _REINTENTO, "Cache-Control": "no-store"})


def _sin_turno(error: BaseException | None) -> bool:
    return isinstance(error, OperationalError) and bool(_TOMADA.search(str(error)))


def ocupado(request: HttpRequest) -> HttpResponse:
    """La página no consulta la base ni la sesión: lleva en sí misma lo que la persona escribió."""
    pendiente = _lo_escrito(request)
    contexto: dict[str, Any] = {"pendiente": pendiente}
    if pendiente:  # sin formulario que devolver, la página no pone ninguna galleta
        contexto |= {"habia_archivo": bool(request.FILES), "csrf_token": get_token(request)}
    pagina = render_to_string("errores/503.html", contexto)
    return HttpResponse(pagina, status=503, headers={"Retry-After": _REINTENTO, "Cache-Control": "no-store"})


def _lo_escrito(request: HttpRequest) -> reanudar.PorReanudar | None:
    """Lo de un formulario privado que ya probó ser de la persona; lo demás lo conserva su navegador."""
    if request.method != "POST" or not getattr(request, "csrf_processing_done", False):
        return None
    pendiente = reanudar.de_la_peticion(request)
    return pendiente if pendiente and reanudar.permiso_de(pendiente.ruta) else None
