"""La puerta: ninguna vista se ejecuta sin haber declarado quién puede entrar."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control

from conoceles.bitacora.contexto import desde
from conoceles.comun.puertas import PUBLICA

from . import reanudar, sesiones
from .origen import direccion_de
from .permisos import Permiso


class PuertaMiddleware:
    """Hace valer lo que cada vista declaró con `@publica` o `@requiere`.

    Una vista sin declarar se rechaza siempre: el olvido cierra, no abre.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with desde(partial(direccion_de, request)):
            respuesta = self.get_response(request)
        if isinstance(_acceso_de(request), Permiso):
            # En un equipo compartido, «atrás» no debe enseñar lo de quien ya salió.
            patch_cache_control(respuesta, private=True, no_store=True)
        return respuesta

    def process_view(
        self,
        request: HttpRequest,
        vista: Callable[..., Any],
        args: list[Any],
        kwargs: dict[str, Any],
    ) -> HttpResponseBase | None:
        acceso = getattr(vista, "acceso", None)
        if acceso == PUBLICA:
            return None
        if not isinstance(acceso, Permiso):
            raise PermissionDenied(f"La ruta {request.path} no declara quién puede entrar.")
        if not request.user.is_authenticated:
            from .views import pedir_entrada

            return pedir_entrada(request)
        if not request.user.puede(acceso):
            raise PermissionDenied
        sesiones.alargar(request)
        if request.method == "POST":
            reanudar.olvidar(request)
        return None


def _acceso_de(request: HttpRequest) -> object:
    """Lo que declaró la vista de esta dirección, haya llegado a ejecutarse o no."""
    return getattr(request.resolver_match.func, "acceso", None) if request.resolver_match else None
