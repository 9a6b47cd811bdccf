"""Los verbos del cuestionario. Cada uno: una transacción, la tabla de estados y un renglón de bitácora.

Quien altera además lo público (enviar cambia «en plazo» por «en revisión») los llama desde
`publicacion.acciones`; las caras no los llaman directamente salvo los de borrador y `observar`.
"""

from .asignaciones import asignar, repartir
from .borradores import abrir, guardar_seccion
from .comun import (
    ConObservaciones,
    CuestionarioIncompleto,
    EnvioAlterado,
    FueraDePlazo,
    RondasAgotadas,
    SeccionCambiada,
    SeccionCerrada,
    SinCambios,
    SinObservaciones,
)
from .correcciones import SinCorreccion, desistir, pedir, por_que_no_puede_pedirse, resolver
from .envios import enviar
from .foto import SinOriginal, depurar_originales, guardar_foto, leer_original, quitar_foto
from .revision import (
    devolver,
    observar,
    por_devolver,
    quitar_observacion,
    reabrir,
    rondas_por_usar,
    tomar,
    validar,
)
from .sobrantes import DIAS_EN_GUARDA, apartar, depurar_sobrantes
from .turnos import TurnoAjeno, arrebatar, renovar, soltar, tomar_turno_de, turno_de

__all__ = [
    "DIAS_EN_GUARDA",
    "ConObservaciones",
    "CuestionarioIncompleto",
    "EnvioAlterado",
    "FueraDePlazo",
    "RondasAgotadas",
    "SeccionCambiada",
    "SeccionCerrada",
    "SinCambios",
    "SinCorreccion",
    "SinObservaciones",
    "SinOriginal",
    "TurnoAjeno",
    "abrir",
    "apartar",
    "arrebatar",
    "asignar",
    "depurar_originales",
    "depurar_sobrantes",
    "desistir",
    "devolver",
    "enviar",
    "guardar_foto",
    "guardar_seccion",
    "leer_original",
    "observar",
    "pedir",
    "por_devolver",
    "por_que_no_puede_pedirse",
    "quitar_foto",
    "quitar_observacion",
    "reabrir",
    "renovar",
    "repartir",
    "resolver",
    "rondas_por_usar",
    "soltar",
    "tomar",
    "tomar_turno_de",
    "turno_de",
    "validar",
]
