"""`{% bloque bloque %}`: una parte de la ficha, dibujada una vez mientras diga lo mismo.

La edición cambia a cada rato y las respuestas casi nunca: al rehacer una página, sus partes ya están dibujadas. La de
identidad de quien no publicó nada es la misma para miles.
"""

from __future__ import annotations

from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from conoceles.publicacion.ficha import Bloque

MAX_EN_MEMORIA = 4096  # de 1 a 12 kB cada una

register = template.Library()


@register.simple_tag(name="bloque")
def etiqueta_bloque(bloque: Bloque) -> SafeString:
    return _dibujado(bloque, get_language())


@lru_cache(MAX_EN_MEMORIA)
def _dibujado(bloque: Bloque, idioma: str | None) -> SafeString:
    return render_to_string("publicacion/_bloque.html", {"bloque": bloque})
