"""Cuándo vence algo. Funciones puras: reciben instantes en UTC y el huso, no miran el reloj."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo


def vence(desde: datetime, dias: int, zona: ZoneInfo) -> datetime:
    """El último instante del día local que cae `dias` días naturales después de `desde`.

    Durante el proceso electoral todos los días y horas son hábiles. El resultado es exclusivo: a ese
    instante ya venció (las 00:00 del día siguiente).

    >>> vence(datetime(2024, 4, 14, 18, tzinfo=ZoneInfo("UTC")), 15, ZoneInfo("America/Mexico_City"))
    ... # 2024-04-30 00:00 de la Ciudad de México
    """
    dia = desde.astimezone(zona).date() + timedelta(days=dias + 1)
    return datetime.combine(dia, time.min, tzinfo=zona)


def dentro_de_plazo(instante: datetime, limite: datetime | None) -> bool:
    """Sin límite siempre hay plazo."""
    return limite is None or instante < limite


def siguiente_medianoche(ahora: datetime, zona: ZoneInfo) -> datetime:
    """La próxima medianoche local: a esa hora cambia la edición y rota el orden."""
    dia = ahora.astimezone(zona).date() + timedelta(days=1)
    return datetime.combine(dia, time.min, tzinfo=zona)
