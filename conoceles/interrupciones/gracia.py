"""Cuánto se recorre un plazo por lo que el servicio faltó. Función pura: no mira el reloj ni la base."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Protocol

VENTANA = timedelta(hours=24)


class Ausencia(Protocol):
    """Lo que la regla necesita saber de una interrupción."""

    desde: datetime
    hasta: datetime

    @property
    def se_devuelve_desde(self) -> datetime: ...


def con_gracia(limite: datetime, ausencias: Iterable[Ausencia], *, tope: datetime | None = None) -> datetime:
    """El límite que rige: lo que faltó el servicio en sus últimas 24 horas se devuelve cuando vuelve.

    Cada ausencia se mide contra el límite que dejó la anterior: si el servicio falta otra vez durante el
    tiempo devuelto, también eso se devuelve. Nunca acorta ni pasa de `tope` (el cierre del proceso).
    """
    for ausencia in sorted(ausencias, key=lambda una: una.desde):
        perdido = min(ausencia.hasta, limite) - max(ausencia.desde, limite - VENTANA)
        if perdido > timedelta(0):
            devuelto = ausencia.se_devuelve_desde + perdido
            limite = max(limite, min(devuelto, tope) if tope else devuelto)
    return limite
