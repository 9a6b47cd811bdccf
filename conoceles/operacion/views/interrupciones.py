"""El libro de interrupciones: ver, anotar, explicar y anular."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from conoceles.comun import horas
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.interrupciones import acciones, lectura
from conoceles.interrupciones.models import Interrupcion
from conoceles.operacion.forms_interrupciones import AnotarForm, AnularForm, DescripcionForm
from conoceles.publicacion.plazos import devolver_lo_perdido

LISTA = "operacion:interrupciones"


@requiere(Permiso.ANOTAR_INTERRUPCIONES)
@require_safe
def interrupciones(request: HttpRequest) -> HttpResponse:
    filas = [(una, horas.cuanto_dura(una.hasta - una.desde)) for una in lectura.todas()]
    contexto = {"filas": filas, "en_total": horas.cuanto_dura(lectura.en_total())}
    return render(request, "operacion/interrupciones.html", contexto)


@requiere(Permiso.ANOTAR_INTERRUPCIONES)
@require_http_methods(["GET", "HEAD", "POST"])
def anotar(request: HttpRequest) -> HttpResponse:
    form = AnotarForm(request.POST if request.method == "POST" else None)
    if _se_hizo(form, lambda datos: acciones.anotar(**datos, por=quien(request))):
        messages.success(request, f"Anotó la interrupción. {_a_cuantas(devolver_lo_perdido())}")
        return redirect(LISTA)
    contexto = {"form": form, "migas": _migas()}
    return render(request, "operacion/interrupcion_anotar.html", contexto, status=422 if form.errors else 200)


def _a_cuantas(movidas: int) -> str:
    if not movidas:
        return "No cayó en las últimas 24 horas de ningún plazo para responder."
    return f"Se devolvió el tiempo a {movidas:,} candidatura{'s' if movidas > 1 else ''} y se les escribió."


@requiere(Permiso.ANOTAR_INTERRUPCIONES)
@require_http_methods(["GET", "HEAD", "POST"])
def explicar(request: HttpRequest, pk: int) -> HttpResponse:
    interrupcion = get_object_or_404(Interrupcion, pk=pk)
    form = DescripcionForm(request.POST if request.method == "POST" else None)
    return _sobre_una(request, interrupcion, form, "explicar", acciones.explicar)


@requiere(Permiso.ANOTAR_INTERRUPCIONES)
@require_http_methods(["GET", "HEAD", "POST"])
def anular(request: HttpRequest, pk: int) -> HttpResponse:
    interrupcion = get_object_or_404(Interrupcion, pk=pk)
    form = AnularForm(request.POST if request.method == "POST" else None)
    return _sobre_una(request, interrupcion, form, "anular", acciones.anular)


def _sobre_una(
    request: HttpRequest, interrupcion: Interrupcion, form: forms.Form, verbo: str, acto: Callable[..., Any]
) -> HttpResponse:
    if _se_hizo(form, lambda datos: acto(interrupcion=interrupcion, **datos, por=quien(request))):
        messages.success(
            request, "Anuló la interrupción." if verbo == "anular" else "Explicó la interrupción."
        )
        return redirect(LISTA)
    contexto = {
        "form": form,
        "interrupcion": interrupcion,
        "duracion": horas.cuanto_dura(interrupcion.hasta - interrupcion.desde),
        "es_anulacion": verbo == "anular",
        "migas": _migas(),
    }
    return render(request, "operacion/interrupcion.html", contexto, status=422 if form.errors else 200)


def _se_hizo(form: forms.Form, acto: Callable[[dict[str, Any]], Any]) -> bool:
    """Si el verbo se niega, dice por qué en el mismo formulario y nada escrito se pierde."""
    if not form.is_valid():
        return False
    try:
        acto(form.cleaned_data)
    except acciones.InterrupcionInvalida as error:
        form.add_error(None, str(error))
        return False
    return True


def _migas() -> list[tuple[str, str]]:
    return [("Interrupciones", reverse(LISTA))]
