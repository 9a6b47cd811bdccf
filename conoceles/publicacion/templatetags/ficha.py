"""`{% ficha vista %}`, `{% bloque bloque %}` y `{% distintivo colores %}`: dibujados una vez mientras digan lo mismo.

La edición cambia a cada rato y las respuestas casi nunca: al rehacer una página, su ficha ya está dibujada. La parte de
identidad de quien no publicó nada es la misma para miles.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from conoceles.publicacion.bloques import Bloque
from conoceles.publicacion.ficha import FichaVista

MAX_FICHAS, MAX_BLOQUES = 1024, 2048  # de 8 a 20 kB cada ficha; de 1 a 12, cada bloque
MAX_DISTINTIVOS = 512  # los colores de un partido o de una alianza

register = template.Library()


@register.simple_tag(name="ficha")
def etiqueta_ficha(vista: FichaVista) -> SafeString:
    return _ficha(vista, get_language())


@register.simple_tag(name="bloque")
def etiqueta_bloque(bloque: Bloque) -> SafeString:
    return _bloque(bloque, get_language())


@register.simple_tag(name="distintivo")
def etiqueta_distintivo(colores: Iterable[str]) -> SafeString:
    return _distintivo(tuple(colores))


@lru_cache(MAX_FICHAS)
def _ficha(vista: FichaVista, idioma: str | None) -> SafeString:
    return render_to_string("publicacion/ficha.html", {"ficha": vista})


@lru_cache(MAX_DISTINTIVOS)
def _distintivo(colores: tuple[str, ...]) -> SafeString:
    return render_to_string("componentes/distintivo.html", {"colores": colores})


@lru_cache(MAX_BLOQUES)
def _bloque(bloque: Bloque, idioma: str | None) -> SafeString:
    return render_to_string("publicacion/_bloque.html", {"bloque": bloque})
