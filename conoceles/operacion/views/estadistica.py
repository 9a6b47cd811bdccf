"""Los cortes de la estadística: qué hay publicado, hacer el de hoy y, para Igualdad, ver el que saldría."""

from __future__ import annotations

from collections.abc import Iterator
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
        "celdas": _comparadas(ultimo, saldria),
        "migas": [("Estadística", reverse(LISTA))],
    }
    return render(request, "operacion/estadistica_previa.html", contexto)


def _comparadas(ultimo: Corte | None, saldria: Corte) -> list[tuple[str, str, int | None, int | None]]:
    """(pregunta, respuesta, publicado, lo que saldría) de cada celda; nulo, lo que se reserva."""
    antes = {(t["pregunta"], c["opcion"]): c["total"] for t, c in _celdas(ultimo)}
    return [
        (t["titulo"], c["etiqueta"], antes.get((t["pregunta"], c["opcion"])), c["total"])
        for t, c in _celdas(saldria)
    ]


def _celdas(corte: Corte | None) -> Iterator[tuple[dict[str, Any], dict[str, Any]]]:
    preguntas = corte.datos["identidad"].get("preguntas", ()) if corte else ()
    return ((pregunta, celda) for pregunta in preguntas for celda in pregunta["celdas"])
