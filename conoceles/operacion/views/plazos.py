"""Dar a una candidatura su propio plazo, o regresarla al general."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from conoceles.calendario.models import Proceso
from conoceles.comun import horas
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.operacion.forms_plazos import PlazoForm
from conoceles.publicacion.plazos import fijar_plazo
from conoceles.registro.models import Candidatura
from conoceles.seguimiento.acciones import PlazoInvalido, plazo_sin_el_suyo
from conoceles.seguimiento.models import PlazoPropio


@requiere(Permiso.REQUERIR)
@require_http_methods(["GET", "HEAD", "POST"])
def plazo(request: HttpRequest, clave: str) -> HttpResponse:
    del_proceso = Candidatura.objects.con_todo().del_proceso(Proceso.objects.vigente())
    candidatura = get_object_or_404(del_proceso, clave=clave)
    form = PlazoForm(request.POST if request.method == "POST" else None)
    if "quitar" in request.POST:  # sólo hace falta el motivo
        form.fields["ultimo_dia"].required = False
    if form.is_valid():
        hasta = None if "quitar" in request.POST else form.hasta(candidatura.proceso.zona)
        try:
            candidatura = fijar_plazo(
                candidatura=candidatura, hasta=hasta, motivo=form.cleaned_data["motivo"], por=quien(request)
            )
        except PlazoInvalido as error:
            form.add_error(None, str(error))
        else:
            limite = horas.plazo(candidatura.plazo_de_captura)
            messages.success(
                request, f"{candidatura.persona.nombre_completo} puede responder hasta el {limite}."
            )
            return redirect("operacion:plazo", clave)
    return _pagina(request, candidatura, form)


def _pagina(request: HttpRequest, candidatura: Candidatura, form: PlazoForm) -> HttpResponse:
    limite = candidatura.plazo_de_captura
    dados = PlazoPropio.objects.filter(candidatura=candidatura).order_by("-instante")
    contexto = {
        "form": form,
        "candidatura": candidatura,
        "limite": horas.plazo(limite),
        "vencio": limite <= timezone.now(),
        "es_propio": candidatura.captura_hasta is not None,
        "general": horas.plazo(plazo_sin_el_suyo(candidatura)) if candidatura.captura_hasta else "",
        "dados": [(dado, horas.plazo(dado.hasta) if dado.hasta else "") for dado in dados],
        "migas": [
            ("Omisiones", reverse("operacion:omisiones")),
            (candidatura.persona.nombre_completo, reverse("validacion:revision", args=[candidatura.clave])),
        ],
    }
    return render(request, "operacion/plazo.html", contexto, status=422 if form.errors else 200)
