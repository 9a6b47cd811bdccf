"""Dos versiones de una sección, una junto a la otra, con las palabras que cambian señaladas."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from conoceles.comun.diferencias import Tramo, por_palabras
from conoceles.cuestionarios.definiciones import Pregunta, Seccion

from .lectura import en_texto

# Comparar palabra por palabra crece con el cuadrado: más allá se muestran los dos textos enteros.
_TOPE = 20_000


@dataclass(frozen=True)
class Comparacion:
    """Una pregunta con dos respuestas. Cada lado trae su texto completo, en tramos comunes y propios."""

    etiqueta: str
    suyo: list[Tramo]
    guardado: list[Tramo]


def comparar(seccion: Seccion, suyos: Mapping[str, Any], guardados: Mapping[str, Any]) -> list[Comparacion]:
    """Las preguntas en que difieren lo que la persona escribió y lo que está guardado.

    Una que no viene en `suyos` (estaba mal escrita) no se compara: se ve, con su error, en el formulario.
    """
    return [
        _lado_a_lado(pregunta, suyos[pregunta.clave], guardados.get(pregunta.clave))
        for pregunta in seccion.preguntas
        if pregunta.clave in suyos and (suyos[pregunta.clave] or "") != (guardados.get(pregunta.clave) or "")
    ]


def _lado_a_lado(pregunta: Pregunta, suyo: Any, guardado: Any) -> Comparacion:
    antes, despues = en_texto(pregunta, guardado), en_texto(pregunta, suyo)
    if len(antes) + len(despues) > _TOPE:
        return Comparacion(pregunta.etiqueta, [Tramo("igual", despues)], [Tramo("igual", antes)])
    tramos = por_palabras(antes, despues)
    return Comparacion(
        pregunta.etiqueta,
        suyo=[tramo for tramo in tramos if tramo.tipo != "quitado"],
        guardado=[tramo for tramo in tramos if tramo.tipo != "agregado"],
    )
