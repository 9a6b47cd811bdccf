"""Los errores que la ciudadanía avisó: se leen, se contestan y quedan cerrados."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from conoceles.comun.claves import folio_canonico
from conoceles.comun.paginas import numero_de, paginas
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.publicacion.models import Ficha
from conoceles.reportes.acciones import YaAtendido
from conoceles.reportes.models import LARGO_MAXIMO, Reporte
from conoceles.validacion.acciones_reportes import atender_reporte
from conoceles.validacion.forms import TextoField

from .comunes import proceso_de

_POR_PAGINA, _ATENDIDOS_A_LA_VISTA = 50, 50


class RespuestaForm(forms.Form):
    respuesta = TextoField(
        label="Qué se le contesta",
        help_text="La lee quien guardó el folio. No repita datos personales que haya escrito.",
        max_length=LARGO_MAXIMO,
        widget=forms.Textarea(attrs={"rows": 4}),
        error_messages={
            "required": "Escriba qué se hizo con el aviso: quien lo mandó leerá esta respuesta.",
            "max_length": "Escriba hasta %(limit_value)s caracteres; lleva %(show_value)s.",
        },
    )


@requiere(Permiso.VALIDAR)
@require_safe
@never_cache
def reportes(request: HttpRequest) -> HttpResponse:
    """Los que esperan, del más antiguo al más nuevo, y los últimos que se cerraron."""
    todos = _del_proceso(request)
    pendientes = todos.filter(atendido_en=None).order_by("recibido_en")
    total = pendientes.count()
    numero = numero_de(request.GET.get("pagina"), total=total, por_pagina=_POR_PAGINA)
    atendidos = todos.exclude(atendido_en=None).order_by("-atendido_en")[:_ATENDIDOS_A_LA_VISTA]
    contexto = {
        "pendientes": _con_nombre(pendientes[(numero - 1) * _POR_PAGINA : numero * _POR_PAGINA]),
        "total": total,
        "paginas": paginas(numero, total=total, por_pagina=_POR_PAGINA, direccion=lambda n: f"?pagina={n}"),
        "atendidos": _con_nombre(atendidos),
        "recibidos": todos.count(),
        "sin_atender": todos.filter(atendido_en__isnull=False, atendido_por="").count(),
        "dias": proceso_de(request).parametros.dias_reportes,
    }
    return render(request, "validacion/reportes.html", contexto)


@requiere(Permiso.VALIDAR)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def reporte(request: HttpRequest, folio: str) -> HttpResponse:
    elegido = get_object_or_404(_del_proceso(request), pk=folio_canonico(folio))
    form = RespuestaForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            atender_reporte(reporte=elegido, respuesta=form.cleaned_data["respuesta"], por=quien(request))
        except YaAtendido as error:
            form.add_error(None, str(error))
            elegido.refresh_from_db()
        else:
            messages.success(request, f"Atendió el aviso {elegido.folio}.")
            return redirect("validacion:reportes")
    contexto = {
        "reporte": elegido,
        "nombre": _con_nombre([elegido])[0][1],
        "form": form,
        "publica": reverse("consulta:ficha", args=[elegido.candidatura]),
        "migas": [("Errores reportados", reverse("validacion:reportes"))],
    }
    return render(request, "validacion/reporte.html", contexto, status=422 if form.is_bound else 200)


def _del_proceso(request: HttpRequest) -> QuerySet[Reporte]:
    return Reporte.objects.filter(proceso=proceso_de(request).clave)


def _con_nombre(avisos: QuerySet[Reporte] | list[Reporte]) -> list[tuple[Reporte, str]]:
    """Cada aviso con el nombre de la candidatura de cuya página habla."""
    nombres = dict(
        Ficha.objects.filter(pk__in={aviso.candidatura for aviso in avisos}).values_list(
            "clave", "tarjeta__nombre"
        )
    )
    return [(aviso, nombres.get(aviso.candidatura, aviso.candidatura)) for aviso in avisos]
