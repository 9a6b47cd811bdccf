"""Si lo publicado no coincide con lo firmado, ningún acto que lo cambie se hace: se dice, no se cae."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from .evidencia.puntos import ArbolRoto


class ArbolRotoMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, ArbolRoto):
            return render(request, "errores/arbol_roto.html", status=503)
        return None
