"""Separar un nombre completo. Es una inferencia y se guarda como tal: el nombre entero nunca cambia."""

from __future__ import annotations

from typing import NamedTuple

from conoceles.comun.texto import plegar

from .perfil import APELLIDOS_NOMBRES

# Van con la palabra que sigue: «DE LA CRUZ» es un solo apellido, «DEL ROCÍO» un solo nombre.
_PARTICULAS = frozenset(
    ("de", "del", "la", "las", "los", "y", "e", "da", "das", "do", "dos", "di", "van", "von", "der", "den", "mac", "mc",
     "san", "santa")
)  # fmt: skip


class Partes(NamedTuple):
    nombres: str
    primer_apellido: str
    segundo_apellido: str


def separar(completo: str, orden: str) -> Partes:
    """Las tres partes más probables de un nombre mexicano: dos apellidos, y uno si sólo hay dos palabras."""
    unidades = _unidades(completo.split())
    if orden == APELLIDOS_NOMBRES:
        apellidos = unidades[: 2 if len(unidades) > 2 else len(unidades) - 1]
        nombres = unidades[len(apellidos) :]
    else:
        apellidos = unidades[-2:] if len(unidades) > 2 else unidades[1:]
        nombres = unidades[: len(unidades) - len(apellidos)]
    primero, segundo, *_ = [*apellidos, "", ""]
    return Partes(" ".join(nombres), primero, segundo)


def _unidades(palabras: list[str]) -> list[str]:
    unidades: list[str] = []
    pendientes: list[str] = []
    for palabra in palabras:
        pendientes.append(palabra)
        if plegar(palabra) not in _PARTICULAS:
            unidades.append(" ".join(pendientes))
            pendientes = []
    return [*unidades, " ".join(pendientes)] if pendientes else unidades
