"""El cuestionario de identidad de un proceso pasado, sólo en conjunto: cuántas personas, nunca quién.

Los papeles que autorizan publicar lo sensible se dieron para otro sitio y otro momento: aquí no hay
consentimiento. Se da una tabla por pregunta, sin cruces, redondeada a cinco; lo que no se muestra de
una pregunta suma siempre al menos `minimo` personas, de modo que restar no revela a nadie y una
respuesta que nadie dio no se distingue de una que dieron pocas. Función pura.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

_REDONDEO = 5


def tablas(respuestas: Mapping[str, Sequence[str]], minimo: int) -> dict[str, dict[str, int]]:
    """Por pregunta, las respuestas que pueden decirse y cuántas personas las dieron.

    `respuestas`: pregunta → lo que contestó cada fila, vacío si nada. Una pregunta de la que no puede
    decirse nada queda con su tabla vacía.
    """
    return {pregunta: _tabla(Counter(dadas), minimo) for pregunta, dadas in respuestas.items()}


def _tabla(cuentas: Counter[str], minimo: int) -> dict[str, int]:
    mostradas = [(r, n) for r, n in cuentas.most_common() if n >= minimo and r]
    # Supresión complementaria: mientras lo oculto sume menos del mínimo, se oculta también la menor.
    while mostradas and cuentas.total() - sum(n for _, n in mostradas) < minimo:
        mostradas.pop()
    return {respuesta: _REDONDEO * round(n / _REDONDEO) for respuesta, n in mostradas}
