"""Borrar para siempre lo que se publicó: se elige qué, se lee cuáles versiones se borrarían y sólo entonces se confirma."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.publicacion import cuatro_ojos
from conoceles.publicacion.acciones import NoPublicable, versiones_por_borrar
from conoceles.publicacion.models import Ficha, Instantanea
from conoceles.registro.models import Candidatura
from conoceles.validacion import acciones
from conoceles.validacion.forms import SuprimirForm

from .comunes import candidatura_o_404, cuestionario_o_404, dicho_en
from .revision import direccion


@requiere(Permiso.PUBLICAR)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def suprimir(request: HttpRequest, clave: str) -> HttpResponse:
    """La primera vez enseña las versiones; la segunda, si siguen siendo ésas, las borra o lo propone."""
    candidatura = candidatura_o_404(request, clave)
    cuestionario = cuestionario_o_404(candidatura)
    ficha = Ficha.objects.filter(pk=clave, envio_publicado__isnull=False).first()
    if ficha is None:
        messages.error(request, "Sus respuestas nunca se publicaron: no hay nada que suprimir.")
        return redirect(direccion(clave))
    apartados = [(seccion.clave, seccion.titulo) for seccion in cuestionario.definicion]
    form = SuprimirForm(request.POST if request.method == "POST" else None, apartados=apartados)
    versiones: list[int] = []
    if form.is_valid():
        pedido = {campo: form.cleaned_data[campo] for campo in ("seccion", "con_lo_actual")}
        try:
            versiones = versiones_por_borrar(cuestionario, ficha, **pedido)
        except NoPublicable as error:
            form.add_error(None, str(error))
    confirma = _confirmacion(form, versiones)
    if versiones and request.POST.get("confirma") == confirma:
        with dicho_en(form):
            _suprimir(request, candidatura, form)
            return redirect(direccion(clave))
    contexto = {
        "candidatura": candidatura,
        "form": form,
        "confirma": confirma,
        "versiones": _filas(ficha, versiones),
        "se_propone": cuatro_ojos.rigen(candidatura.proceso),
        "migas": [
            ("Bandeja", reverse("validacion:bandeja")),
            (candidatura.persona.nombre_completo, direccion(clave)),
        ],
    }
    return render(request, "validacion/suprimir.html", contexto, status=422 if form.errors else 200)


def _confirmacion(form: SuprimirForm, versiones: list[int]) -> str:
    """Lo que se leyó: si al confirmar es otra cosa, se vuelve a leer."""
    elegido = (form.data.get("seccion", ""), form.data.get("con_lo_actual", ""))
    return " ".join([*elegido, *map(str, versiones)])


def _suprimir(request: HttpRequest, candidatura: Candidatura, form: SuprimirForm) -> None:
    datos: dict[str, Any] = form.cleaned_data
    visto = acciones.suprimir(
        candidatura=candidatura,
        motivo=datos["texto"],
        por=quien(request),
        seccion=datos["seccion"],
        con_lo_actual=datos["con_lo_actual"],
    )
    nombre = candidatura.persona.nombre_completo
    messages.success(
        request,
        f"Propuso suprimir lo publicado de {nombre}: falta el visto bueno de otra persona."
        if visto
        else f"Suprimió lo publicado de {nombre}. Queda su huella.",
    )


def _filas(ficha: Ficha, versiones: list[int]) -> QuerySet[Instantanea]:
    suyas = Instantanea.objects.filter(clave=ficha.clave, version__in=versiones)
    return suyas.only("version", "instante").order_by("version")
