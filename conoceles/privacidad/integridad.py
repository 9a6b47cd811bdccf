"""¿El registro aparte de quién leyó la identidad es el que la bitácora encadenada asentó? En los dos sentidos."""

from __future__ import annotations

from collections import Counter

from conoceles.bitacora.models import Asiento

from .models import Lectura


def primer_defecto() -> str | None:
    """`None` si todo cuadra; si no, una frase con quién y de qué candidatura.

    Cada lectura se asienta en su misma transacción: quien borre o invente una tendría que rehacer también la cadena.
    """
    asentadas = Asiento.objects.filter(accion="identidad:estudiar")
    constan = Counter(asentadas.values_list("actor", "rol", "objeto_clave"))
    guardadas = Counter(Lectura.objects.values_list("actor", "rol", "candidatura"))
    for actor, _, clave in sorted(constan - guardadas):
        return f"Falta una lectura de la identidad de {clave} por {actor}: se asentó y ya no está."
    for actor, _, clave in sorted(guardadas - constan):
        return f"La lectura de la identidad de {clave} por {actor} no se asentó: se escribió por fuera."
    return None
