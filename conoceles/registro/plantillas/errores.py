"""Lo que está mal en una plantilla, dicho para quien la escribe."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from rapidfuzz import process


@dataclass(frozen=True)
class Problema:
    """Un defecto: en qué archivo, en qué clave y por qué."""

    archivo: str
    clave: str
    motivo: str

    def __str__(self) -> str:
        donde = f"{self.archivo}, {self.clave}" if self.clave else self.archivo
        return f"{donde}: {self.motivo}"


class PlantillaInvalida(Exception):
    """La plantilla no se cargó; `problemas` los trae todos, no sólo el primero."""

    def __init__(self, problemas: list[Problema]) -> None:
        super().__init__("\n".join(map(str, problemas)))
        self.problemas = problemas


@dataclass
class Revision:
    """Junta los problemas de una lectura para decirlos de una vez."""

    archivo: str
    problemas: list[Problema] = field(default_factory=list)

    def falla(self, clave: str, motivo: str, archivo: str = "") -> None:
        self.problemas.append(Problema(archivo or self.archivo, clave, motivo))

    def exigir_limpia(self) -> None:
        if self.problemas:
            raise PlantillaInvalida(self.problemas)


def sugerencia(escrito: str, validas: Iterable[str]) -> str:
    """«; ¿quiso decir X?» si algo se parece; si no, nada."""
    parecida = process.extractOne(escrito, list(validas), score_cutoff=70)
    return f"; ¿quiso decir {parecida[0]}?" if parecida else ""
