"""Las observaciones como se leen: las que se anotaron de una vez, con un mismo texto, son una con varios motivos."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from .models import Observacion


@dataclass(frozen=True)
class Observado:
    """`todas`: una por supuesto; comparten sección, ronda, texto y autoría."""

    todas: list[Observacion]

    @property
    def primera(self) -> Observacion:
        return self.todas[0]

    @property
    def texto(self) -> str:
        return self.primera.texto

    @property
    def motivos(self) -> str:
        return "; ".join(observacion.get_supuesto_display() for observacion in self.todas)


def juntas(observaciones: Iterable[Observacion]) -> list[Observado]:
    """En el orden en que vienen."""
    grupos: dict[tuple[str, int, str, str], list[Observacion]] = {}
    for o in observaciones:
        grupos.setdefault((o.seccion, o.ronda, o.texto, o.por), []).append(o)
    return [Observado(todas) for todas in grupos.values()]
