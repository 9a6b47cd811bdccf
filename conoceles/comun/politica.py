"""La política de contenido de cada respuesta: la misma para todas, salvo que la vista pida otra."""

from __future__ import annotations

from functools import cache

from csp.constants import HEADER
from csp.middleware import CSPMiddleware
from csp.utils import build_policy
from django.http import HttpRequest, HttpResponseBase


class PoliticaMiddleware(CSPMiddleware):
    """La de siempre se escribe una vez; con los decoradores de django-csp la arma él, para esa respuesta."""

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        if hasattr(request, "_csp_nonce") or any(nombre.startswith("_csp") for nombre in vars(response)):
            return super().process_response(request, response)
        response.headers.setdefault(HEADER, _de_siempre())
        return response


@cache
def _de_siempre() -> str:
    return build_policy()
