"""Qué llegó a tiempo: lo decide el plazo de cada quien y, además, lo que el Instituto todavía le debe."""

from __future__ import annotations

from datetime import datetime

from conoceles.calendario.models import Proceso
from conoceles.calendario.plazos import dentro_de_plazo
from conoceles.interrupciones import lectura as interrupciones
from conoceles.interrupciones.gracia import VENTANA

from .entregas import recibieron_acceso, tuvo_acceso
from .models import Candidatura
from .plazos import con_lo_devuelto, plazo_original


def llego_a_tiempo(candidatura: Candidatura, recibido: datetime) -> bool:
    """¿Llegó dentro del plazo para responder, contados lo que el servicio faltó y cuándo recibió su acceso?

    Las dos cosas acaban escritas en su plazo, pero quien llega apenas vuelve el servicio, o apenas entra, no espera a
    que el reloj lo recorra: la regla se aplica aquí mismo. Sólo pregunta por ellas si parece tardío.
    """
    return (
        dentro_de_plazo(recibido, candidatura.plazo_de_captura)
        or _llego_con_gracia(plazo_original(candidatura), recibido, candidatura.proceso)
        or not tuvo_acceso(candidatura, recibieron_acceso([candidatura]))
    )


def llego_a_corregir(limite: datetime, original: datetime, recibido: datetime, proceso: Proceso) -> bool:
    """Lo mismo, de un plazo para corregir. `original`: el que se dio, sin lo devuelto."""
    return dentro_de_plazo(recibido, limite) or _llego_con_gracia(original, recibido, proceso)


def _llego_con_gracia(original: datetime, recibido: datetime, proceso: Proceso) -> bool:
    pasando = interrupciones.en_curso()
    ausencias = [*interrupciones.que_cuentan(original - VENTANA), *([pasando] if pasando else [])]
    return recibido < con_lo_devuelto(original, ausencias, proceso)
