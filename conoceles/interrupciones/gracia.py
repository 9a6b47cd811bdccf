"""Cuánto se recorre un plazo por lo que el servicio faltó. Función pura: no mira el reloj ni la base."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Protocol

VENTANA = timedelta(hours=24)
_NADA = timedelta(0)

Lapso = tuple[datetime, datetime]


class Ausencia(Protocol):
    """Lo que la regla necesita saber de una interrupción."""

    @property
    def desde(self) -> datetime: ...

    @property
    def hasta(self) -> datetime: ...

    @property
    def se_devuelve_desde(self) -> datetime: ...


def con_gracia(limite: datetime, ausencias: Iterable[Ausencia], *, tope: datetime | None = None) -> datetime:
    """El límite que rige: lo que el servicio faltó en sus últimas 24 horas, devuelto en horas con servicio.

    Cada instante perdido se debe una vez, lo digan una interrupción o varias que se traslapan, y se paga desde
    que se supo, sin contar el tiempo en que volvió a faltar. `limite` es el original, sin nada devuelto: el
    resultado sólo depende de él y del libro entero, no de en qué orden ni en cuántas veces se devolvió.
    Nunca acorta ni pasa de `tope` (el cierre del proceso).
    """
    inicio = limite - VENTANA
    conocidas = sorted((a for a in ausencias if a.hasta > inicio), key=lambda una: una.se_devuelve_desde)
    sin_servicio = _union(conocidas)
    pagado, debido = inicio, _NADA
    for cuantas, ausencia in enumerate(conocidas, start=1):
        perdido = _medida(_union(conocidas[:cuantas]), inicio, limite)
        if perdido > debido:
            pagado = _despues(max(pagado, ausencia.se_devuelve_desde), perdido - debido, sin_servicio)
            debido = perdido
    return max(limite, min(pagado, tope) if tope else pagado)


def _union(ausencias: Sequence[Ausencia]) -> list[Lapso]:
    """Los lapsos que cubren, separados y en orden."""
    unidos: list[Lapso] = []
    for desde, hasta in sorted((una.desde, una.hasta) for una in ausencias):
        if unidos and desde <= unidos[-1][1]:
            unidos[-1] = unidos[-1][0], max(unidos[-1][1], hasta)
        else:
            unidos.append((desde, hasta))
    return unidos


def _medida(lapsos: Sequence[Lapso], desde: datetime, hasta: datetime) -> timedelta:
    """Cuánto de `desde` a `hasta` cubren."""
    return sum((max(min(b, hasta) - max(a, desde), _NADA) for a, b in lapsos), _NADA)


def _despues(inicio: datetime, cuanto: timedelta, sin_servicio: Sequence[Lapso]) -> datetime:
    """El instante en que, desde `inicio`, ya hubo ese tiempo con servicio."""
    fin = inicio + cuanto
    for desde, hasta in sin_servicio:
        if desde < fin and hasta > inicio:
            fin += hasta - max(desde, inicio)
    return fin
