"""La parte de identidad de lo público: aparece, cambia y desaparece junto con lo que la permite. Sin historia."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.utils import timezone

from conoceles.comun.canonico import huella, json_canonico
from conoceles.llaves.acciones import NoSeDescifra, Uso, cifrar, descifrar

from .models import ParteDeIdentidad

if TYPE_CHECKING:  # `lectura` lee de aquí y no debe alcanzar el registro
    from conoceles.registro.models import Candidatura

CONTEXTO = "identidad:publica"


def sellada(candidatura: Candidatura, respuestas: Mapping[str, Any]) -> ParteDeIdentidad:
    """La parte lista para guardarse: el documento y su sal van dentro del sobre; fuera, sólo la huella."""
    clave, proceso = candidatura.clave, candidatura.proceso
    documento = {
        "clave": clave,
        "proceso": proceso.clave,
        "definicion": proceso.cuestionarios["identidad"],
        "respuestas": dict(respuestas),
    }
    sal = secrets.token_hex(16)
    dato = json_canonico({"documento": documento, "sal": sal})
    return ParteDeIdentidad(
        clave=clave,
        proceso=proceso.clave,
        sobre=cifrar(dato, candidatura=clave, uso=Uso.PUBLICO, contexto=CONTEXTO),
        huella=huella(documento, sal=bytes.fromhex(sal)),
        actualizada_en=timezone.now(),
    )


def abrir(clave: str, sobre: bytes) -> dict[str, Any]:
    """`{documento, sal}` de un sobre público.

    Raises:
        NoSeDescifra: si la llave se destruyó o el sobre se alteró.
    """
    dato: dict[str, Any] = json.loads(descifrar(sobre, candidatura=clave, uso=Uso.PUBLICO, contexto=CONTEXTO))
    return dato


def respuestas_de(clave: str, sobre: bytes) -> Mapping[str, Any]:
    """Las respuestas públicas de un sobre. No se recuerdan: destruida su llave, ningún proceso vuelve a decirlas.

    Abrirlo cuesta medio milisegundo, de los nueve de la página.

    Raises:
        NoSeDescifra: si la llave se destruyó o el sobre se alteró.
    """
    respuestas: Mapping[str, Any] = abrir(clave, sobre)["documento"]["respuestas"]
    return respuestas


def dice_lo_mismo(parte: ParteDeIdentidad | None, respuestas: Mapping[str, Any]) -> bool:
    """¿Lo guardado es ya esto? Una parte que no se abre no dice nada y se vuelve a hacer."""
    if parte is None:
        return not respuestas
    try:
        return respuestas_de(parte.clave, bytes(parte.sobre)) == respuestas
    except NoSeDescifra:
        return False


def guardar(nuevas: Sequence[ParteDeIdentidad], fuera: Sequence[str]) -> None:
    """Pone unas y quita otras (por su clave), en dos órdenes."""
    ParteDeIdentidad.objects.filter(pk__in=fuera).delete()
    ParteDeIdentidad.objects.bulk_create(
        nuevas,
        update_conflicts=True,
        unique_fields=["clave"],
        update_fields=["sobre", "huella", "actualizada_en"],
    )
