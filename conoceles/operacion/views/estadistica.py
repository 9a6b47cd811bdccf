"""Los cortes de la estadística: qué hay publicado, hacer el de hoy y, para Igualdad, ver el que saldría."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from conoceles.calendario.models import Proceso
from conoceles.comun.segundo_plano import Avance
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.estadistica import lectura
from conoceles.estadistica.acciones import previsualizar
from conoceles.estadistica.models import Corte
from conoceles.operacion import cortes

LISTA = "operacion:estadistica"


@requiere(Permiso.CORTAR_ESTADISTICA)
@never_cache
@require_safe
def estadistica(request: HttpRequest) -> HttpResponse:
    proceso = Proceso.objects.vigente()
    if avance := cortes.en_curso(proceso):
        return render(request, "operacion/estadistica_avance.html", {"avance": avance})
    contexto = {
        "cortes": list(lectura.cortes(proceso.clave)),
        "hecho_hoy": cortes.esta_hecho(proceso),
        "falla": cortes.falla(proceso),
        "parametros": proceso.parametros,
        "puede_ver_el_que_saldria": quien(request).puede(Permiso.ESTUDIAR_IDENTIDAD),
    }
    return render(request, "operacion/estadistica.html", contexto)


@requiere(Permiso.CORTAR_ESTADISTICA)
@require_POST
def cortar(request: HttpRequest) -> HttpResponse:
    if not cortes.pedir(Proceso.objects.vigente(), por=quien(request)):
        messages.info(request, "El corte de hoy ya está hecho o se está haciendo.")
    return redirect(LISTA)


@requiere(Permiso.CORTAR_ESTADISTICA)
@never_cache
@require_safe
def avance(request: HttpRequest) -> HttpResponse:
    """Para `avance.js`: en qué va, o que ya terminó."""
    va = cortes.en_curso(Proceso.objects.vigente())
    estado = va or Avance()
    return JsonResponse(
        {"termino": va is None, "fase": estado.fase, "hechas": estado.hechas, "total": estado.total}
    )


@requiere(Permiso.ESTUDIAR_IDENTIDAD)
@never_cache
@require_POST
def previa(request: HttpRequest) -> HttpResponse:
    """Se pide con un botón y no por la dirección: cada vez se leen respuestas y queda asentado."""
    proceso = Proceso.objects.vigente()
    ultimo, saldria = lectura.ultimo(proceso.clave), previsualizar(proceso=proceso, por=quien(request))
    contexto = {
        "saldria": saldria,
        "minimo": saldria.datos["minimo"],
        "tablas": _comparadas(ultimo, saldria),
        "migas": [("Estadística", reverse(LISTA))],
    }
    return render(request, "operacion/estadistica_previa.html", contexto)


def _comparadas(ultimo: Corte | None, saldria: Corte) -> list[dict[str, Any]]:
    """Cada pregunta con sus celdas: lo publicado y lo que saldría; nulo, lo que se reserva."""
    antes = {
        (tabla["pregunta"], celda["opcion"]): celda["total"]
        for tabla in (ultimo.datos["identidad"] if ultimo else ())
        for celda in tabla["celdas"]
    }
    return [
        {
            "titulo": tabla["titulo"],
            "celdas": [
                (celda["etiqueta"], antes.get((tabla["pregunta"], celda["opcion"])), celda["total"])
                for celda in tabla["celdas"]
            ],
        }
        for tabla in saldria.datos["identidad"]
    ]
