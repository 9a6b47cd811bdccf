"""La dirección de cada página pública: el proceso vigente en la raíz, los demás bajo su clave."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from conoceles.calendario.models import Proceso


def direccion(proceso: Proceso, nombre: str, **partes: str) -> str:
    """La ruta de `consulta:<nombre>` en ese proceso."""
    if not proceso.es_vigente:
        partes["proceso"] = proceso.clave
    return reverse(f"consulta:{nombre}", kwargs=partes)


def completa(ruta: str) -> str:
    """Con el dominio, para lo que se copia fuera del sitio."""
    return settings.CONOCELES_SITIO + ruta


def de_foto(huella: str, nombre: str) -> str:
    return f"/fotos/{huella}/{nombre}"
