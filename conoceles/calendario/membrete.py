"""Lo que todo documento en PDF dice de quien lo emite: lo que `documentos/institucional.typ` espera."""

from __future__ import annotations

import re

from .models import Proceso
from .parametros import Instituto

_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


def membrete(proceso: Proceso) -> dict[str, str | bool]:
    """Nombre, siglas y color del instituto, y el proceso. Un color mal escrito no deja sin documento."""
    instituto = proceso.instituto
    color = instituto.color if _COLOR.fullmatch(instituto.color) else Instituto.color
    return {
        "instituto": instituto.nombre,
        "siglas": instituto.siglas,
        "color": color,
        "proceso": proceso.nombre,
        "es_ficticio": proceso.es_ficticio,
    }
