"""Dos grupos de procesos, un solo código: unos atienden lo público y otros lo privado, y ninguno contesta lo del otro.

Así una multitud que mira no hace esperar a quien guarda su cuestionario (docs/instalacion.md). Quien reparte es el
servidor de enfrente; si se equivoca, aquí se dice, en vez de atender a medias lo que no toca.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.template.loader import render_to_string

PUBLICA, PRIVADA, AMBAS = CARAS = "publica", "privada", "ambas"
_DE_LAS_DOS = {"consulta:salud"}


def hay_vitrina() -> bool:
    """¿Este proceso contesta páginas ya hechas (`consulta.vitrina`)?"""
    return settings.CONOCELES_CARA != PRIVADA and settings.CONOCELES_VITRINA_MB > 0


class CaraMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, vista: Callable[..., Any], args: list[Any], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        """421: la petición es buena, pero no para este proceso (RFC 9110, 15.5.20)."""
        ruta = request.resolver_match
        if settings.CONOCELES_CARA == AMBAS or ruta is None or ruta.view_name in _DE_LAS_DOS:
            return None
        suya = PUBLICA if "consulta" in ruta.app_names else PRIVADA
        if suya == settings.CONOCELES_CARA:
            return None
        return HttpResponse(render_to_string("errores/421.html"), status=421)
