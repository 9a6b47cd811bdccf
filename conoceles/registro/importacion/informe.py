"""Lo que se le dice a quien importa: qué se rechaza y qué conviene revisar, celda por celda."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

# Más renglones no ayudan a corregir; la cuenta sí es entera.
TOPE = 5_000


class Hallazgo(NamedTuple):
    """Un rechazo o un aviso. `fila` es la que se ve en la hoja de cálculo; 0 si es del archivo entero."""

    hoja: str
    fila: int
    columna: str
    valor: str
    motivo: str


@dataclass
class Hallazgos:
    rechazos: list[Hallazgo] = field(default_factory=list)
    avisos: list[Hallazgo] = field(default_factory=list)
    n_rechazos: int = 0
    n_avisos: int = 0

    def rechazar(
        self, motivo: str, *, hoja: str = "", fila: int = 0, columna: str = "", valor: str = ""
    ) -> None:
        self.n_rechazos += 1
        if len(self.rechazos) < TOPE:
            self.rechazos.append(Hallazgo(hoja, fila, columna, _recortar(valor), motivo))

    def avisar(
        self, motivo: str, *, hoja: str = "", fila: int = 0, columna: str = "", valor: str = ""
    ) -> None:
        self.n_avisos += 1
        if len(self.avisos) < TOPE:
            self.avisos.append(Hallazgo(hoja, fila, columna, _recortar(valor), motivo))


def _recortar(valor: str) -> str:
    return valor if len(valor) <= 80 else f"{valor[:79]}…"
