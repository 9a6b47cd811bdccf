"""Lo que los cuestionarios dicen en público —títulos, preguntas y opciones— en la lengua de quien lee.

Las definiciones están en español, que es como se contestan; aquí se traducen al mostrarse. Los nombres propios no.
"""

from __future__ import annotations

from collections.abc import Iterator

from django.utils.translation import gettext

from conoceles.cuestionarios.definiciones import DEFINICIONES, Clase, Pregunta

# Preguntas cuyas opciones son nombres propios: pueblos, países y entidades.
NOMBRES_PROPIOS = {"pueblo", "pais", "entidad_nacimiento"}


def rotulo(texto: str) -> str:
    """Un título, una pregunta o una opción de un catálogo."""
    return gettext(texto) if texto else ""


def dice_nombres(pregunta: Pregunta) -> bool:
    """¿Sus opciones se leen igual en cualquier lengua?"""
    return pregunta.clave in NOMBRES_PROPIOS


def por_traducir() -> Iterator[str]:
    """Cada texto de las definiciones que puede leerse en público; de ahí los toma el catálogo de cada lengua."""
    for definicion in DEFINICIONES.values():
        for seccion in definicion:
            publicas = [
                una for una in seccion.preguntas if una.clase in (Clase.PUBLICA, Clase.CON_CONSENTIMIENTO)
            ]
            if publicas:
                yield seccion.titulo
            for pregunta in publicas:
                yield pregunta.rotulo or pregunta.etiqueta
                if not dice_nombres(pregunta):
                    yield from pregunta.elegibles.values()
