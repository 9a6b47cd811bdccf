"""Lo que el sistema ve en los textos enviados, para quien revisa: hechos, no dictámenes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from conoceles.cotejo.avisos import Aviso, del_cuestionario
from conoceles.registro.models import Candidatura

if TYPE_CHECKING:
    from .expediente import Expediente

# Un texto puede repetirse cientos de veces: bastan unas para comprobarlo.
_POR_NOMBRAR = 5


@dataclass(frozen=True)
class Hecho:
    """Un aviso de un texto. `parecidas`: las primeras candidaturas que coinciden; `mas`, cuántas no se nombran."""

    aviso: Aviso
    parecidas: list[Candidatura]

    @property
    def mas(self) -> int:
        return len(self.aviso.candidaturas) - len(self.parecidas)


def anotar(expediente: Expediente, candidatura: Candidatura) -> None:
    """Completa los `hechos` de cada apartado con lo que se ve en el último envío."""
    definicion = expediente.envio.cuestionario.definicion
    avisos = del_cuestionario(definicion, expediente.envio.contenido, candidatura=candidatura)
    nombradas = _nombradas(aviso for suyos in avisos.values() for aviso in suyos)
    for apartado in expediente.apartados:
        apartado.hechos = [
            Hecho(aviso, [nombradas[pk] for pk in aviso.candidaturas[:_POR_NOMBRAR]])
            for pregunta in apartado.seccion.preguntas
            for aviso in avisos.get(pregunta.clave, [])
        ]


def _nombradas(avisos: Iterable[Aviso]) -> dict[int, Candidatura]:
    llaves = {pk for aviso in avisos for pk in aviso.candidaturas[:_POR_NOMBRAR]}
    if not llaves:
        return {}
    return Candidatura.objects.select_related("persona", "posicion__actor").in_bulk(llaves)
