"""Qué cambió entre dos textos, palabra por palabra. Puro: no conoce ni HTML ni base de datos."""

from __future__ import annotations

import re
from dataclasses import dataclass
from difflib import SequenceMatcher

# Cada pieza lleva su espacio: así una palabra movida no arrastra los espacios de medio texto.
_PIEZAS = re.compile(r"\s+|\S+\s*")


@dataclass(frozen=True)
class Tramo:
    """Un pedazo del texto: `igual`, `quitado` (sólo estaba antes) o `agregado` (sólo está ahora)."""

    tipo: str
    texto: str


def por_palabras(antes: str, despues: str) -> list[Tramo]:
    """Los tramos que, leídos en orden, cuentan el paso de un texto al otro.

    Sin los agregados se lee `antes` completo; sin los quitados, `despues`. Un texto ajeno por
    completo sale como un solo cambio, no como retazos.
    """
    viejas, nuevas = _PIEZAS.findall(antes), _PIEZAS.findall(despues)
    comparacion = SequenceMatcher(None, viejas, nuevas)
    if comparacion.quick_ratio() < 0.3:
        return _tramos(antes, despues)
    tramos: list[Tramo] = []
    for tipo, v1, v2, n1, n2 in comparacion.get_opcodes():
        if tipo == "equal":
            tramos.append(Tramo("igual", "".join(nuevas[n1:n2])))
        else:
            tramos += _tramos("".join(viejas[v1:v2]), "".join(nuevas[n1:n2]))
    return tramos


def _tramos(quitado: str, agregado: str) -> list[Tramo]:
    partes = (Tramo("quitado", quitado), Tramo("agregado", agregado))
    return [tramo for tramo in partes if tramo.texto]
