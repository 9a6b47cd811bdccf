"""De qué conexión viene una petición, también detrás del proxy de la instalación."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest

from conoceles.bitacora.contexto import truncar


def direccion_de(request: HttpRequest) -> str:
    """La dirección de quien pide. Sólo se cree en `X-Forwarded-For` lo que puso el proxy propio.

    Si el encabezado no cuadra con `ALLAUTH_TRUSTED_PROXY_COUNT`, vale la del vecino inmediato: un
    encabezado inventado no debe tirar la página ni escapar del límite.
    """
    try:
        return get_adapter(request).get_client_ip(request)
    except (ImproperlyConfigured, PermissionDenied):
        return request.META.get("REMOTE_ADDR", "")


def conexion_de(request: HttpRequest) -> str:
    """La red (/24 o /48): quien ataca cambia de dirección dentro de la suya sin costo."""
    return truncar(direccion_de(request))


_NAVEGADORES = (("Edg", "Edge"), ("OPR", "Opera"), ("SamsungBrowser", "Samsung Internet"), ("Firefox", "Firefox"),
                ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome", "Chrome"), ("Safari", "Safari"))  # fmt: skip
_SISTEMAS = (("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"),
             ("CrOS", "ChromeOS"), ("Mac OS", "Mac"), ("Linux", "Linux"))  # fmt: skip


def equipo_de(request: HttpRequest) -> str:
    """«Chrome en Android»: lo bastante para que su dueña o dueño lo reconozca."""
    agente = request.headers.get("User-Agent", "")
    navegador = next((nombre for marca, nombre in _NAVEGADORES if marca in agente), "un navegador")
    sistema = next((nombre for marca, nombre in _SISTEMAS if marca in agente), "")
    return f"{navegador} en {sistema}" if sistema else navegador
