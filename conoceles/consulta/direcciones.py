"""La dirección de cada página pública: el proceso vigente en la raíz, los demás bajo su clave."""

from __future__ import annotations

from functools import lru_cache

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import get_language

from conoceles.calendario.models import Proceso
from conoceles.publicacion.lectura import Lectura

_CLAVE = "clave-por-poner"  # ninguna ruta la dice


def direccion(proceso: Proceso, nombre: str, *, clave: str = "", **partes: str) -> str:
    """La ruta de `consulta:<nombre>` en ese proceso. `clave`: la de una candidatura; la ruta se arma una vez para todas."""
    if not proceso.es_vigente:
        partes["proceso"] = proceso.clave
    if clave:
        partes["clave"] = _CLAVE
    return _ruta(f"consulta:{nombre}", tuple(partes.items()), get_language()).replace(_CLAVE, clave)


def en_su_proceso(proceso: str, lectura: Lectura, nombre: str, **partes: str) -> str:
    """La misma página en el proceso con esa clave: cuando deja de ser el vigente, lo suyo vive bajo ella.

    Raises:
        Http404: si ese proceso no es público.
    """
    for otro in lectura.procesos:
        if otro.clave == proceso:
            return direccion(otro, nombre, **partes)
    raise Http404


@lru_cache(16_384)
def _ruta(nombre: str, partes: tuple[tuple[str, str], ...], idioma: str | None) -> str:
    """Toda página pide una docena y casi siempre las mismas; armar cada una recorre todas las rutas."""
    return reverse(nombre, kwargs=dict(partes))


def completa(ruta: str) -> str:
    """Con el dominio, para lo que se copia fuera del sitio."""
    return settings.CONOCELES_SITIO + ruta


def de_foto(huella: str, nombre: str) -> str:
    return f"/fotos/{huella}/{nombre}"
