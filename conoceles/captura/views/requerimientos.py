"""Un requerimiento del Instituto: se lee, se imprime y se confirma que se recibió."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from conoceles.captura.expediente import mi_candidatura
from conoceles.comun import horas
from conoceles.comun.llegada import recibido_en
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.seguimiento.acciones import confirmar_recepcion
from conoceles.seguimiento.models import Recepcion, Requerimiento

from .comun import pintar_de


@requiere(Permiso.CAPTURAR)
@require_http_methods(["GET", "HEAD", "POST"])
@cache_control(private=True, no_store=True)
def requerimiento(request: HttpRequest, clave: str, folio: str) -> HttpResponse:
    """También el de una candidatura que ya terminó: consta que existió."""
    candidatura = mi_candidatura(request, clave)
    suyo = get_object_or_404(Requerimiento, candidatura=candidatura, folio=folio)
    if request.method == "POST":
        hecha = confirmar_recepcion(requerimiento=suyo, por=quien(request), recibido_en=recibido_en(request))
        messages.success(request, f"Quedó constancia de que lo recibió. Folio {hecha.folio}.")
        return redirect("captura:requerimiento", clave, folio)
    recepcion = Recepcion.objects.filter(requerimiento=suyo).first()
    return pintar_de(
        request,
        "captura/requerimiento.html",
        candidatura,
        requerimiento=suyo,
        emitido=horas.fecha_y_hora(suyo.instante),
        vence=horas.plazo(suyo.vence_en),
        recepcion=recepcion,
        recibido=horas.fecha_y_hora_exacta(recepcion.instante) if recepcion else "",
    )
