"""En qué quedó cada candidatura de la demostración: todos los estados, en proporciones creíbles.

Las proporciones siguen lo que se vio en 2022: a mitad de campaña, tres de cada diez no ha respondido.
"""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from conoceles.cuestionarios.estados import Estado

# (peso, estado del cuestionario, ¿publicada?). `None`: no ha entrado.
Suerte = tuple[int, Estado | None, bool]

CERRADA: tuple[Suerte, ...] = (
    (66, Estado.VALIDADO, True),
    (2, Estado.VALIDADO, False),
    (3, Estado.OBSERVADO, False),
    (2, Estado.CORREGIDO, False),
    (2, Estado.EN_VALIDACION, False),
    (4, Estado.ENVIADO, False),
    (8, Estado.EN_CAPTURA, False),
    (13, None, False),
)

EN_PLAZO: tuple[Suerte, ...] = (
    (30, Estado.VALIDADO, True),
    (4, Estado.VALIDADO, False),
    (5, Estado.OBSERVADO, False),
    (3, Estado.CORREGIDO, False),
    (4, Estado.EN_VALIDACION, False),
    (9, Estado.ENVIADO, False),
    (18, Estado.EN_CAPTURA, False),
    (27, None, False),
)

OBSERVACIONES: tuple[tuple[str, str, str], ...] = (
    ("propuesta-1", "copia", "Este texto es igual al de otra candidatura. Escriba una propuesta propia."),
    ("propuesta-2", "incompleto", "Diga a quiénes beneficia y en cuánto tiempo se cumpliría."),
    ("foto", "fotografia", "En la fotografía aparece un lema. Suba otra sin letreros."),
    ("trayectoria", "alusion", "El texto menciona a otra candidatura. Quite esa parte."),
    ("historia", "dato_personal", "El texto incluye un domicilio particular. Quítelo para poder publicarlo."),
)


@dataclass(frozen=True)
class Destino:
    """Lo que le tocó a una candidatura."""

    estado: Estado | None
    se_publica: bool
    observacion: tuple[str, str, str] | None = None


def destino(azar: Random, *, en_plazo: bool) -> Destino:
    """Sortea el destino de una candidatura con el azar sembrado de la demostración."""
    suertes = EN_PLAZO if en_plazo else CERRADA
    _, estado, se_publica = azar.choices(suertes, weights=[peso for peso, _, _ in suertes])[0]
    con_observacion = estado in (Estado.OBSERVADO, Estado.CORREGIDO)
    return Destino(estado, se_publica, azar.choice(OBSERVACIONES) if con_observacion else None)
