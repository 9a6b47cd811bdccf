"""Las páginas de ayuda: cómo usar el sitio, las preguntas frecuentes y la declaración de accesibilidad."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse

from conoceles.comun.puertas import publica
from conoceles.publicacion.lectura import Lectura

from .direcciones import completa, direccion
from .respuestas import dibujar, por_edicion

# El día en que se revisó por última vez lo que la declaración afirma.
ACCESIBILIDAD_REVISADA = date(2026, 11, 23)


@publica
@por_edicion
def como_usar(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    return _pagina(request, lectura, "como_usar")


@publica
@por_edicion
def preguntas(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    return _pagina(request, lectura, "preguntas", cargos=list(lectura.indice.opciones["cargo"].values()))


@publica
@por_edicion
def accesibilidad(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    dias = lectura.proceso.parametros.dias_accesibilidad
    return _pagina(request, lectura, "accesibilidad", revisada=ACCESIBILIDAD_REVISADA, dias=dias)


def _pagina(request: HttpRequest, lectura: Lectura, nombre: str, **propio: object) -> HttpResponse:
    contexto = {
        "activa": nombre,
        "dentro_de": "como_usar",
        "migas": [("Inicio", direccion(lectura.proceso, "portada"))],
        "canonica": completa(direccion(lectura.proceso, nombre)),
        **propio,
    }
    return dibujar(request, lectura, f"consulta/{nombre}.html", contexto)
