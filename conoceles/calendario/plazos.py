"""Cuándo vence algo. Funciones puras: reciben instantes en UTC y el huso, no miran el reloj."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
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


# --- Recordatorios: tantos días antes del último, a una hora en que se puede leer un correo ----------------

HORA_DE_RECORDAR = time(9)


def ultimo_dia(limite: datetime, zona: ZoneInfo) -> date:
    """El último día local en que todavía se está a tiempo; un límite a las 00:00 es del día anterior."""
    return (limite.astimezone(zona) - timedelta(microseconds=1)).date()


def hora_de_recordar(limite: datetime, dias: int, zona: ZoneInfo) -> datetime:
    """Cuándo toca recordar que faltan `dias` (0: es el último)."""
    dia = ultimo_dia(limite, zona) - timedelta(days=dias)
    return datetime.combine(dia, HORA_DE_RECORDAR, tzinfo=zona)


def por_recordar(
    ahora: datetime, dias: Sequence[int], zona: ZoneInfo
) -> Iterator[tuple[int, datetime, datetime]]:
    """Ternas (días, desde, hasta): a lo que vence después de `desde` y a más tardar en `hasta` le toca ahora ése.

    `dias` va de menor a mayor. A cada límite le toca sólo el recordatorio más reciente cuya hora ya llegó: tras
    una interrupción no salen de golpe los atrasados.
    """
    local = ahora.astimezone(zona)
    hoy = local.date() if local.time() >= HORA_DE_RECORDAR else local.date() - timedelta(days=1)
    desde = ahora
    for cuantos in dias:
        hasta = datetime.combine(hoy + timedelta(days=cuantos + 1), time.min, tzinfo=zona)
        if hasta > desde:
            yield cuantos, desde, hasta
            desde = hasta
