"""Por dar visto bueno: qué se propone, quién, desde cuándo y qué cambiaría."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.publicacion.models import VistoBueno
from conoceles.registro.models import Candidatura
from conoceles.validacion import acciones, expediente
from conoceles.validacion.forms import NotaForm

from .comunes import candidatura_o_404, cuestionario_o_404, dicho_con_palabras, dicho_en, proceso_de

_RESUELTOS_A_LA_VISTA = 20


@requiere(Permiso.DAR_VISTO_BUENO)
@require_safe
@never_cache
def vistos(request: HttpRequest) -> HttpResponse:
    """Los que esperan, del más antiguo al más nuevo, y los últimos que se resolvieron."""
    del_proceso = VistoBueno.objects.filter(proceso=proceso_de(request).clave)
    resueltos = del_proceso.exclude(resuelto_en=None).order_by("-resuelto_en")[:_RESUELTOS_A_LA_VISTA]
    contexto = {"pendientes": _filas(del_proceso.filter(resuelto_en=None)), "resueltos": _filas(resueltos)}
    return render(request, "validacion/vistos.html", contexto)


def _filas(vistos: QuerySet[VistoBueno]) -> list[dict[str, Any]]:
    """Cada visto con su candidatura: la tabla pública no la conoce."""
    filas = list(vistos)
    suyas = Candidatura.objects.con_todo().filter(clave__in=[visto.clave for visto in filas])
    por_clave = {candidatura.clave: candidatura for candidatura in suyas}
    return [
        {"visto": visto, "candidatura": por_clave[visto.clave]} for visto in filas if visto.clave in por_clave
    ]


@requiere(Permiso.DAR_VISTO_BUENO)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def visto(request: HttpRequest, pk: int) -> HttpResponse:
    """Uno, con lo que cambiaría; la otra persona lo aprueba o dice por qué no."""
    elegido = get_object_or_404(VistoBueno, pk=pk, proceso=proceso_de(request).clave)
    candidatura = candidatura_o_404(request, elegido.clave)
    form = NotaForm(request.POST if "rechazar" in request.POST else None)
    if "aprobar" in request.POST:
        return _aprobar(request, elegido)
    if form.is_valid():
        with dicho_en(form):
            acciones.rechazar(visto=elegido, nota=form.cleaned_data["texto"], por=quien(request))
            messages.success(request, "No dio el visto bueno: no se hace.")
            return redirect("validacion:vistos")
    es_propio = elegido.propuesto_por == quien(request).acceso
    contexto = {
        "visto": elegido,
        "candidatura": candidatura,
        "form": form,
        "es_propio": es_propio,
        "se_niega": form.is_bound or not (es_propio or elegido.resuelto_en),
        "expediente": _lo_que_cambia(candidatura, elegido),
        "apartados_ocultos": _apartados_ocultos(candidatura, elegido),
        "migas": [("Por dar visto bueno", reverse("validacion:vistos"))],
    }
    return render(request, "validacion/visto.html", contexto, status=422 if form.is_bound else 200)


def _aprobar(request: HttpRequest, elegido: VistoBueno) -> HttpResponse:
    with dicho_con_palabras(request):
        acciones.aprobar(visto=elegido, por=quien(request))
        messages.success(request, "Dio el visto bueno: quedó hecho.")
        return redirect("validacion:vistos")
    return redirect("validacion:visto", elegido.pk)


def _lo_que_cambia(candidatura: Candidatura, elegido: VistoBueno) -> expediente.Expediente | None:
    """Lo que se publicaría frente a lo publicado, o lo anotado por apartado; de un retiro basta su motivo."""
    if elegido.clase not in (VistoBueno.Clase.CORREGIR, VistoBueno.Clase.OBSERVAR):
        return None
    return expediente.armar(cuestionario_o_404(candidatura), frente_a=elegido.datos.get("en_lugar_de"))


def _apartados_ocultos(candidatura: Candidatura, elegido: VistoBueno) -> str:
    """Los que se ocultaron de urgencia; vacío si fue la ficha entera."""
    claves = elegido.datos.get("secciones", []) if elegido.clase == VistoBueno.Clase.OCULTAR else []
    if "" in claves:
        return ""
    definicion = cuestionario_o_404(candidatura).definicion
    return ", ".join(seccion.titulo for seccion in definicion if seccion.clave in claves)
