"""Cuando hay dos textos para una sección: se comparan, la persona elige, y el que no se usa se conserva."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from conoceles.captura import panorama
from conoceles.captura.comparacion import comparar
from conoceles.captura.expediente import Expediente, con_mi_expediente, leer
from conoceles.captura.forms import SeccionForm
from conoceles.captura.guardado import apartar
from conoceles.captura.lectura import en_texto
from conoceles.comun import horas
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuestionarios import acciones
from conoceles.cuestionarios.acciones import DIAS_EN_GUARDA
from conoceles.cuestionarios.definiciones import Seccion
from conoceles.cuestionarios.models import Sobrante

from .comun import pintar


def choque(request: HttpRequest, expediente: Expediente, form: SeccionForm) -> HttpResponse:
    """Lo que llegó chocó con lo guardado: antes de preguntar, se pone a salvo."""
    apartar(request, acciones.abrir(candidatura=expediente.candidatura), form)
    al_dia = leer(expediente.candidatura)
    return _comparar(request, al_dia, form, form.cleaned_data, status=409, sobrante=None)


@requiere(Permiso.CAPTURAR)
@require_safe
@con_mi_expediente
def sobrantes(request: HttpRequest, expediente: Expediente) -> HttpResponse:
    """Los textos que no se usaron, con qué hacer con cada uno."""
    return pintar(
        request,
        "captura/sobrantes.html",
        expediente,
        sobrantes=[_para_leerse(expediente, sobrante) for sobrante in _de(expediente)],
        dias=DIAS_EN_GUARDA,
    )


@requiere(Permiso.CAPTURAR)
@require_safe
@con_mi_expediente
def sobrante(request: HttpRequest, expediente: Expediente, pk: int) -> HttpResponse:
    """Recuperar uno es compararlo con lo guardado y elegir, igual que en un choque."""
    elegido = get_object_or_404(_de(expediente), pk=pk)
    if elegido.seccion not in expediente.editables:
        raise Http404
    seccion = expediente.definicion.seccion(elegido.seccion)
    form = SeccionForm(seccion, {**expediente.respuestas, **elegido.valores})
    return _comparar(request, expediente, form, elegido.valores, status=200, sobrante=elegido)


def _de(expediente: Expediente) -> QuerySet[Sobrante]:
    return Sobrante.objects.filter(cuestionario_id=expediente.cuestionario.pk)


def _comparar(
    request: HttpRequest,
    expediente: Expediente,
    form: SeccionForm,
    suyos: Mapping[str, Any],
    *,
    status: int,
    sobrante: Sobrante | None,
) -> HttpResponse:
    seccion = form.seccion
    avance = expediente.avances.get(seccion.clave)
    return pintar(
        request,
        "captura/choque.html",
        expediente,
        status=status,
        seccion=seccion,
        form=form,
        campos=list(form.campos(cuenta_espacios=expediente.cuenta_espacios, pendientes={})),
        comparaciones=comparar(seccion, suyos, expediente.respuestas),
        revision=avance.revision if avance else 0,
        guardada=horas.hora_exacta(avance.guardada_en) if avance else "",
        sobrante=sobrante,
        url=panorama.url_de_seccion(expediente, seccion.clave),
    )


def _para_leerse(expediente: Expediente, sobrante: Sobrante) -> dict[str, Any]:
    seccion = expediente.definicion.seccion(sobrante.seccion)
    return {
        "pk": sobrante.pk,
        "seccion": seccion,
        "creado": horas.fecha_y_hora(sobrante.creado_en),
        "filas": _filas(seccion, sobrante.valores),
        "es_recuperable": sobrante.seccion in expediente.editables,
    }


def _filas(seccion: Seccion, valores: Mapping[str, Any]) -> list[dict[str, str]]:
    return [
        {"etiqueta": pregunta.etiqueta, "valor": en_texto(pregunta, valores[pregunta.clave])}
        for pregunta in seccion.preguntas
        if pregunta.clave in valores
    ]
