"""Lo que el Instituto le ha escrito a la persona, aunque su correo no funcione."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from conoceles.captura.expediente import mi_candidatura
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.mensajes.lectura import hilo_propio

from .comun import pintar_de


@requiere(Permiso.CAPTURAR)
@require_safe
@cache_control(private=True, no_store=True)
def mensajes(request: HttpRequest, clave: str) -> HttpResponse:
    """Del más reciente al más antiguo; también los de una candidatura que ya terminó."""
    candidatura = mi_candidatura(request, clave)
    return pintar_de(
        request,
        "captura/mensajes.html",
        candidatura,
        cartas=hilo_propio(clave, quien(request).acceso).reverse(),
    )
