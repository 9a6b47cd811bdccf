"""Primero la seguridad: dejar de mostrar en el acto una ficha o un apartado, y volver a mostrarlo."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.publicacion import cuatro_ojos, dicho
from conoceles.publicacion.models import Ficha
from conoceles.publicacion.pausas import a_la_vista
from conoceles.validacion import acciones
from conoceles.validacion.forms import OcultarForm

from .comunes import candidatura_o_404, cuestionario_o_404, dicho_con_palabras, dicho_en
from .revision import direccion


@requiere(Permiso.VALIDAR)
@require_http_methods(["GET", "HEAD", "POST"])
def ocultar(request: HttpRequest, clave: str) -> HttpResponse:
    """Qué se oculta y por qué. Una sola persona basta; otra lo revisa después."""
    candidatura = candidatura_o_404(request, clave)
    ficha = Ficha.objects.filter(pk=clave).first()
    # Con lo escrito ya en camino no se redirige: el verbo dirá por qué no, y el texto vuelve a la pantalla.
    if ficha is None or (request.method != "POST" and ficha.estado != Ficha.Estado.PUBLICADA):
        messages.error(request, "Sus respuestas no están publicadas: no hay nada que ocultar.")
        return redirect(direccion(clave))
    apartados = list(a_la_vista(cuestionario_o_404(candidatura), ficha))
    form = OcultarForm(request.POST if request.method == "POST" else None, apartados=apartados)
    if form.is_valid():
        with dicho_en(form):
            visto = acciones.ocultar(
                candidatura=candidatura,
                seccion=form.cleaned_data["seccion"],
                motivo=form.cleaned_data["texto"],
                por=quien(request),
            )
            falta = "" if visto.resuelto_en else " Falta que otra persona lo revise."
            messages.success(request, f"Dejó de mostrarse.{falta}")
            return redirect(direccion(clave))
    contexto = {
        "candidatura": candidatura,
        "form": form,
        "otra_lo_revisa": cuatro_ojos.rigen(candidatura.proceso),
        "migas": [
            ("Bandeja", reverse("validacion:bandeja")),
            (candidatura.persona.nombre_completo, direccion(clave)),
        ],
    }
    return render(request, "validacion/ocultar.html", contexto, status=422 if form.is_bound else 200)


@requiere(Permiso.PUBLICAR)
@require_POST
def reanudar(request: HttpRequest, clave: str) -> HttpResponse:
    """Volver a mostrar un apartado que se había dejado de mostrar."""
    candidatura = candidatura_o_404(request, clave)
    with dicho_con_palabras(request):
        seccion = request.POST.get("seccion") or "ninguno"  # sin apartado sería la ficha entera
        visto = acciones.mostrar(candidatura=candidatura, seccion=seccion, por=quien(request))
        if visto:
            messages.success(request, "Propuso volver a mostrarlo: falta el visto bueno de otra persona.")
        else:
            messages.success(
                request, f"Volvió a poner el apartado entre lo que se muestra. {dicho.cita(clave)}"
            )
    return redirect(direccion(clave))
