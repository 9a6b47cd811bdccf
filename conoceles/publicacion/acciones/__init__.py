"""Todo verbo que cambia lo público. Cada uno es una transacción que deja: el cambio, la instantánea, la
edición y el renglón de bitácora; o nada.

Las caras llaman aquí: enviar, publicar, programar, retirar, ocultar, restablecer, pausar y reanudar.
"""

from .comun import MOTIVO_MAXIMO, Avance, NoPublicable, sin_avance
from .documentos import al_corriente
from .envios import enviar
from .publicaciones import programar, publicar
from .retiros import (
    hay_version_por_publicar,
    mostrar_de_nuevo,
    ocultar,
    pausar,
    reanudar,
    restablecer,
    retirar,
)

__all__ = [
    "MOTIVO_MAXIMO",
    "Avance",
    "NoPublicable",
    "al_corriente",
    "enviar",
    "hay_version_por_publicar",
    "mostrar_de_nuevo",
    "ocultar",
    "pausar",
    "programar",
    "publicar",
    "reanudar",
    "restablecer",
    "retirar",
    "sin_avance",
]
