"""Lo que las personas piden corregir de lo ya validado: se concede todo, una parte o nada."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from conoceles.calendario.plazos import vence
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.cuestionarios.models import SolicitudDeCorreccion
from conoceles.registro.cartas import ultimo_minuto
from conoceles.validacion import acciones
from conoceles.validacion.forms import ResolucionForm

from .comunes import dicho_en, proceso_de

_RESUELTAS_A_LA_VISTA = 50


@requiere(Permiso.VALIDAR)
@require_safe
@never_cache
def correcciones(request: HttpRequest) -> HttpResponse:
    """Las que esperan respuesta, de la más antigua a la más nueva, y las últimas que se resolvieron."""
    todas = _solicitudes(request)
    resueltas = todas.exclude(resuelta_en=None).order_by("-resuelta_en")[:_RESUELTAS_A_LA_VISTA]
    contexto = {
        "pendientes": [_fila(solicitud) for solicitud in todas.filter(resuelta_en=None)],
        "resueltas": [_fila(solicitud) for solicitud in resueltas],
    }
    return render(request, "validacion/correcciones.html", contexto)


def _solicitudes(request: HttpRequest) -> QuerySet[SolicitudDeCorreccion]:
    return SolicitudDeCorreccion.objects.filter(
        cuestionario__candidatura__posicion__contienda__cargo__proceso=proceso_de(request)
    ).select_related(
        "cuestionario__candidatura__persona__cuenta",
        "cuestionario__candidatura__posicion__actor",
        "cuestionario__candidatura__posicion__contienda__demarcacion",
        "cuestionario__candidatura__posicion__contienda__cargo__proceso",
    )


def _fila(solicitud: SolicitudDeCorreccion) -> dict[str, Any]:
    return {
        "solicitud": solicitud,
        "candidatura": solicitud.cuestionario.candidatura,
        "secciones": _titulos(solicitud, solicitud.secciones),
        "en_que_va": en_que_va(solicitud, timezone.now()),
    }


def _titulos(solicitud: SolicitudDeCorreccion, claves: list[str]) -> str:
    return ", ".join(s.titulo for s in solicitud.cuestionario.definicion if s.clave in claves)


def en_que_va(solicitud: SolicitudDeCorreccion, ahora: datetime) -> tuple[str, str]:
    """(rótulo, variante) de la etiqueta."""
    if solicitud.resuelta_en is None:
        return "Por resolver", "atencion"
    if not solicitud.concedidas:
        return "No se concedió", "apagado"
    if solicitud.atendida_en is None:
        vencida = solicitud.vence_en is not None and solicitud.vence_en <= ahora
        return ("Venció", "apagado") if vencida else ("Corrigiendo", "progreso")
    return "Concluida", "exito"


@requiere(Permiso.VALIDAR)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def correccion(request: HttpRequest, pk: int) -> HttpResponse:
    """Una solicitud: qué pide y por qué, y la decisión sección por sección."""
    solicitud = get_object_or_404(_solicitudes(request), pk=pk)
    form = ResolucionForm(request.POST if request.method == "POST" else None, solicitud=solicitud)
    if form.is_valid():
        with dicho_en(form):
            acciones.resolver_correccion(solicitud=solicitud, por=quien(request), **form.cleaned_data)
            messages.success(request, "Resolvió la solicitud y se le avisó a la persona.")
            return redirect("validacion:correcciones")
    proceso = proceso_de(request)
    limite = vence(timezone.now(), proceso.parametros.dias_correccion, proceso.zona)
    contexto = {
        **_fila(solicitud),
        "form": form,
        "concedidas": _titulos(solicitud, solicitud.concedidas),
        "vence_si_concede": ultimo_minuto(limite),
        "migas": [("Correcciones a petición", reverse("validacion:correcciones"))],
    }
    return render(request, "validacion/correccion.html", contexto, status=422 if form.is_bound else 200)
