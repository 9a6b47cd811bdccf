"""La corrección a petición que no se envió a tiempo: el reloj la da por dejada y avisa."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from conoceles.cuestionarios import acciones as cuestionario_acciones
from conoceles.cuestionarios.acciones.correcciones import vencidas
from conoceles.cuestionarios.estados import TransicionInvalida
from conoceles.cuestionarios.models import Cuestionario
from conoceles.interrupciones.lectura import en_curso
from conoceles.mensajes.acciones import escribir_varias
from conoceles.registro.cartas import a_su_cuenta

from . import cartas


def vencer_correcciones() -> int:
    """Devuelve a «validado» lo que no se corrigió en su plazo; cuántos. Puede repetirse.

    Mientras el sitio no responde nadie puede enviar: nada se vence hasta que vuelva y se le devuelva el tiempo.
    """
    if en_curso():
        return 0
    return sum(_vencer(cuestionario) for cuestionario in vencidas(timezone.now()))


@transaction.atomic
def _vencer(cuestionario: Cuestionario) -> bool:
    try:
        cuestionario_acciones.desistir(cuestionario=cuestionario, por=None)
    except TransicionInvalida:  # la envió, o desistió, en este instante
        return False
    candidatura = cuestionario.candidatura
    escribir_varias([a_su_cuenta(candidatura, cartas.correccion_vencida(candidatura))])
    return True
