"""Por dar visto bueno: qué se propone, quién, desde cuándo y qué cambiaría."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conoceles.comun.legibles import legibles
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.cuestionarios.models import Cuestionario
from conoceles.publicacion import vistos as vistos_buenos
from conoceles.publicacion.models import Ficha, VistoBueno
from conoceles.publicacion.pausas import Pausada
from conoceles.registro.models import Candidatura
from conoceles.validacion import acciones, expediente
from conoceles.validacion.forms import NotaForm

from .comunes import (
    apartado_de,
    candidatura_o_404,
    cuestionario_o_404,
    dicho_con_palabras,
    dicho_en,
    lo_oculto,
    proceso_de,
    que_volveria,
)
from .revision import direccion

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
    filas = legibles(vistos)
    claves = [visto.clave for visto in filas]
    suyas = {c.clave: c for c in Candidatura.objects.con_todo().filter(clave__in=claves)}
    cuestionarios = Cuestionario.objects.curriculares().filter(candidatura__in=suyas.values())
    por_candidatura = {cuestionario.candidatura_id: cuestionario for cuestionario in cuestionarios}
    return [
        {
            "visto": visto,
            "candidatura": suyas[visto.clave],
            "apartado": apartado_de(visto, por_candidatura.get(suyas[visto.clave].pk)),
        }
        for visto in filas
        if visto.clave in suyas
    ]


@requiere(Permiso.DAR_VISTO_BUENO)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def visto(request: HttpRequest, pk: int) -> HttpResponse:
    """Uno, con lo que cambiaría; la otra persona lo aprueba o dice por qué no."""
    elegido = get_object_or_404(VistoBueno, pk=pk, proceso=proceso_de(request).clave)
    candidatura = candidatura_o_404(request, elegido.clave)
    form = NotaForm(request.POST if "rechazar" in request.POST else None)
    if request.method == "POST" and elegido.resuelto_por == quien(request).acceso:  # dos veces el mismo botón
        messages.info(request, f"Ya lo había resuelto usted: {elegido.desenlace.lower()}.")
        return redirect("validacion:vistos")
    if "aprobar" in request.POST:
        return _aprobar(request, elegido)
    if form.is_valid():
        with dicho_en(form):
            acciones.rechazar(visto=elegido, nota=form.cleaned_data["texto"], por=quien(request))
            messages.success(request, "No dio el visto bueno: no se hace.")
            return redirect("validacion:vistos")
    cuestionario = cuestionario_o_404(candidatura)
    es_propio = elegido.propuesto_por == quien(request).acceso
    contexto = {
        "visto": elegido,
        "candidatura": candidatura,
        "form": form,
        "por_que_no": vistos_buenos.por_que_no_aprueba(elegido, quien(request)),
        "puede_desistir": vistos_buenos.puede_retirar_propuesta(elegido, quien(request)),
        "se_niega": form.is_bound or not (es_propio or elegido.resuelto_en),
        "expediente": _lo_que_cambia(cuestionario, elegido),
        "volveria": _lo_que_volveria(cuestionario, elegido),
        "apartado": apartado_de(elegido, cuestionario),
        "migas": [("Por dar visto bueno", reverse("validacion:vistos"))],
    }
    return render(request, "validacion/visto.html", contexto, status=422 if form.is_bound else 200)


def _aprobar(request: HttpRequest, elegido: VistoBueno) -> HttpResponse:
    with dicho_con_palabras(request):
        acciones.aprobar(visto=elegido, por=quien(request))
        messages.success(request, "Dio el visto bueno: quedó hecho.")
        return redirect("validacion:vistos")
    return redirect("validacion:visto", elegido.pk)


@requiere(Permiso.VALIDAR)
@require_POST
def desistir(request: HttpRequest, pk: int) -> HttpResponse:
    """Retirar lo que una misma propuso, sin esperar a que otra persona lo rechace."""
    elegido = get_object_or_404(VistoBueno, pk=pk, proceso=proceso_de(request).clave)
    with dicho_con_palabras(request):
        vistos_buenos.retirar_propuesta(visto=elegido, por=quien(request))
        messages.success(request, "Retiró su propuesta: no se hace.")
    return redirect(direccion(elegido.clave))


def _lo_que_cambia(cuestionario: Cuestionario, elegido: VistoBueno) -> expediente.Expediente | None:
    """Lo que se publicaría frente a lo publicado, o lo anotado por apartado; de un retiro basta su motivo."""
    if elegido.clase not in (VistoBueno.Clase.CORREGIR, VistoBueno.Clase.OBSERVAR):
        return None
    return expediente.armar(cuestionario, frente_a=elegido.datos.get("en_lugar_de"))


def _lo_que_volveria(cuestionario: Cuestionario, elegido: VistoBueno) -> list[Pausada]:
    """Lo que hoy está oculto y volvería a verse si se aprueba."""
    ficha = Ficha.objects.filter(pk=elegido.clave).first()
    if ficha is None or elegido.resuelto_en:
        return []
    if elegido.clase == VistoBueno.Clase.MOSTRAR:
        return lo_oculto(ficha, [elegido.datos["seccion"]])
    return que_volveria(cuestionario, ficha) if elegido.clase == VistoBueno.Clase.CORREGIR else []
