"""Lo publicado, tal cual: sólo se toca lo que no puede guardarse o volver a publicarse. Funciones puras."""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

from conoceles.comun.texto import plegar

from .avisos import Clase

# Los mismos cargos, partidos y «No proporcionó» se comparan en cada fila.
plegado = lru_cache(maxsize=20_000)(plegar)

# Lo que ni XML ni PostgreSQL admiten: no podría exportarse ni guardarse. Tabuladores, saltos de línea,
# espacios duros, viñetas privadas y emojis se quedan.
_NO_CABE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")
# Marcas que cambian la dirección de lo que sigue: en un nombre, lo mostrarían distinto de como se guarda.
_AL_REVES = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ENTIDAD = re.compile(r"&(?:[A-Za-z]{2,8}|#\d{1,7}|#x[0-9A-Fa-f]{1,6});")
# «Ã¡» es UTF-8 leído como Windows; «Jak?z» perdió la letra y «la pasta¿», sus comillas; \ufffd ya se perdió.
_ROTO = re.compile(r"Ã[\x80-\xbf‚-™]|\ufffd|[^\W\d_]\?[a-záéíóúñ]|\w¿")
_RESERVADO = re.compile(
    r"\b[A-Z]{4}\d{6}[HMX][A-Z]{5}[A-Z0-9]\d\b"  # CURP
    r"|\b[A-Z]{6}\d{8}[HM]\d{3}\b"  # clave de elector
    r"|\b[A-ZÑ&]{4}\d{6}[A-Z0-9]{3}\b"  # RFC de una persona
)


def tal_cual(celda: str, *, entidades_html: bool = False) -> str:
    """El texto de la celda en NFC y sin los caracteres que no caben.

    >>> tal_cual("  Procuradur&iacute;a  ")
    '  Procuradur&iacute;a  '
    """
    if entidades_html:
        celda = html.unescape(celda)
    return unicodedata.normalize("NFC", _NO_CABE.sub("", celda))


def invierte(celda: str) -> bool:
    """¿Trae marcas que la mostrarían al revés de como está escrita?"""
    return bool(_AL_REVES.search(celda))


def rarezas(celda: str, *, entidades_html: bool = False) -> Iterator[Clase]:
    """Qué tiene de raro una celda, y qué le hizo `tal_cual`."""
    if _NO_CABE.search(celda):
        yield Clase.CARACTERES_QUITADOS
    if not unicodedata.is_normalized("NFC", celda):
        yield Clase.ACENTOS_RECOMPUESTOS
    if not entidades_html and _ENTIDAD.search(celda):
        yield Clase.ENTIDADES_HTML
    if _ROTO.search(celda):
        yield Clase.ACENTOS_ROTOS
    if _RESERVADO.search(celda):
        yield Clase.DATO_RESERVADO
