"""Todo verbo que cambia lo público. Cada uno es una transacción que deja: el cambio, la instantánea, la
edición y el renglón de bitácora; o nada.

Las caras llaman aquí: enviar, publicar, programar y ocultar. Lo que puede pedir dos personas (devolver, retirar,
suprimir y volver a mostrar) se llama en `publicacion.vistos`.
"""

from .comun import MOTIVO_MAXIMO, Avance, NoPublicable, sin_avance
from .documentos import al_corriente
from .envios import enviar
from .publicaciones import por_que_no, programar, publicar, volverian
from .retiros import hay_version_por_publicar, ocultar, por_que_no_vuelve
from .supresiones import versiones_por_borrar

__all__ = [
    "MOTIVO_MAXIMO",
    "Avance",
    "NoPublicable",
    "al_corriente",
    "enviar",
    "hay_version_por_publicar",
    "ocultar",
    "por_que_no",
    "por_que_no_vuelve",
    "programar",
    "publicar",
    "sin_avance",
    "versiones_por_borrar",
    "volverian",
]
