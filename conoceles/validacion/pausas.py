"""Qué apartados de lo publicado se muestran y cuáles no."""

from __future__ import annotations

from collections.abc import Iterator

from conoceles.cuestionarios.models import Cuestionario
from conoceles.publicacion.models import Ficha
from conoceles.publicacion.situacion import frase_de_pausa


def a_la_vista(cuestionario: Cuestionario, ficha: Ficha) -> Iterator[tuple[str, str]]:
    """Los que siguen a la vista: (clave, título)."""
    for seccion in cuestionario.definicion:
        if seccion.clave not in ficha.pausas:
            yield seccion.clave, seccion.titulo


def pausadas(cuestionario: Cuestionario | None, ficha: Ficha | None) -> list[tuple[str, str, str]]:
    """Los que no se muestran: (clave, título, lo que se lee en público en su lugar)."""
    pausas = ficha.pausas if ficha else {}
    return [
        (seccion.clave, seccion.titulo, frase_de_pausa(pausas[seccion.clave]))
        for seccion in (cuestionario.definicion if cuestionario else ())
        if seccion.clave in pausas
    ]
