"""La única función que decide qué respuestas son públicas. Pura: no consulta nada."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from conoceles.cuestionarios.definiciones import Clase, Definicion
from conoceles.cuestionarios.integridad import esta_vacia


def publicables(definicion: Definicion, respuestas: Mapping[str, Any]) -> dict[str, Any]:
    """Las respuestas que la ciudadanía puede ver, en el orden de la definición.

    Es una lista de lo permitido: una pregunta desconocida, reservada, sin respuesta o que no aplica
    queda fuera sin que nadie tenga que acordarse.
    """
    visibles = {}
    for pregunta in definicion.preguntas:
        valor = respuestas.get(pregunta.clave)
        if pregunta.clase is Clase.PUBLICA and pregunta.aplica(dict(respuestas)) and not esta_vacia(valor):
            visibles[pregunta.clave] = valor
    return visibles
