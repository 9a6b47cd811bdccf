"""Qué movimientos existen y qué permite cada uno.

La tabla se lee de corrido y se prueba entera; un movimiento puede pedirse porque la tabla lo dice. La restitución
devuelve la MISMA candidatura, con su clave, sus respuestas y sus acuses: una resolución deja las cosas como estaban,
y quien guardó la dirección de su página la encuentra otra vez. Lo que pasó en medio queda en sus movimientos.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from conoceles.registro.catalogos import ClaseDeMovimiento as Clase
from conoceles.registro.catalogos import SituacionRegistral as Situacion


class Entra(Enum):
    """¿Lleva el movimiento a alguien que ocupe el lugar?"""

    NADIE = "nadie"
    SI_LA_HAY = "si la hay"
    SIEMPRE = "siempre"


@dataclass(frozen=True)
class Paso:
    """Un movimiento permitido: desde qué situaciones, en cuál deja a la candidatura y si entra otra persona.

    `hacia`: `None` si la deja como está. `se_registra`: falso si sólo ocurre como consecuencia de otro acto.
    """

    clase: Clase
    desde: frozenset[Situacion]
    hacia: Situacion | None
    entra: Entra
    se_registra: bool = True


APROBADA = frozenset({Situacion.APROBADA})
TERMINADAS = frozenset(Situacion) - APROBADA

TABLA: tuple[Paso, ...] = (
    # La persona deja la candidatura; su partido puede nombrar a otra, entonces o después.
    Paso(Clase.RENUNCIA, APROBADA, Situacion.RENUNCIA, Entra.SI_LA_HAY),
    Paso(Clase.FALLECIMIENTO, APROBADA, Situacion.FALLECIMIENTO, Entra.SI_LA_HAY),
    # Una autoridad la retira.
    Paso(Clase.INHABILITACION, APROBADA, Situacion.INHABILITACION, Entra.SI_LA_HAY),
    Paso(Clase.SENTENCIA, APROBADA, Situacion.SENTENCIA, Entra.SI_LA_HAY),
    Paso(Clase.CANCELACION, APROBADA, Situacion.CANCELADA, Entra.SI_LA_HAY),
    # Otra persona la releva.
    Paso(Clase.PARIDAD, APROBADA, Situacion.PARIDAD, Entra.SIEMPRE),
    Paso(Clase.SUSTITUCION, APROBADA, Situacion.SUSTITUIDA, Entra.SIEMPRE),
    # El lugar había quedado vacante y alguien lo ocupa: quien se fue sigue como estaba.
    Paso(Clase.COBERTURA, TERMINADAS, None, Entra.SIEMPRE),
    # Una resolución, o la corrección de un registro equivocado, la devuelve; si alguien ocupa el lugar, sale.
    Paso(Clase.RESTITUCION, TERMINADAS, Situacion.APROBADA, Entra.NADIE),
    Paso(Clase.DESPLAZAMIENTO, APROBADA, Situacion.DESPLAZADA, Entra.NADIE, se_registra=False),
    # No venía en una lista que se declaró completa.
    Paso(Clase.BAJA, APROBADA, Situacion.BAJA, Entra.NADIE, se_registra=False),
)

_POR_CLASE = {paso.clase: paso for paso in TABLA}


def paso(clase: str) -> Paso:
    return _POR_CLASE[Clase(clase)]


def posibles(situacion: str) -> list[Clase]:
    """Los movimientos que pueden registrarse de una candidatura en esa situación."""
    return [paso.clase for paso in TABLA if paso.se_registra and Situacion(situacion) in paso.desde]


def clase_que_deja(situacion: str) -> Clase:
    """El movimiento que deja a una candidatura terminada de ese modo."""
    return next(paso.clase for paso in TABLA if paso.hacia == situacion)
