"""Cómo está el servicio: si funciona, cuánto ha faltado y de cuándo es lo que se lee."""

from __future__ import annotations

from functools import partial

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext

from conoceles.comun.horas import cuanto_dura
from conoceles.comun.puertas import publica
from conoceles.interrupciones import lectura as libro
from conoceles.publicacion.lectura import Lectura

from .direcciones import completa, direccion
from .interrupciones import en_curso
from .respuestas import dibujar, por_edicion

ULTIMAS = 3


@publica
@partial(por_edicion, otra_marca=lambda: f"{libro.marca()}{en_curso()}")
def estado(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    en_pie = [una for una in libro.todas() if una.anulada_en is None]
    contexto = {
        "activa": "estado",
        "en_curso": en_curso(),
        "desde": en_pie[0].hasta if en_pie else None,
        "cuantas": len(en_pie),
        "en_total": cuanto_dura(libro.en_total()),
        "ultimas": [(una, cuanto_dura(una.hasta - una.desde)) for una in en_pie[:ULTIMAS]],
        "migas": [(gettext("Inicio"), direccion(lectura.proceso, "portada"))],
        "canonica": completa(reverse("consulta:estado")),
    }
    return dibujar(request, lectura, "consulta/estado.html", contexto)
