"""Las tres manifestaciones: se contestan antes del cuestionario de identidad y se cambian cuando se quiera."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from conoceles.captura import acciones_identidad as acciones
from conoceles.captura.consentimiento import CLAVES, Cambio, ConsentimientoForm, cambios, en_palabras
from conoceles.captura.identidad import MiIdentidad, con_mi_identidad
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.reanudar import sin_reanudar
from conoceles.cuentas.sesiones import quien

from .comun import pintar_de


@requiere(Permiso.CAPTURAR)
@require_http_methods(["GET", "HEAD", "POST"])
@sin_reanudar
@con_mi_identidad
def consentimiento(request: HttpRequest, mia: MiIdentidad) -> HttpResponse:
    if request.method != "POST":
        return _pagina(request, mia, ConsentimientoForm(vigente=mia.consentimiento_al_dia))
    form = ConsentimientoForm(request.POST)
    es_otro_aviso = request.POST.get("aviso") != mia.aviso.clave
    if es_otro_aviso or not form.is_valid():
        status = 409 if es_otro_aviso else 422
        return _pagina(request, mia, form, status=status, es_otro_aviso=es_otro_aviso)
    if por_cambiar := _sin_confirmar(request, mia, form):
        return _confirmar(request, mia, form, por_cambiar)
    nuevo = acciones.manifestar(
        candidatura=mia.candidatura, aviso=mia.aviso.clave, por=quien(request), **form.manifestado
    )
    if nuevo == mia.consentimiento:
        messages.info(request, "No cambió nada: vale lo que ya había decidido.")
    return redirect("captura:acuse", mia.candidatura.clave, nuevo.folio)


def _sin_confirmar(request: HttpRequest, mia: MiIdentidad, form: ConsentimientoForm) -> list[Cambio]:
    """Lo que cambia respecto de lo decidido, si aún no se confirma sabiendo justo eso."""
    if mia.consentimiento is None or request.POST.get("confirma") == mia.consentimiento.folio:
        return []
    return cambios(mia.consentimiento, form.manifestado)


def _pagina(
    request: HttpRequest,
    mia: MiIdentidad,
    form: ConsentimientoForm,
    *,
    status: int = 200,
    es_otro_aviso: bool = False,
) -> HttpResponse:
    return _pintar(
        request,
        "captura/consentimiento.html",
        mia,
        status=status,
        form=form,
        simplificado=mia.aviso.simplificado(mia.candidatura.proceso.instituto),
        decidido=en_palabras(mia.consentimiento) if mia.consentimiento else [],
        es_otro_aviso=es_otro_aviso,
    )


def _confirmar(
    request: HttpRequest, mia: MiIdentidad, form: ConsentimientoForm, por_cambiar: list[Cambio]
) -> HttpResponse:
    """Qué pasará, antes de que pase. Todavía no se guarda nada."""
    contestado = [(clave, form.cleaned_data[clave]) for clave in CLAVES]
    return _pintar(
        request, "captura/consentimiento_cambios.html", mia, cambios=por_cambiar, contestado=contestado
    )


def _pintar(request: HttpRequest, plantilla: str, mia: MiIdentidad, **contexto: Any) -> HttpResponse:
    return pintar_de(request, plantilla, mia.candidatura, mia=mia, **contexto)
