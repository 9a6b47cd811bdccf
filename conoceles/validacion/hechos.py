"""Lo que el sistema ve en lo enviado, para quien revisa: hechos, no dictámenes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from conoceles.comun.horas import fecha_y_hora
from conoceles.cotejo.avisos import Aviso, del_cuestionario
from conoceles.cotejo.retratos import parecidos, ya_observada
from conoceles.cuestionarios.definiciones import Pregunta, Tipo
from conoceles.registro.models import Candidatura

if TYPE_CHECKING:
    from .expediente import Expediente

# Un texto puede repetirse cientos de veces: las primeras bastan para comprobarlo; las demás se despliegan.
_A_LA_VISTA = 5


@dataclass(frozen=True)
class Coincidencia:
    """Otra candidatura con lo mismo. `porcentaje`: cuánto coincide el texto; `None` en una fotografía."""

    candidatura: Candidatura
    porcentaje: int | None = None
    es_de_su_partido: bool = False


@dataclass(frozen=True)
class Hecho:
    """Un aviso y las candidaturas que coinciden, de la más parecida a la menos."""

    aviso: Aviso
    coincidencias: list[Coincidencia] = field(default_factory=list)

    @property
    def primeras(self) -> list[Coincidencia]:
        return self.coincidencias[:_A_LA_VISTA]

    @property
    def demas(self) -> list[Coincidencia]:
        return self.coincidencias[_A_LA_VISTA:]


def anotar(expediente: Expediente, candidatura: Candidatura) -> None:
    """Completa los `hechos` de cada apartado con lo que se ve en el último envío."""
    envio = expediente.envio
    definicion = envio.cuestionario.definicion
    avisos = del_cuestionario(definicion, envio.contenido, candidatura=candidatura)
    for pregunta in definicion.preguntas:
        if pregunta.tipo is Tipo.FOTO:
            avisos[pregunta.clave] = _de_la_foto(envio.contenido.get(pregunta.clave) or "", candidatura)
    nombradas = _nombradas(aviso for suyos in avisos.values() for aviso in suyos)
    for apartado in expediente.apartados:
        apartado.hechos = _hechos(apartado.seccion.preguntas, avisos, nombradas)


def _hechos(
    preguntas: Iterable[Pregunta], avisos: dict[str, list[Aviso]], nombradas: dict[int, Candidatura]
) -> list[Hecho]:
    return [
        Hecho(aviso, [_coincidencia(aviso, pk, nombradas[pk]) for pk in aviso.candidaturas])
        for pregunta in preguntas
        for aviso in avisos.get(pregunta.clave, [])
    ]


def _coincidencia(aviso: Aviso, pk: int, otra: Candidatura) -> Coincidencia:
    if aviso.copia is None:
        return Coincidencia(otra)
    porcentaje = dict(zip(aviso.copia.candidaturas, aviso.copia.porcentajes, strict=True))[pk]
    return Coincidencia(otra, porcentaje, pk in aviso.copia.de_su_partido)


def _nombradas(avisos: Iterable[Aviso]) -> dict[int, Candidatura]:
    llaves = {pk for aviso in avisos for pk in aviso.candidaturas}
    if not llaves:
        return {}
    return Candidatura.objects.select_related("persona", "posicion__actor").in_bulk(llaves)


def _de_la_foto(huella: str, candidatura: Candidatura) -> list[Aviso]:
    """La misma fotografía en otra persona, o una ya observada a ésta que volvió a enviarse."""
    avisos = []
    if otras := parecidos(huella, candidatura=candidatura):
        cuantas = "otra candidatura" if len(otras) == 1 else f"otras {len(otras):,} candidaturas"
        avisos.append(
            Aviso(
                f"La fotografía es casi igual a la de {cuantas}",
                "Compárela: puede ser la misma imagen, o dos muy parecidas.",
                candidaturas=otras,
                marca="foto_repetida",
            )
        )
    if observada := ya_observada(huella, candidatura=candidatura):
        avisos.append(
            Aviso(
                f"Es casi igual a la fotografía que se observó el {fecha_y_hora(observada)}",
                "La persona la volvió a enviar.",
                marca="foto_repetida",
            )
        )
    return avisos
