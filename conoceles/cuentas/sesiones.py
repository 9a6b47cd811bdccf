"""Abrir, alargar y cerrar la sesión de una persona."""

from __future__ import annotations

import time
from typing import cast

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.http import url_has_allowed_host_and_scheme

from . import acciones
from .models import Usuario

# Vive más que la sesión: dice de quién era la que venció, para no dar a otra persona su texto.
GALLETA = "__Host-ultima" if settings.SESSION_COOKIE_SECURE else "ultima"
_DURA = 7 * 24 * 60 * 60
_RENOVADA = "renovada_en"
_RENOVAR_CADA = 10 * 60


def quien(request: HttpRequest) -> Usuario:
    """Quien entró, en una vista con `@requiere`: la puerta ya comprobó que hay alguien."""
    return cast(Usuario, request.user)


def abrir(request: HttpRequest, usuario: Usuario, *, medio: str, destino: str = "") -> HttpResponse:
    """Entra y redirige a `destino` si es de este sitio; si no, a /inicio/.

    Pasa por las etapas de allauth, donde entrará el segundo factor; cambia la llave de la sesión, así
    que una que alguien hubiera sembrado antes no sirve.
    """
    respuesta = perform_login(
        request,
        usuario,
        email_verification="none",
        redirect_url=destino_seguro(request, destino) or settings.LOGIN_REDIRECT_URL,
    )
    if request.user.is_authenticated and request.user.pk == usuario.pk:
        acciones.asentar_entrada(usuario=usuario, medio=medio)
        respuesta.set_cookie(
            GALLETA,
            _marca(usuario),
            max_age=_DURA,
            httponly=True,
            secure=settings.SESSION_COOKIE_SECURE,
            samesite="Lax",
        )
    return respuesta


def cerrar(request: HttpRequest, respuesta: HttpResponse) -> HttpResponse:
    logout(request)
    respuesta.delete_cookie(GALLETA, samesite="Lax")
    return respuesta


def alargar(request: HttpRequest) -> None:
    """La sesión vence por falta de uso, no a media captura; se anota a lo más cada diez minutos."""
    ahora = int(time.time())
    if ahora - request.session.get(_RENOVADA, 0) > _RENOVAR_CADA:
        request.session[_RENOVADA] = ahora


def es_de_otra_persona(request: HttpRequest, usuario: Usuario) -> bool:
    """¿La última sesión de este navegador fue de otra cuenta? Sin galleta no se sabe y se cree que no."""
    marca = request.COOKIES.get(GALLETA, "")
    return marca != "" and not constant_time_compare(marca, _marca(usuario))


def _marca(usuario: Usuario) -> str:
    return salted_hmac("conoceles.cuentas.ultima", str(usuario.pk), algorithm="sha256").hexdigest()


def destino_seguro(request: HttpRequest, destino: str) -> str:
    """El destino si es de este mismo sitio y esquema; si no, vacío (nadie usa /entrar/ de trampolín)."""
    es_propio = url_has_allowed_host_and_scheme(
        destino, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return destino if es_propio else ""
