"""El signo nulo no es texto: PostgreSQL no lo admite ni para buscarlo. Quien lo manda recibe un 400, no un error interno."""

from __future__ import annotations

from collections.abc import Callable

from django.db import DataError
from django.http import HttpRequest, HttpResponse

from .errores import peticion_invalida

_ASI_LO_DICE = "NUL (0x00)"


class NulosMiddleware:
    """Lo que una persona escribe ya llega limpio de él (`comun.texto`); esto es para direcciones y filtros armados a mano."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        es_nulo = isinstance(exception, DataError) and _ASI_LO_DICE in str(exception)
        return peticion_invalida(request, exception) if es_nulo else None
