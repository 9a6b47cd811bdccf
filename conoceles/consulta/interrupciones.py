"""Cuándo faltó el servicio, a la vista de cualquiera. Es de la instalación entera: no cambia con el proceso."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from conoceles.comun.horas import con_zona, cuanto_dura
from conoceles.comun.puertas import publica
from conoceles.interrupciones import lectura as libro
from conoceles.publicacion.lectura import Lectura

from .direcciones import completa, direccion
from .respuestas import dibujar, por_edicion


@publica
@partial(por_edicion, otra_marca=lambda: f"{libro.marca()}{en_curso()}")
def interrupciones(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    todas = list(libro.todas())
    contexto = {
        "filas": [(una, cuanto_dura(una.hasta - una.desde)) for una in todas],
        "en_curso": en_curso(),
        "cuantas": sum(una.anulada_en is None for una in todas),
        "en_total": cuanto_dura(libro.en_total()),
        "con_gracia": lectura.proceso.parametros.gracia_por_interrupcion,
        "migas": [(gettext("Inicio"), direccion(lectura.proceso, "portada"))],
        "canonica": completa(reverse("consulta:interrupciones")),
    }
    return dibujar(request, lectura, "consulta/interrupciones.html", contexto)


def en_curso() -> str:
    """La que está pasando, si alguien alcanza a leerla antes de que quede escrita."""
    pasando = libro.en_curso()
    if pasando is None:
        return ""
    dicho = gettext("El servicio no da señales desde el %(desde)s. Al volver quedará escrita aquí, entera.")
    return dicho % {"desde": con_zona(pasando.desde)}
