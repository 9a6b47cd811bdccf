"""Una instalación recién hecha no tiene proceso: se dice, no se cae."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render

from .models import SinProcesoVigente


class SinProcesoMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        if isinstance(error, SinProcesoVigente):
            return render(request, "errores/sin_proceso.html", status=503)
        return None
