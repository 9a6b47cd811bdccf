"""En qué lengua se lee una página: la que dice el principio de su dirección (`/en/…`). Sin decirlo, en español.

El español de México es el texto de origen. Ni galletas ni `Accept-Language`: la misma dirección es la misma página para
cualquiera. Lo que escribió una candidatura y lo que dice el registro no se traduce: se marca (`original`).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import tzinfo
from functools import lru_cache, wraps
from pathlib import Path
from typing import ParamSpec, TypeVar

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.timezone import get_current_timezone
from django.utils.translation import get_language, override, pgettext, trans_real

P = ParamSpec("P")
R = TypeVar("R")
T = TypeVar("T")
ESPANOL = "es-mx"
_CON_MAYUSCULA = {"en"}  # las lenguas que escriben así los meses
_MAX_EN_MEMORIA = 2048


def ofrecidas(carpeta: Path) -> list[tuple[str, str]]:
    """El valor de `LANGUAGES`: el español y cada lengua con su catálogo compilado. Sólo se compila el que está entero."""
    compilados = sorted(ruta.parts[-3] for ruta in carpeta.glob("*/LC_MESSAGES/django.mo"))
    return [(lengua, lengua) for lengua in (ESPANOL, *compilados)]


def de_la_ruta(ruta: str) -> str:
    """«/en/candidaturas/» → «en»; lo que no empieza por una lengua ofrecida está en español."""
    primera = ruta.lstrip("/").partition("/")[0]
    return primera if primera in dict(settings.LANGUAGES) else ESPANOL


def en_otra(direccion: str, lengua: str) -> str:
    """La misma dirección, con dominio o sin él, en esa lengua: «/boleta/» → «/en/boleta/»."""
    sitio = settings.CONOCELES_SITIO if direccion.startswith(settings.CONOCELES_SITIO) else ""
    ruta = direccion.removeprefix(sitio)
    if (actual := de_la_ruta(ruta)) != ESPANOL:
        ruta = ruta.removeprefix(f"/{actual}")
    return sitio + ruta if lengua == ESPANOL else f"{sitio}/{lengua}{ruta}"


class LenguaMiddleware:
    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        with override(de_la_ruta(request.path_info)):
            return self.get_response(request)


def es_traduccion() -> bool:
    """¿La página que se dibuja no está en español?"""
    return get_language() not in (ESPANOL, None)


def etiqueta(lengua: str | None) -> str:
    """La de los atributos `lang` y `hreflang` (BCP 47): «es-MX», «en»."""
    primera, _, region = (lengua or ESPANOL).partition("-")
    return f"{primera}-{region.upper()}" if region else primera


@lru_cache
def nombre(lengua: str) -> str:
    """En la propia lengua; lo dice su catálogo."""
    with override(lengua):
        return pgettext("el nombre de esta lengua, en ella misma", "Español")


def atributo() -> SafeString | str:
    """`lang` para un elemento que no se traduce, si la página está en otra lengua."""
    return format_html(' lang="{}"', etiqueta(ESPANOL)) if es_traduccion() else ""


def original(texto: T) -> T | SafeString:
    """Lo que no se traduce, marcado como español en una página que no lo está."""
    return format_html("<span{}>{}</span>", atributo(), texto) if texto and es_traduccion() else texto


def frase(texto: str, **datos: str) -> str:
    """El texto, ya traducido, con esos datos en sus huecos (`%(nombre)s`), alguno quizá marcado por `original`."""
    if not es_traduccion():
        return texto % datos
    seguros = {nombre: conditional_escape(dato) for nombre, dato in datos.items()}
    return mark_safe(conditional_escape(texto) % seguros)  # noqa: S308 (todo va escapado)


def fecha(local: object, formato: str | Promise) -> str:
    """La fecha con ese formato de Django; el mes, con la inicial que pide la lengua."""
    escrita = date_format(local, str(formato))  # type: ignore[arg-type]
    return escrita if get_language() in _CON_MAYUSCULA else escrita.lower()


def por_lengua(funcion: Callable[P, R]) -> Callable[P, R]:
    """Recuerda lo que devuelve, una vez por lengua y por huso: lo que arma ya viene dicho con los de quien lee."""

    @lru_cache(_MAX_EN_MEMORIA)
    def en_su_lengua(lengua: str | None, huso: tzinfo, *partes: P.args, **resto: P.kwargs) -> R:
        return funcion(*partes, **resto)

    @wraps(funcion)
    def envuelta(*partes: P.args, **resto: P.kwargs) -> R:
        return en_su_lengua(get_language(), get_current_timezone(), *partes, **resto)  # type: ignore[arg-type]

    return envuelta


def recordar_textos() -> None:
    """Cada texto se busca una vez por lengua.

    Django encadena un catálogo por aplicación y el de reserva: un texto que ninguno trae (en español, casi todos) los
    recorre todos, y una página pide cientos.
    """
    for lengua, _ in settings.LANGUAGES:
        catalogo = trans_real.translation(lengua)
        catalogo.gettext = lru_cache(_MAX_EN_MEMORIA)(catalogo.gettext)  # type: ignore[method-assign]
        catalogo.ngettext = lru_cache(_MAX_EN_MEMORIA)(catalogo.ngettext)  # type: ignore[method-assign]
