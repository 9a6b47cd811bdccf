"""Escribir en la bitácora. Se llama dentro de la transacción del acto: o quedan los dos o ninguno."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Protocol

from django.db import connection, transaction
from django.utils import timezone

from conoceles.comun.canonico import json_canonico
from conoceles.llaves import codigos

from .contexto import direccion_actual
from .models import Asiento, Cabeza
from .reservados import con_azar


class Autora(Protocol):
    """Lo que la bitácora necesita saber de quien actúa."""

    acceso: str
    rol: str


@dataclass(frozen=True)
class Acto:
    """Un renglón por escribir: `accion` es `sustantivo:verbo`, `objeto` es (tipo, clave)."""

    accion: str
    objeto: tuple[str, str]
    detalle: dict[str, Any] = field(default_factory=dict)


def huella_de(asiento: Asiento) -> str:
    """La huella encadenada de un asiento; `verificar` la recalcula con esta misma función.

    Lleva el secreto de la bitácora: quien escriba en la base sin él no puede agregar un renglón a la cadena.
    """
    contenido = {
        "secuencia": asiento.secuencia,
        "instante": asiento.instante.astimezone(UTC).isoformat(timespec="microseconds"),
        "actor": asiento.actor,
        "rol": asiento.rol,
        "direccion": asiento.direccion,
        "accion": asiento.accion,
        "objeto": [asiento.objeto_tipo, asiento.objeto_clave],
        "detalle": asiento.detalle,
        "anterior": asiento.huella_anterior,
    }
    return codigos.codigo(json_canonico(contenido), uso=codigos.CADENA, renglon=asiento.secuencia)


def marca_de(cabeza: Cabeza) -> str:
    """El código de la cabeza: que la cadena llega hasta ahí, y no antes, lo dice quien tiene el secreto."""
    dicho = json_canonico([cabeza.secuencia, cabeza.huella])
    return codigos.codigo(dicho, uso=codigos.CABEZA, renglon=cabeza.secuencia)


def asentar(*, por: Autora | None, accion: str, objeto: tuple[str, str], **detalle: Any) -> Asiento:
    """Escribe un renglón. Exige una transacción abierta; `por=None` es el propio sistema."""
    return asentar_varios(por=por, actos=[Acto(accion, objeto, detalle)])[0]


def asentar_varios(
    *, por: Autora | None, actos: Iterable[Acto], instante: datetime | None = None
) -> list[Asiento]:
    """Escribe muchos renglones con una sola toma de la cabeza; la forma de los actos en bloque.

    Raises:
        transaction.TransactionManagementError: si no hay una transacción abierta.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError(
            "La bitácora se escribe dentro de la transacción del acto."
        )
    cabeza = Cabeza.objects.select_for_update().get(pk=1)
    comunes = {
        "instante": instante or timezone.now(),
        "actor": por.acceso if por else "",
        "rol": por.rol if por else "",
        "direccion": direccion_actual(),
    }
    asientos = []
    for acto in actos:
        asiento = Asiento(
            secuencia=cabeza.secuencia + 1,
            accion=acto.accion,
            objeto_tipo=acto.objeto[0],
            objeto_clave=acto.objeto[1],
            detalle=con_azar(acto.accion, acto.detalle),
            huella_anterior=cabeza.huella,
            **comunes,
        )
        asiento.huella = huella_de(asiento)
        cabeza.secuencia, cabeza.huella = asiento.secuencia, asiento.huella
        asientos.append(asiento)
    Asiento.objects.bulk_create(asientos, batch_size=500)
    cabeza.marca = marca_de(cabeza)
    cabeza.save(update_fields=["secuencia", "huella", "marca"])
    return asientos
