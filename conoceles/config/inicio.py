"""A dónde va cada quien al entrar: es lo único que conoce todas las caras."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien


@requiere(Permiso.CUENTA_PROPIA)
def inicio(request: HttpRequest) -> HttpResponse:
    return redirect("captura:tareas" if quien(request).puede(Permiso.CAPTURAR) else "validacion:bandeja")
