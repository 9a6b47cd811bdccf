"""La lengua de la página en las plantillas: qué no se traduce, cómo se escriben las fechas y dónde está en otra lengua."""

from __future__ import annotations

from datetime import date, datetime

from django import template
from django.conf import settings
from django.utils.html import format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import get_language

from conoceles.comun import horas, lenguas

register = template.Library()
register.filter(lenguas.original)  # {{ ficha.nombre|original }}


@register.simple_tag
def lengua_de_la_pagina() -> str:
    return lenguas.etiqueta(get_language())


@register.simple_tag
def lengua_para_compartir() -> str:
    """Como la escribe Open Graph: «es_MX», «en»."""
    return lenguas.etiqueta(get_language()).replace("-", "_")


@register.simple_tag
def en_esta_lengua(direccion: str) -> str:
    """La misma dirección en la lengua de la página; para las que no buscan el nombre de ninguna ruta."""
    return lenguas.en_otra(direccion, get_language() or lenguas.ESPANOL)


@register.simple_tag
def lang_original() -> SafeString | str:
    """El atributo de un elemento entero que no se traduce; en español no hace falta."""
    return lenguas.atributo()


@register.simple_tag
def en_cada_lengua(direccion: str) -> list[tuple[str, str, str, bool]]:
    """(etiqueta, nombre, dirección de la misma página, si es la de ahora); sólo con el español, ninguna."""
    claves = [clave for clave, _ in settings.LANGUAGES]
    return [
        (
            lenguas.etiqueta(clave),
            lenguas.nombre(clave),
            lenguas.en_otra(direccion, clave),
            clave == get_language(),
        )
        for clave in (claves if len(claves) > 1 else ())
    ]


def alternas(direccion: str) -> list[tuple[str, str]]:
    """(hreflang, la misma página) como lo piden los buscadores; «x-default», para quien no lee ninguna: el original."""
    pares = [(etiqueta, url) for etiqueta, _, url, _ in en_cada_lengua(direccion)]
    return [*pares, ("x-default", lenguas.en_otra(direccion, lenguas.ESPANOL))] if pares else []


@register.simple_tag
def en_otras_lenguas(direccion: str) -> SafeString:
    """Los `<link>` con que los buscadores hallan la misma página en cada lengua."""
    return format_html_join("", '<link rel="alternate" hreflang="{}" href="{}">', alternas(direccion))


@register.filter(expects_localtime=True)
def iso(instante: datetime) -> str:
    """Para `<time datetime>`, en la hora del lugar: lo mismo que `date:"c"`, que arma un formato que no hace falta."""
    return instante.isoformat()


@register.filter(expects_localtime=True)
def dia(fecha: date | None) -> str:
    """«30 de abril de 2027»."""
    return lenguas.fecha(fecha, horas.DIA) if fecha else ""


@register.filter(expects_localtime=True)
def dia_de_la_semana(fecha: date | None) -> str:
    """«domingo 6 de junio de 2027»."""
    return lenguas.fecha(fecha, horas.DIA_DE_LA_SEMANA) if fecha else ""


@register.filter
def dia_y_hora(instante: datetime | None) -> str:
    """«30 de abril de 2027, 14:03 h»."""
    return horas.fecha_y_hora(instante) if instante else ""


@register.filter
def dia_y_hora_exacta(instante: datetime | None) -> str:
    """«30 de abril de 2027, 14:03:22 h»."""
    return horas.fecha_y_hora_exacta(instante) if instante else ""


@register.filter
def hora_exacta(instante: datetime | None) -> str:
    return horas.hora_exacta(instante) if instante else ""
