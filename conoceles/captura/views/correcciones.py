"""Pedir que se abra algo ya validado para corregirlo, y dejarlo como estaba."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from conoceles.captura.correcciones import PedirForm
from conoceles.captura.expediente import Expediente, con_mi_expediente
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.cuestionarios import acciones
from conoceles.cuestionarios.acciones import SinCorreccion, por_que_no_puede_pedirse
from conoceles.cuestionarios.estados import TransicionInvalida

from .comun import pintar


@requiere(Permiso.CAPTURAR)
@require_http_methods(["GET", "HEAD", "POST"])
@con_mi_expediente
def pedir(request: HttpRequest, expediente: Expediente) -> HttpResponse:
    """La solicitud: qué secciones y por qué. Nada cambia hasta que el Instituto la resuelva."""
    clave = expediente.candidatura.clave
    if razon := por_que_no_puede_pedirse(expediente.cuestionario, timezone.now()):
        messages.error(request, f"No puede pedir una corrección. {razon}")
        return redirect("captura:una", clave)
    form = PedirForm(request.POST if request.method == "POST" else None, definicion=expediente.definicion)
    if form.is_valid():
        try:
            acciones.pedir(cuestionario=expediente.cuestionario, por=quien(request), **form.cleaned_data)
            messages.success(
                request, "El Instituto recibió su solicitud. Le dirá por correo qué puede corregir."
            )
        except SinCorreccion as error:  # la pidió en otra ventana
            messages.error(request, f"No se pidió otra vez. {error}")
        return redirect("captura:una", clave)
    return pintar(
        request,
        "captura/correccion.html",
        expediente,
        status=422 if form.is_bound else 200,
        form=form,
        dias=expediente.candidatura.proceso.parametros.dias_correccion,
        veces=expediente.candidatura.proceso.parametros.rondas_voluntarias,
    )


@requiere(Permiso.CAPTURAR)
@require_http_methods(["GET", "HEAD", "POST"])
@con_mi_expediente
def dejar(request: HttpRequest, expediente: Expediente) -> HttpResponse:
    """Desiste: lo validado se queda como estaba. Pide confirmar, porque lo escrito sale de sus respuestas."""
    clave = expediente.candidatura.clave
    if not expediente.cuestionario.correccion_en_curso:
        messages.error(request, "No tiene ninguna corrección abierta: no hay nada que dejar.")
        return redirect("captura:una", clave)
    if request.method != "POST":
        return pintar(request, "captura/correccion_dejar.html", expediente)
    try:
        acciones.desistir(cuestionario=expediente.cuestionario, por=quien(request))
        messages.success(request, "Dejó la corrección. Sigue en pie la versión que ya estaba validada.")
    except TransicionInvalida:
        messages.error(request, "Ya la había enviado o dejado en otra ventana. Nada cambió.")
    return redirect("captura:una", clave)
