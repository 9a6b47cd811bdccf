"""Los verbos del cuestionario. Cada uno: una transacción, la tabla de estados y un renglón de bitácora.

Quien altera además lo público (enviar cambia «en plazo» por «en revisión») los llama desde
`publicacion.acciones`; las caras no los llaman directamente salvo los de borrador y `observar`.
"""

from .borradores import abrir, guardar_seccion
from .comun import (
    ConObservaciones,
    CuestionarioIncompleto,
    FueraDePlazo,
    SeccionCambiada,
    SeccionCerrada,
    SinObservaciones,
)
from .envios import enviar
from .foto import SinOriginal, depurar_originales, guardar_foto, leer_original, quitar_foto
from .revision import devolver, observar, quitar_observacion, reabrir, tomar, validar
from .sobrantes import DIAS_EN_GUARDA, apartar, depurar_sobrantes

__all__ = [
    "DIAS_EN_GUARDA",
    "ConObservaciones",
    "CuestionarioIncompleto",
    "FueraDePlazo",
    "SeccionCambiada",
    "SeccionCerrada",
    "SinObservaciones",
    "SinOriginal",
    "abrir",
    "apartar",
    "depurar_originales",
    "depurar_sobrantes",
    "devolver",
    "enviar",
    "guardar_foto",
    "guardar_seccion",
    "leer_original",
    "observar",
    "quitar_foto",
    "quitar_observacion",
    "reabrir",
    "tomar",
    "validar",
]
