"""Lo que el servicio faltó y aún no se devuelve a los plazos. Se mira al leer: entre que el servicio vuelve y que el
reloj recorre los límites, la página no puede decir que calló quien todavía puede responder a tiempo.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from conoceles.calendario.models import Proceso

from . import lectura
from .gracia import con_gracia
from .models import Interrupcion


@dataclass(frozen=True)
class Ausencia:
    """Una interrupción, con lo que la regla de la gracia necesita."""

    desde: datetime
    hasta: datetime
    se_devuelve_desde: datetime


@dataclass(frozen=True)
class PorDevolver:
    """Las ausencias pendientes de un proceso. `tope`: su cierre; ningún plazo lo pasa."""

    ausencias: tuple[Ausencia, ...] = ()
    tope: datetime | None = None

    def se_recorre(self, limite: datetime) -> bool:
        """¿Ese límite será otro cuando se devuelvan?"""
        return con_gracia(limite, self.ausencias, tope=self.tope) > limite


NADA = PorDevolver()


def por_devolver(proceso: Proceso) -> PorDevolver:
    """Las escritas que faltan por devolver y la que está pasando. Dos consultas."""
    if not proceso.es_vigente or proceso.es_historico or not proceso.parametros.gracia_por_interrupcion:
        return NADA
    pasando = lectura.en_curso()
    ausencias = [*map(_ausencia, lectura.por_devolver()), *([sin_fin(pasando)] if pasando else [])]
    return PorDevolver(tuple(ausencias), proceso.instante("cierre")) if ausencias else NADA


def del_proceso(clave: str) -> PorDevolver:
    """Las del proceso de esa clave."""
    return por_devolver(Proceso.objects.get(clave=clave))


def se_recorre_en(proceso: str, limite: datetime) -> bool:
    """¿Ese límite, de una candidatura del proceso de esa clave, será otro cuando se devuelvan?"""
    return del_proceso(proceso).se_recorre(limite)


def puede_haber(pendientes: int, latido: datetime | None, ahora: datetime) -> bool:
    """Lo mismo que saber si `por_devolver` traería algo, sin preguntarlo: sirve a quien lee en cada petición."""
    return pendientes > 0 or (latido is not None and ahora - latido > lectura.UMBRAL)


def _ausencia(una: Interrupcion) -> Ausencia:
    return Ausencia(una.desde, una.hasta, una.se_devuelve_desde)


def sin_fin(pasando: Interrupcion) -> Ausencia:
    """La que no ha terminado toca todo límite ya vencido desde que empezó; así no es otra a cada instante."""
    hasta = pasando.desde + lectura.MAXIMA + timedelta(days=1)
    return Ausencia(pasando.desde, hasta, hasta)
