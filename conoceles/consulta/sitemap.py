"""El mapa para los buscadores: un índice y sus partes, sólo con lo que puede indexarse.

Cada proceso tiene las suyas bajo su propia dirección, como pide el protocolo (sitemaps.org); uno ficticio no tiene.
En cada lengua que el sitio ofrece hay las mismas partes, y cada página nombra a sus iguales en las demás.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import repeat
from math import ceil
from xml.sax.saxutils import escape

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone

from conoceles.calendario.models import Proceso
from conoceles.comun.lenguas import en_otra
from conoceles.comun.puertas import publica
from conoceles.comun.templatetags.lengua import alternas
from conoceles.publicacion.lectura import Lectura, abrir

from .direcciones import completa, direccion
from .metadatos import se_indexa
from .respuestas import por_edicion

POR_PARTE = (
    2000  # el protocolo admite 50,000; así cada parte pesa menos de 1 MB, con sus iguales en cada lengua
)
_XMLNS = 'xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml"'


@publica
@por_edicion
def indice(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    """Las partes de todos los procesos reales, en cada lengua."""
    partes = [
        en_otra(completa(direccion(proceso, "sitemap_parte", numero=str(numero))), lengua)
        for proceso in lectura.procesos
        if not proceso.es_ficticio
        for numero in range(1, _cuantas(_lectura(proceso, lectura)) + 1)
        for lengua, _ in settings.LANGUAGES
    ]
    if not partes:
        raise Http404
    return _xml("sitemapindex", map(_elemento, repeat("sitemap"), partes))


@publica
@por_edicion
def parte(request: HttpRequest, lectura: Lectura, numero: int) -> HttpResponse:
    if lectura.proceso.es_ficticio or not 1 <= numero <= _cuantas(lectura):
        raise Http404
    suyas = _direcciones(lectura)[(numero - 1) * POR_PARTE : numero * POR_PARTE]
    return _xml("urlset", (_elemento("url", url, _en_las_demas(url)) for url in suyas))


def _lectura(proceso: Proceso, abierta: Lectura) -> Lectura:
    return abierta if proceso.pk == abierta.proceso.pk else abrir(proceso.clave, timezone.now())


def _cuantas(lectura: Lectura) -> int:
    return ceil(len(_direcciones(lectura)) / POR_PARTE)


def _direcciones(lectura: Lectura) -> list[str]:
    return [completa(ruta) for ruta in _rutas(lectura)]


def _rutas(lectura: Lectura) -> Iterator[str]:
    """En un orden que no dice nada: por clave, que es al azar."""
    proceso, indice = lectura.proceso, lectura.indice
    yield from (direccion(proceso, nombre) for nombre in _paginas())
    for contienda in sorted(indice.por_contienda):
        yield direccion(proceso, "comparacion", contienda=contienda)
    raiz = direccion(proceso, "lista")
    for clave in sorted(indice.filas):
        if se_indexa(indice.situacion(indice.filas[clave]), proceso):
            yield f"{raiz}{clave}/"


@lru_cache(1)
def _paginas() -> tuple[str, ...]:
    """Lo que cada proceso tiene además de sus candidaturas: sus rutas sin nada que llenar, si son páginas y no archivos."""
    from .urls import PAGINAS  # las rutas nombran también a este módulo

    rutas = {str(ruta.pattern): ruta.name or "" for ruta in PAGINAS}
    return tuple(
        nombre for ruta, nombre in rutas.items() if not ruta or ruta.endswith("/") and "<" not in ruta
    )


def _en_las_demas(url: str) -> str:
    """La misma página en cada lengua, también la suya, como lo piden los buscadores; con una sola, nada."""
    return "".join(
        f'<xhtml:link rel="alternate" hreflang="{etiqueta}" href="{escape(otra)}"/>'
        for etiqueta, otra in alternas(url)
    )


def _elemento(nombre: str, url: str, mas: str = "") -> str:
    return f"<{nombre}><loc>{escape(url)}</loc>{mas}</{nombre}>\n"


def _xml(raiz: str, elementos: Iterable[str]) -> HttpResponse:
    return HttpResponse(
        f'<?xml version="1.0" encoding="UTF-8"?>\n<{raiz} {_XMLNS}>\n{"".join(elementos)}</{raiz}>\n',
        content_type="application/xml; charset=utf-8",
    )
