"""El turno de quien revisa: tomarlo, quitárselo a quien lo tiene y soltarlo."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from conoceles.comun.horas import hora
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.cuestionarios import acciones as cuestionario_acciones

from .comunes import candidatura_o_404, cuestionario_o_404, dicho_con_palabras
from .revision import direccion


@requiere(Permiso.VALIDAR)
@require_http_methods(["GET", "HEAD", "POST"])
def tomar(request: HttpRequest, clave: str) -> HttpResponse:
    """Toma el turno. `de`: a quién se aceptó quitárselo; sin él sólo se toma uno libre."""
    if request.method != "POST":  # alguien que volvió a entrar y cayó en la dirección del botón
        return redirect(direccion(clave))
    cuestionario = cuestionario_o_404(candidatura_o_404(request, clave))
    de = request.POST.get("de", "")
    with dicho_con_palabras(request):
        turno = cuestionario_acciones.arrebatar(cuestionario=cuestionario, de=de, por=quien(request))
        messages.success(request, f"El turno es suyo hasta las {hora(turno.vence_en)}.")
    return redirect(direccion(clave, request.POST.get("cola", "")))


@requiere(Permiso.VALIDAR)
@require_http_methods(["GET", "HEAD", "POST"])
def soltar(request: HttpRequest, clave: str) -> HttpResponse:
    """Deja libre el turno propio; repetirlo no es un error."""
    if request.method != "POST":
        return redirect(direccion(clave))
    cuestionario = cuestionario_o_404(candidatura_o_404(request, clave))
    cuestionario_acciones.soltar(cuestionario=cuestionario, por=quien(request))
    messages.success(request, "Soltó el turno: otra persona puede seguir.")
    return redirect(direccion(clave, request.POST.get("cola", "")))
