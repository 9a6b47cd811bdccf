"""Cuánto le queda a la sesión: lo que una página abierta pregunta para avisar antes de que termine."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.utils.crypto import salted_hmac
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from conoceles.comun.puertas import publica

from . import sesiones
from .models import Usuario


@dataclass(frozen=True)
class Vigencia:
    """`quedan`: segundos; cero si nadie ha entrado. `titular`: una marca opaca de la cuenta, para que una
    página abierta sepa si quien acaba de entrar es la misma persona."""

    quedan: int
    titular: str


def es_de_fondo(request: HttpRequest) -> bool:
    """¿La manda el programa de una página abierta, y no quien la lee? Se le contesta con datos, sin galletas.

    Si trajera una nueva contra envíos ajenos, dejaría sin valor la de la página que la persona está viendo.
    """
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def de(request: HttpRequest) -> Vigencia:
    return Vigencia(sesiones.le_quedan(request), _marca(request.user))


def _marca(usuario: Usuario | AnonymousUser) -> str:
    if usuario.pk is None:
        return ""
    return salted_hmac("conoceles.cuentas.titular", str(usuario.pk), algorithm="sha256").hexdigest()[:32]


@publica
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sesion(request: HttpRequest) -> JsonResponse:
    """Mirar cuánto le queda no la alarga; pedirlo, sí. Es pública: también contesta que ya terminó.

    Con ella viene el testigo contra envíos ajenos: cambia al entrar y los formularios abiertos lo renuevan.
    """
    if request.method == "POST" and request.user.is_authenticated:
        sesiones.alargar(request, cada=0)
    return JsonResponse({**asdict(de(request)), "testigo": get_token(request)})
