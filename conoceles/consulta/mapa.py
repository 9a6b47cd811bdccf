"""Los municipios del proceso, dibujados si el Instituto cargó sus contornos y siempre en una lista."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse

from conoceles.comun.puertas import publica
from conoceles.publicacion.lectura import Lectura

from .direcciones import completa, direccion
from .respuestas import dibujar, por_edicion


@publica
@por_edicion
def mapa(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    contexto = {
        "activa": "mapa",
        "municipios": [],
        "trazos": [],
        "alto": 0,
        "migas": [("Inicio", direccion(lectura.proceso, "portada"))],
        "canonica": completa(direccion(lectura.proceso, "mapa")),
    }
    return dibujar(request, lectura, "consulta/mapa.html", contexto)
