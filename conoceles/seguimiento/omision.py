"""Qué es omitir: dejar pasar el plazo sin enviar. Función pura; no consulta nada ni mira el reloj.

Es del cuestionario curricular. Del de identidad no se lleva cuenta: de una lista de omisas no debe deducirse
quién se negó a contestarlo.
"""

from __future__ import annotations

from datetime import datetime

from django.db.models import TextChoices

from conoceles.calendario.plazos import dentro_de_plazo


class Omision(TextChoices):
    TOTAL = "total", "Total"
    PARCIAL = "parcial", "Parcial"


def omision(*, ahora: datetime, limite: datetime, capturo: bool, envio: bool) -> Omision | None:
    """`None` si aún está en plazo o si envió, aunque haya sido tarde; parcial si dejó algo escrito sin enviarlo."""
    if envio or dentro_de_plazo(ahora, limite):
        return None
    return Omision.PARCIAL if capturo else Omision.TOTAL
