"""Cuándo faltó el servicio, a la vista de cualquiera. Es de la instalación entera: no cambia con el proceso."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from conoceles.comun.horas import cuanto_dura
from conoceles.comun.puertas import publica
from conoceles.interrupciones import lectura as libro
from conoceles.publicacion.lectura import Lectura

from .direcciones import completa, direccion
from .respuestas import dibujar, por_edicion


@publica
@partial(por_edicion, otra_marca=libro.marca)
def interrupciones(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    todas = list(libro.todas())
    contexto = {
        "filas": [(una, cuanto_dura(una.hasta - una.desde)) for una in todas],
        "cuantas": sum(una.anulada_en is None for una in todas),
        "en_total": cuanto_dura(libro.en_total()),
        "con_gracia": lectura.proceso.parametros.gracia_por_interrupcion,
        "migas": [("Inicio", direccion(lectura.proceso, "portada"))],
        "canonica": completa(reverse("consulta:interrupciones")),
    }
    return dibujar(request, lectura, "consulta/interrupciones.html", contexto)
