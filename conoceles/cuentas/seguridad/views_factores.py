"""Las pantallas del segundo factor: ponerlo, quitarlo, y pedirlo al entrar."""

from __future__ import annotations

import base64
from typing import Any

from allauth.account.internal.decorators import login_stage_required
from allauth.mfa.adapter import get_adapter
from allauth.mfa.stages import AuthenticateStage
from allauth.mfa.totp.internal.auth import clear_totp_secret
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from conoceles.comun.limites import devolver, ocupar
from conoceles.comun.puertas import publica
from conoceles.cuentas import intentos, reanudar, sesiones
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.origen import conexion_de
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien

from . import factores
from .forms import (
    AplicacionForm,
    CodigoForm,
    ConContrasenaForm,
    EntrarConLlaveForm,
    LlaveForm,
    UsarLlaveForm,
)
from .views import con_limite, es_valido

_A_LA_VISTA = "codigos_a_la_vista"


# --- Ponerlo y quitarlo ------------------------------------------------------------------------------------
@requiere(Permiso.CUENTA_PROPIA)
@never_cache
@sensitive_post_parameters("actual")
@require_http_methods(["GET", "HEAD", "POST"])
@con_limite
def poner_aplicacion(request: HttpRequest) -> HttpResponse:
    """El QR que lee la aplicación de códigos y el código que prueba que lo leyó."""
    usuario = quien(request)
    if factores.de(usuario).filter(type=factores.Tipo.TOTP).exists():
        return redirect("cuentas:cuenta")
    form = AplicacionForm(request.POST or None, usuario=usuario)
    if request.method == "POST" and es_valido(form, usuario):
        factores.poner_totp(usuario=usuario, secreto=form.secreto, por=usuario)
        clear_totp_secret(request)
        return _recien_puesto(request, "Listo: al entrar le pediremos un código de su aplicación.")
    dibujo = get_adapter().build_totp_svg(get_adapter().build_totp_url(usuario, form.secreto))
    contexto = {
        "form": form,
        "qr": "data:image/svg+xml;base64," + base64.b64encode(dibujo.encode()).decode(),
        "secreto": " ".join(form.secreto[i : i + 4] for i in range(0, len(form.secreto), 4)),
    }
    return render(request, "cuentas/poner_aplicacion.html", contexto)


@requiere(Permiso.CUENTA_PROPIA)
@never_cache
@sensitive_post_parameters("actual")
@require_http_methods(["GET", "HEAD", "POST"])
@con_limite
def poner_llave(request: HttpRequest) -> HttpResponse:
    """Una llave de acceso: con ella se entra sin contraseña. Necesita JavaScript; sin él, la aplicación."""
    usuario = quien(request)
    form = LlaveForm(request.POST or None, usuario=usuario, initial={"name": "Mi teléfono"})
    if request.method == "POST" and es_valido(form, usuario):
        factores.poner_llave(
            usuario=usuario,
            nombre=form.cleaned_data["name"],
            credencial=form.cleaned_data["credential"],
            por=usuario,
        )
        return _recien_puesto(request, "Listo: ya puede entrar con su llave de acceso.")
    opciones = {"creation_options": webauthn.begin_registration(usuario, passwordless=True)}
    return render(request, "cuentas/poner_llave.html", {"form": form, "opciones": opciones})


def _recien_puesto(request: HttpRequest, frase: str) -> HttpResponse:
    """Los códigos se enseñan una vez sin volver a pedir la contraseña: acaba de escribirla."""
    messages.success(request, frase)
    request.session[_A_LA_VISTA] = True
    return redirect("cuentas:codigos")


@requiere(Permiso.CUENTA_PROPIA)
@never_cache
@sensitive_post_parameters("actual")
@require_http_methods(["GET", "HEAD", "POST"])
@con_limite
def quitar_factor(request: HttpRequest, factor: int) -> HttpResponse:
    usuario = quien(request)
    fila = get_object_or_404(factores.de(usuario), pk=factor)
    form = ConContrasenaForm(request.POST or None, usuario=usuario)
    if request.method == "POST" and es_valido(form, usuario):
        factores.quitar(usuario=usuario, factor=fila, por=usuario)
        messages.success(request, "Se quitó.")
        return redirect("cuentas:cuenta")
    return render(request, "cuentas/quitar_factor.html", {"form": form, "factor": fila.wrap()})


@requiere(Permiso.CUENTA_PROPIA)
@never_cache
@sensitive_post_parameters("actual")
@require_http_methods(["GET", "HEAD", "POST"])
@con_limite
def codigos(request: HttpRequest) -> HttpResponse:
    """Los códigos de respaldo, para imprimir y guardar: cada uno sirve una vez. Verlos pide la contraseña."""
    usuario = quien(request)
    if not factores.de(usuario).exists():
        return redirect("cuentas:cuenta")
    form = ConContrasenaForm(request.POST or None, usuario=usuario)
    a_la_vista = request.session.pop(_A_LA_VISTA, False) and request.method != "POST"
    if request.method == "POST" and es_valido(form, usuario):
        a_la_vista = True
        if "renovar" in request.POST:
            factores.renovar_codigos(usuario=usuario, por=usuario)
    hay = factores.codigos_de(usuario)
    contexto = {"form": form, "quedan": len(hay), "codigos": hay if a_la_vista else []}
    return render(request, "cuentas/codigos.html", contexto)


# --- Pedirlo al entrar ---------------------------------------------------------------------------------------
@publica
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_stage_required(stage=AuthenticateStage.key, redirect_urlname="account_login")
@con_limite
def segundo_factor(request: HttpRequest) -> HttpResponse:
    """Después de la contraseña: un código o una llave de acceso."""
    etapa = request._login_stage  # type: ignore[attr-defined]
    usuario: Usuario = etapa.login.user
    con_llave = "credential" in request.POST
    codigo = CodigoForm(None if con_llave else request.POST or None, user=usuario)
    llave = UsarLlaveForm(request.POST if con_llave else None, user=usuario)
    if request.method == "POST":
        lugar = ocupar(intentos.SEGUNDO_FACTOR, usuario.acceso)
        form: Any = llave if con_llave else codigo
        if form.is_valid() and usuario.is_active:
            devolver(lugar)
            form.save()
            respuesta = etapa.exit()
            return _al_texto(request, sesiones.completar(request, respuesta, usuario, medio="segundo factor"))
    tipos = set(factores.de(usuario).values_list("type", flat=True))
    tiene_llave = factores.Tipo.WEBAUTHN in tipos
    contexto = {
        "form": codigo,
        "llave": llave,
        "error_de_llave": [("Esa llave no es de esta cuenta. Inténtelo otra vez o escriba un código", "")],
        "tiene_llave": tiene_llave,
        "opciones": {"request_options": webauthn.begin_authentication(usuario)} if tiene_llave else {},
    }
    return render(request, "cuentas/segundo_factor.html", contexto)


def _al_texto(request: HttpRequest, respuesta: HttpResponse) -> HttpResponse:
    """Si había un texto por recuperar, lleva a su formulario."""
    pendiente = reanudar.pendiente_en(request)
    if pendiente and request.user.is_authenticated:
        respuesta["Location"] = pendiente.destino
    return respuesta


@publica
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@con_limite
def entrar_con_llave(request: HttpRequest) -> HttpResponse:
    """GET da el reto (JSON) que la llave firma; POST entra sin contraseña."""
    ocupar(intentos.LLAVE_POR_CONEXION, conexion_de(request))
    if request.method != "POST":
        return JsonResponse({"request_options": webauthn.begin_authentication(user=None)})
    form = EntrarConLlaveForm(request.POST, user=None)
    if not form.is_valid():
        messages.error(request, "No se pudo entrar con esa llave. Entre con su contraseña.")
        return redirect("cuentas:entrar")
    form.save()
    usuario = form.cleaned_data["credential"].user
    pendiente = reanudar.descifrar(request.POST.get("reanudar", ""))
    if pendiente:
        reanudar.guardar(request, pendiente, usuario)
    respuesta = sesiones.abrir(
        request, usuario, medio="llave de acceso", destino=request.POST.get("next", "")
    )
    return _al_texto(request, respuesta)
