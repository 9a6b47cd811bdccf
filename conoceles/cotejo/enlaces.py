"""Enlaces escritos en medio de un texto: los medios de contacto tienen sus propios campos. Puro."""

from __future__ import annotations

import re

# Con esquema, con «www.» o un dominio de los comunes; lo que sigue a una arroba es un correo.
_ENLACE = re.compile(
    r"https?://[^\s<>]+"
    r"|(?<![@\w.-])www\.[^\s<>]+"
    r"|(?<![@\w.-])(?:t\.me|wa\.me|bit\.ly|youtu\.be)/[^\s<>]+"
    r"|(?<![@\w.-])(?:[a-z0-9-]+\.)+(?:com|mx|org|net|gob|info)\b(?:/[^\s<>]*)?",
    re.IGNORECASE,
)
_COLA = ".,;:!?)»”\"'"


def hallar(texto: str) -> list[tuple[int, int]]:
    """Dónde está cada uno, sin la puntuación que lo sigue: pares (inicio, fin)."""
    return [(e.start(), e.start() + len(e[0].rstrip(_COLA))) for e in _ENLACE.finditer(texto)]
