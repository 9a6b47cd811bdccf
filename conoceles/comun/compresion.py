"""Comprime lo público que la vitrina no guarda: un error, un formulario, una consulta que no se repite."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponseBase
from django.middleware.gzip import GZipMiddleware
from django.utils.cache import has_vary_header

_SE_COMPRIME = ("text/", "application/json")


class CompresionMiddleware(GZipMiddleware):
    """Lo que depende de una galleta va tal cual: su tamaño, comprimido, dejaría adivinar lo que lleva."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        es_privada = has_vary_header(response, "Cookie") or response.cookies
        la_comprime_otra = has_vary_header(response, "Accept-Encoding")
        es_texto = response.get("Content-Type", "").startswith(_SE_COMPRIME)
        if es_privada or la_comprime_otra or response.streaming or not es_texto:
            return response
        return super().process_response(request, response)
