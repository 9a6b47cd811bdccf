"""Cuándo llegó una petición: su primer byte, no el momento en que hubo quien la atendiera.

Con el servidor lleno a la hora del cierre, quien pidió a tiempo cuenta a tiempo. El reloj de quien envía
nunca interviene.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

ENTRADA = "conoceles.entrada"  # no empieza por HTTP_: ningún encabezado puede escribirla
# Más atrás no es una fila larga: es un reloj equivocado o alguien que retuvo la petición abierta.
MAXIMA_ESPERA = timedelta(minutes=5)
# Diez cifras de segundos (hasta el año 2286) y lo demás, decimales: con punto, en milisegundos o en microsegundos.
_SELLO = re.compile(r"(?:t=)?(\d{10})\.?(\d{0,9})", re.ASCII)


def con_llegada(aplicacion: WSGIApplication) -> WSGIApplication:
    """La misma aplicación, que apunta el instante de cada petición antes de que Django la vea."""

    def apuntada(environ: WSGIEnvironment, responder: StartResponse) -> Iterable[bytes]:
        environ.setdefault(ENTRADA, datetime.now(UTC))  # vale la primera
        return aplicacion(environ, responder)

    return apuntada


def recibido_en(request: HttpRequest) -> datetime:
    """El primer byte según el proxy de confianza (`X-Request-Start`); si no, la entrada a la aplicación.

    El encabezado sólo se cree con `CONOCELES_PROXY_SELLA_LLEGADA`, que afirma que el proxy lo escribe y borra
    el ajeno. Un instante futuro o de hace más de `MAXIMA_ESPERA` se ignora.
    """
    entrada: datetime = request.META.get(ENTRADA) or timezone.now()
    sellado = None
    if settings.CONOCELES_PROXY_SELLA_LLEGADA:
        sellado = del_sello(request.META.get("HTTP_X_REQUEST_START", ""))
    es_creible = sellado is not None and entrada - MAXIMA_ESPERA <= sellado <= entrada
    return sellado if es_creible and sellado else entrada


def del_sello(texto: str) -> datetime | None:
    """`t=1712345678.123`, `1712345678123` o `t=1712345678123456` → instante en UTC; otra cosa, `None`."""
    leido = _SELLO.fullmatch(texto.strip())
    if leido is None:
        return None
    segundos, decimales = int(leido[1]), leido[2][:6].ljust(6, "0")
    return datetime.fromtimestamp(segundos, UTC) + timedelta(microseconds=int(decimales))
