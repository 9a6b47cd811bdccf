"""A dónde va cada quien al entrar: es lo único que conoce todas las caras."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien

# El primero que pueda; el personal, a la bandeja.
ESPACIOS = (
    (Permiso.CAPTURAR, "captura:tareas"),
    (Permiso.REPRESENTAR, "partido:candidaturas"),
)


@requiere(Permiso.CUENTA_PROPIA)
def inicio(request: HttpRequest) -> HttpResponse:
    suyo = (ruta for permiso, ruta in ESPACIOS if quien(request).puede(permiso))
    return redirect(next(suyo, "validacion:bandeja"))
