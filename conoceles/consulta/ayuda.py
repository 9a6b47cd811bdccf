"""Las páginas de ayuda: cómo usar el sitio, las preguntas frecuentes y la declaración de accesibilidad."""

from __future__ import annotations

from datetime import date

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from conoceles.comun.puertas import publica
from conoceles.publicacion.lectura import Lectura

from .direcciones import completa, direccion
from .medios import de_la_pagina
from .respuestas import dibujar, por_edicion

# El día en que se revisó por última vez lo que la declaración afirma.
ACCESIBILIDAD_REVISADA = date(2026, 11, 23)


@publica
@por_edicion
def como_usar(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    return _pagina(request, lectura, "como_usar", "consulta/como_usar.html")


@publica
@por_edicion
def preguntas(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    cargos = list(lectura.indice.opciones["cargo"].values())
    return _pagina(request, lectura, "preguntas", "consulta/preguntas.html", cargos=cargos)


@publica
@por_edicion
def accesibilidad(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    return _pagina(
        request,
        lectura,
        "accesibilidad",
        "consulta/accesibilidad.html",
        revisada=ACCESIBILIDAD_REVISADA,
        dias=lectura.proceso.parametros.dias_accesibilidad,
    )


def _pagina(
    request: HttpRequest, lectura: Lectura, nombre: str, plantilla: str, **propio: object
) -> HttpResponse:
    contexto = {
        "activa": nombre,
        "dentro_de": "como_usar",
        "migas": [(gettext("Inicio"), direccion(lectura.proceso, "portada"))],
        "canonica": completa(direccion(lectura.proceso, nombre)),
        "medios": de_la_pagina(nombre),
        **propio,
    }
    return dibujar(request, lectura, plantilla, contexto)
