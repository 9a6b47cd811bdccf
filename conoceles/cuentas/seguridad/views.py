"""«Mi cuenta»: correo, equipos y congelar."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conoceles.comun.horas import con_zona
from conoceles.comun.limites import DemasiadosIntentos, devolver, ocupar
from conoceles.comun.puertas import publica
from conoceles.cuentas import intentos
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import cerrar, quien

from . import acciones, factores
from .enlaces import EnlaceNoSirve, titular_de
from .forms import ConContrasenaForm, CorreoForm


def espere(request: HttpRequest, exceso: DemasiadosIntentos) -> HttpResponse:
    respuesta = render(request, "cuentas/espere.html", {"texto": str(exceso)}, status=429)
    respuesta["Retry-After"] = str(exceso.segundos)
    return respuesta


def con_limite(vista: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Quien ya probó demasiadas veces lee cuánto debe esperar."""

    @wraps(vista)
    def envuelta(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            return vista(request, *args, **kwargs)
        except DemasiadosIntentos as exceso:
            return espere(request, exceso)

    return envuelta


def es_valido(form: ConContrasenaForm, usuario: Usuario) -> bool:
    """Revisa el formulario contando el intento de contraseña; `DemasiadosIntentos` si ya fueron muchos."""
    lugar = ocupar(intentos.CAMBIAR_POR_CUENTA, usuario.acceso)
    if "actual" not in form.errors:
        devolver(lugar)
    return form.is_valid()


@requiere(Permiso.CUENTA_PROPIA)
@never_cache
@require_safe
def cuenta(request: HttpRequest) -> HttpResponse:
    usuario = quien(request)
    cambio = acciones.cambio_pendiente(usuario)
    contexto = {
        "usuario": usuario,
        "cambio": cambio,
        "surte": con_zona(cambio.surte_en) if cambio else "",
        "factores": [factor.wrap() for factor in factores.de(usuario)],
        "equipos": usuario.equipos.all()[: acciones.EQUIPOS_RECORDADOS],
        "codigos": len(factores.codigos_de(usuario)),
    }
    return render(request, "cuentas/cuenta.html", contexto)


# --- Correo --------------------------------------------------------------------------------------------
@requiere(Permiso.CUENTA_PROPIA)
@never_cache
@sensitive_post_parameters("actual")
@require_http_methods(["GET", "HEAD", "POST"])
@con_limite
def correo(request: HttpRequest) -> HttpResponse:
    usuario = quien(request)
    form = CorreoForm(request.POST or None, usuario=usuario)
    if request.method == "POST" and es_valido(form, usuario):
        cambio = acciones.pedir_cambio_de_correo(
            usuario=usuario, nuevo=form.cleaned_data["nuevo"], por=usuario
        )
        messages.success(request, f"Su correo cambiará el {con_zona(cambio.surte_en)}.")
        return redirect("cuentas:cuenta")
    return render(request, "cuentas/correo.html", {"form": form, "usuario": usuario})


@requiere(Permiso.CUENTA_PROPIA)
@require_POST
def conservar_correo(request: HttpRequest) -> HttpResponse:
    if acciones.detener_cambio_de_correo(usuario=quien(request), por=quien(request)):
        messages.success(request, "Su correo se queda como estaba.")
    return redirect("cuentas:cuenta")


@publica
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def detener_correo(request: HttpRequest, token: str) -> HttpResponse:
    """El enlace de la carta al correo anterior. Mirarlo no detiene nada: los filtros de correo lo abren."""
    try:
        cambio = acciones.cambio_del_enlace(token)
    except EnlaceNoSirve:
        return _sin_rastro(render(request, "cuentas/aviso_no_sirve.html", status=410))
    hecho = request.method == "POST"
    if hecho:
        acciones.detener_cambio_de_correo(usuario=cambio.usuario, por=None)
    contexto = {"hecho": hecho, "surte": con_zona(cambio.surte_en), "titular": cambio.usuario}
    return _sin_rastro(render(request, "cuentas/detener_correo.html", contexto))


# --- Congelar --------------------------------------------------------------------------------------------
@requiere(Permiso.CUENTA_PROPIA)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def congelar(request: HttpRequest) -> HttpResponse:
    """Al momento y sin contraseña: quien corre peligro no debe detenerse a recordarla."""
    if request.method != "POST":
        return render(request, "cuentas/congelar.html", {"titular": quien(request), "hecho": False})
    titular = acciones.congelar(usuario=quien(request), por=quien(request))
    return cerrar(request, render(request, "cuentas/congelar.html", {"titular": titular, "hecho": True}))


@publica
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def congelar_con_enlace(request: HttpRequest, firma: str) -> HttpResponse:
    """El enlace de los avisos: congela sin entrar, que es justo lo que quizá ya no puede hacer."""
    try:
        titular = titular_de(firma)
    except EnlaceNoSirve:
        return _sin_rastro(render(request, "cuentas/aviso_no_sirve.html", status=410))
    hecho = request.method == "POST"
    if hecho:
        acciones.congelar(usuario=titular, por=None)
    return _sin_rastro(render(request, "cuentas/congelar.html", {"titular": titular, "hecho": hecho}))


def _sin_rastro(respuesta: HttpResponse) -> HttpResponse:
    """La dirección lleva un secreto: que no salga de la página ni la guarde un buscador."""
    respuesta["Referrer-Policy"] = "strict-origin"
    respuesta["X-Robots-Tag"] = "noindex, nofollow"
    return respuesta
