"""Usar o descartar un texto que propuso su partido, sin perder lo que la persona tenía escrito."""

from __future__ import annotations

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods

from conoceles.captura import panorama
from conoceles.captura.expediente import Expediente, con_mi_expediente
from conoceles.captura.forms import SeccionForm
from conoceles.captura.guardado import guardar
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.cuestionarios.acciones import SeccionCambiada, SeccionCerrada, propuestas
from conoceles.cuestionarios.models import TextoPropuesto

from .choques import choque
from .secciones import seccion as pagina_de_seccion


@requiere(Permiso.CAPTURAR)
@require_http_methods(["GET", "HEAD", "POST"])
@con_mi_expediente
def usar(request: HttpRequest, expediente: Expediente, pk: int) -> HttpResponseBase:
    def verbo(propuesta: TextoPropuesto) -> str:
        propuestas.usar(propuesta=propuesta, por=quien(request), sesion=request.session.session_key or "")
        return (
            "Usamos el texto de su partido: ahora es su respuesta. Léalo y cámbielo como quiera. "
            "Si usted ya había escrito otro, está en «Textos que no se usaron»."
        )

    return _decidir(request, expediente, pk, verbo)


@requiere(Permiso.CAPTURAR)
@require_http_methods(["GET", "HEAD", "POST"])
@con_mi_expediente
def descartar(request: HttpRequest, expediente: Expediente, pk: int) -> HttpResponseBase:
    def verbo(propuesta: TextoPropuesto) -> str:
        propuestas.descartar(propuesta=propuesta, por=quien(request))
        return "Descartamos el texto de su partido. Su respuesta queda como usted la escribió."

    return _decidir(request, expediente, pk, verbo)


def _decidir(
    request: HttpRequest, expediente: Expediente, pk: int, verbo: Callable[[TextoPropuesto], str]
) -> HttpResponseBase:
    """Los botones van en el formulario de la sección: lo escrito llega con ellos y se guarda primero."""
    propuesta = get_object_or_404(
        TextoPropuesto.objects.select_related("cuestionario"),
        pk=pk,
        cuestionario_id=expediente.cuestionario.pk,
    )
    seccion = expediente.definicion.seccion_de(propuesta.pregunta)
    regreso = panorama.url_de_seccion(expediente, seccion.clave)
    if request.method != "POST":  # quien vuelve tras entrar de nuevo llega por GET
        return redirect(regreso)
    form = SeccionForm(seccion, expediente.respuestas, request.POST)
    if not form.is_valid():
        return pagina_de_seccion(request, clave=expediente.candidatura.clave, seccion=seccion.clave)
    try:
        guardar(request, propuesta.cuestionario, form)
        messages.success(request, verbo(propuesta))
    except SeccionCambiada:
        return choque(request, expediente, form)
    except (SeccionCerrada, propuestas.YaResuelta) as error:
        messages.error(request, f"No cambió nada. {error}")
    return redirect(regreso)
