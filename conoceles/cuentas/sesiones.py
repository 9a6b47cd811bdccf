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
from .origen import equipo_de
from .seguridad import acciones as seguridad

# Vive más que la sesión: dice de quién era la que venció, para no dar a otra persona su texto.
GALLETA = "__Host-ultima" if settings.SESSION_COOKIE_SECURE else "ultima"
_DURA = 7 * 24 * 60 * 60
# Reconoce el navegador, no a la persona: sobrevive al salir para no avisar cada vez.
GALLETA_DE_EQUIPO = "__Host-equipo" if settings.SESSION_COOKIE_SECURE else "equipo"
_DURA_EL_EQUIPO = 400 * 24 * 60 * 60
_RENOVADA = "renovada_en"
_RENOVAR_CADA = 10 * 60


def quien(request: HttpRequest) -> Usuario:
    """Quien entró, en una vista con `@requiere`: la puerta ya comprobó que hay alguien."""
    return cast(Usuario, request.user)


def abrir(request: HttpRequest, usuario: Usuario, *, medio: str, destino: str = "") -> HttpResponse:
    """Entra y redirige a `destino` si es de este sitio; si no, a /inicio/.

    Pasa por las etapas de allauth: con segundo factor, la respuesta lleva a pedirlo y la sesión la abre
    `completar`. Cambia la llave de la sesión, así que una que alguien hubiera sembrado antes no sirve.
    """
    respuesta = perform_login(
        request,
        usuario,
        email_verification="none",
        redirect_url=destino_seguro(request, destino) or settings.LOGIN_REDIRECT_URL,
    )
    return completar(request, respuesta, usuario, medio=medio)


def completar(request: HttpRequest, respuesta: HttpResponse, usuario: Usuario, *, medio: str) -> HttpResponse:
    """Si ya entró, lo hace constar, avisa si el equipo es nuevo y deja las galletas que lo reconocen."""
    if request.user.is_authenticated and request.user.pk == usuario.pk:
        acciones.asentar_entrada(usuario=usuario, medio=medio)
        galleta = seguridad.reconocer_equipo(
            usuario=usuario,
            galleta=request.COOKIES.get(GALLETA_DE_EQUIPO, ""),
            descripcion=equipo_de(request),
        )
        _poner_galleta(respuesta, GALLETA, _marca(usuario), _DURA)
        _poner_galleta(respuesta, GALLETA_DE_EQUIPO, galleta, _DURA_EL_EQUIPO)
    return respuesta


def _poner_galleta(respuesta: HttpResponse, nombre: str, valor: str, dura: int) -> None:
    respuesta.set_cookie(
        nombre, valor, max_age=dura, httponly=True, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax"
    )


def cerrar(request: HttpRequest, respuesta: HttpResponse) -> HttpResponse:
    """Sale y no deja nada en el navegador: tampoco las copias de lo que se escribió sin conexión.

    La galleta que dice de quién era la sesión se queda: otra pestaña abierta puede tener todavía su texto,
    y no debe ofrecerse a quien entre después.
    """
    logout(request)
    respuesta["Clear-Site-Data"] = '"storage"'
    return respuesta


def alargar(request: HttpRequest, *, cada: int = _RENOVAR_CADA) -> None:
    """La sesión vence por falta de uso, no a media captura; se anota a lo más cada diez minutos."""
    ahora = int(time.time())
    if ahora - request.session.get(_RENOVADA, 0) > cada:
        request.session[_RENOVADA] = ahora


def le_quedan(request: HttpRequest) -> int:
    """Segundos antes de que venza por falta de uso; cero si nadie ha entrado. Nunca dice de más."""
    if not request.user.is_authenticated:
        return 0
    ahora = int(time.time())
    renovada = request.session.get(_RENOVADA, ahora - _RENOVAR_CADA)
    return max(0, renovada + settings.SESSION_COOKIE_AGE - ahora)


def es_de_otra_persona(request: HttpRequest, usuario: Usuario) -> bool:
    """¿La última sesión de este navegador fue de otra cuenta? Sin galleta no se sabe y se cree que no."""
    marca = request.COOKIES.get(GALLETA, "")
    return marca != "" and not constant_time_compare(marca, _marca(usuario))


def _marca(usuario: Usuario) -> str:
    return salted_hmac("conoceles.cuentas.ultima", str(usuario.pk), algorithm="sha256").hexdigest()


def destino_seguro(request: HttpRequest, destino: str) -> str:
    """El destino si es de este mismo sitio y esquema; si no, vacío (nadie usa /entrar/ de trampolín).

    Una palabra suelta no es una dirección: `redirect` la tomaría por el nombre de una vista.
    """
    es_direccion = destino.startswith("/") or "://" in destino
    es_propio = url_has_allowed_host_and_scheme(
        destino, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return destino if es_direccion and es_propio else ""
