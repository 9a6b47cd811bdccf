"""Lo que se le dice a quien importa: qué se rechaza y qué conviene revisar, celda por celda."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from typing import Any, NamedTuple

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
    """Rechazos y avisos hasta `TOPE`, y cuántos hubo en total."""

    rechazos: list[Hallazgo] = field(default_factory=list)
    avisos: list[Hallazgo] = field(default_factory=list)
    n_rechazos: int = 0
    n_avisos: int = 0
    # Las dos mitades de una fórmula comparten celdas: lo mismo no se dice dos veces seguidas.
    _recientes: deque[Hallazgo] = field(default_factory=lambda: deque(maxlen=32))

    def rechazar(self, motivo: str, **lugar: Any) -> None:
        """`lugar`: hoja, fila, columna y valor, los que se sepan."""
        self.n_rechazos += self._anotar(self.rechazos, motivo, **lugar)

    def avisar(self, motivo: str, **lugar: Any) -> None:
        self.n_avisos += self._anotar(self.avisos, motivo, **lugar)

    def _anotar(
        self,
        lista: list[Hallazgo],
        motivo: str,
        *,
        hoja: str = "",
        fila: int = 0,
        columna: str = "",
        valor: str = "",
    ) -> bool:
        hallazgo = Hallazgo(hoja, fila, columna, _recortar(valor), motivo)
        if hallazgo in self._recientes:
            return False
        self._recientes.append(hallazgo)
        if len(lista) < TOPE:
            lista.append(hallazgo)
        return True


def _recortar(valor: str) -> str:
    return valor if len(valor) <= 80 else f"{valor[:79]}…"
