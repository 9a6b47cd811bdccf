"""Lo que el instituto registró: lugares, personas, candidaturas y lo que las mueve."""

from .candidaturas import Candidatura, CandidaturaQuerySet
from .contiendas import (
    ActorPolitico,
    Alcance,
    Cargo,
    Contienda,
    Demarcacion,
    DemarcacionQuerySet,
    Posicion,
)
from .movimientos import Importacion, Movimiento
from .personas import AnulacionDeEntrega, DatosReservados, EntregaDeAcceso, Persona, Representacion

__all__ = [
    "ActorPolitico", "Alcance", "AnulacionDeEntrega", "Candidatura", "CandidaturaQuerySet", "Cargo", "Contienda",
    "DatosReservados", "Demarcacion", "DemarcacionQuerySet", "EntregaDeAcceso", "Importacion", "Movimiento", "Persona",
    "Posicion", "Representacion",
]  # fmt: skip
