"""Que la base de husos de esta máquina sea la vigente: México dejó el horario de verano en octubre de 2022.

Un servidor con la base atrasada cerraría los plazos una hora antes. Cada plantilla trae un oráculo —el mismo
instante, local y en UTC— y el sistema no arranca si su base de husos no lo cumple.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.core.checks import CheckMessage, Error, Tags, register
from django.core.exceptions import ImproperlyConfigured
from django.db import DatabaseError

from .models import Proceso

REMEDIO = (
    "Actualice el paquete tzdata (pip install --upgrade tzdata) o los husos del sistema y vuelva a arrancar."
)


class HusoEquivocado(ImproperlyConfigured):
    """La base de husos de esta máquina no cumple el oráculo de un proceso."""


def desacuerdo(zona: str, local: datetime, utc: datetime) -> str:
    """En qué difiere la base de husos del oráculo; vacío si coinciden. `local` va sin zona."""
    real = local.replace(tzinfo=ZoneInfo(zona)).astimezone(UTC)
    if real == utc:
        return ""
    return f"{local:%H:%M} local es {real:%H:%M} UTC en {zona}, no {utc.astimezone(UTC):%H:%M}"


def errores_de_los_procesos() -> list[str]:
    """Lo que la base de husos incumple, proceso por proceso; vacío también si aún no hay tablas."""
    try:
        procesos = list(Proceso.objects.values_list("clave", "zona_horaria", "oraculo_zona"))
    except DatabaseError:
        return []
    return [
        f"Proceso «{clave}», {_leer(oraculo)[0]:%d/%m/%Y}: {motivo}."
        for clave, zona, oraculo in procesos
        if oraculo and (motivo := desacuerdo(zona, *_leer(oraculo)))
    ]


def _leer(oraculo: Mapping[str, Any]) -> tuple[datetime, datetime]:
    return datetime.fromisoformat(oraculo["local"]), datetime.fromisoformat(oraculo["utc"])


def exigir_husos_vigentes() -> None:
    """Lo que se comprueba al arrancar la aplicación web.

    Raises:
        HusoEquivocado: con cada proceso que no se cumple y cómo remediarlo.
    """
    if errores := errores_de_los_procesos():
        raise HusoEquivocado(f"La hora de esta máquina no es de fiar. {' '.join(errores)} {REMEDIO}")


@register(Tags.database)
def husos_vigentes(*, databases: Sequence[str] | None = None, **opciones: Any) -> list[CheckMessage]:
    """Lo mismo como comprobación de Django: `servir` y `tareas` la corren antes de empezar."""
    if "default" not in (databases or ()):
        return []
    return [Error(error, hint=REMEDIO, id="calendario.E001") for error in errores_de_los_procesos()]
