"""Avisar a los actores políticos: escribir, ver a quién llega, mandar una vez y guardar el acuse."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from conoceles.calendario.models import Proceso
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.mensajes.models import Circular
from conoceles.operacion.forms_avisos import AvisoForm
from conoceles.seguimiento import circulares

LISTA = "operacion:avisos"


@requiere(Permiso.AVISAR_A_ACTORES)
@require_safe
def avisos(request: HttpRequest) -> HttpResponse:
    return render(request, "operacion/avisos.html", {"circulares": Circular.objects.all()[:200]})


@requiere(Permiso.AVISAR_A_ACTORES)
@require_http_methods(["GET", "HEAD", "POST"])
def nuevo(request: HttpRequest) -> HttpResponse:
    """Tres pasos en una dirección: escribir, ver a quién llega y mandar. Volver a corregir no pierde nada."""
    proceso = Proceso.objects.vigente()
    form = AvisoForm(request.POST if request.method == "POST" else None, proceso=proceso)
    if not form.is_valid() or "corregir" in request.POST:
        contexto = {"form": form, "migas": [("Avisos a los actores", reverse(LISTA))]}
        return render(request, "operacion/aviso_nuevo.html", contexto, status=422 if form.errors else 200)
    if "enviar" in request.POST:
        try:
            circular = _enviar(request, proceso, form)
        except circulares.CircularInvalida as error:
            messages.error(request, str(error))
        else:
            return redirect("operacion:aviso", circular.folio)
    return _vista_previa(request, proceso, form)


def _enviar(request: HttpRequest, proceso: Proceso, form: AvisoForm) -> Circular:
    dicho = form.cleaned_data
    return circulares.enviar(
        proceso=proceso,
        destino=form.destino,
        asunto=dicho["asunto"],
        texto=dicho["texto"],
        folio=dicho["folio"],
        marca=request.POST.get("marca", ""),
        por=quien(request),
    )


def _vista_previa(request: HttpRequest, proceso: Proceso, form: AvisoForm) -> HttpResponse:
    reparto = circulares.repartir(proceso, form.destino)
    contexto = {
        "form": form,
        "dicho": form.cleaned_data,
        "reparto": reparto,
        "sin_cuenta": _contadas([actor.siglas for actor in reparto.sin_cuenta]),
        "cuantas": len(reparto.representaciones),
        "a_quienes": form.destino.en_palabras(proceso),
        "migas": [("Avisos a los actores", reverse(LISTA))],
    }
    return render(request, "operacion/aviso_revisar.html", contexto)


@requiere(Permiso.AVISAR_A_ACTORES)
@require_safe
def aviso(request: HttpRequest, folio: str) -> HttpResponse:
    """El acuse: qué se dijo, a quién y en qué va cada carta."""
    circular = get_object_or_404(Circular, folio=folio)
    contexto = {
        "circular": circular,
        "sin_cuenta": _contadas(circular.sin_cuenta),
        "cartas": circulares.cartas_de(circular),
        "migas": [("Avisos a los actores", reverse(LISTA))],
    }
    return render(request, "operacion/aviso.html", contexto)


def _contadas(siglas: list[str]) -> str:
    """Varias candidaturas independientes comparten siglas: «IND (8)», no ocho veces la misma palabra."""
    return ", ".join(f"{una} ({veces})" if veces > 1 else una for una, veces in Counter(siglas).items())
