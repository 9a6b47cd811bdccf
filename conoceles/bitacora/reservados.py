"""Los actos que, de constar o de faltar, dirían si alguien se negó: fuera de la propia persona, los ve Transparencia.

A los demás no se les muestran, pero la huella del renglón que les sigue se calcula con la suya, y ésa sí la ven. Quien
probara cada acto posible en cada microsegundo daría con el que fue; por eso llevan algo al azar.
"""

from __future__ import annotations

import secrets
from typing import Any

ACTOS_RESERVADOS = ("identidad:", "consentimiento:", "formato:")
AZAR = "azar"


def con_azar(accion: str, detalle: dict[str, Any]) -> dict[str, Any]:
    """El detalle como se asienta: el de un acto reservado, con 128 bits que nadie puede adivinar."""
    if not accion.startswith(ACTOS_RESERVADOS):
        return detalle
    return {**detalle, AZAR: secrets.token_hex(16)}
