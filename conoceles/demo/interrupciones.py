"""Dos interrupciones del servicio: una que notó él mismo y otra que anotó el personal."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from conoceles.cuentas.models import Usuario
from conoceles.interrupciones.acciones import anotar, explicar, latir
from conoceles.interrupciones.models import Latido
from conoceles.publicacion.plazos import devolver_lo_perdido


def montar(*, por: Usuario) -> None:
    """Con los verbos de verdad. Al final no queda latido: el sitio de demostración aún no atiende a nadie."""
    ahora = timezone.now()
    Latido(instante=ahora - timedelta(minutes=12, seconds=40)).marcar().save()
    if notada := latir():
        explicar(
            interrupcion=notada,
            descripcion="Se fue la luz en el centro de datos y la planta de emergencia tardó en arrancar.",
            por=por,
        )
    mediodia = timezone.localtime(ahora).replace(hour=13, minute=5, second=0, microsecond=0)
    desde = mediodia - timedelta(days=4)
    anotar(
        desde=desde,
        hasta=desde + timedelta(hours=1, minutes=20),
        descripcion="Se podía consultar, pero no guardar respuestas: el disco del servidor se llenó.",
        por=por,
    )
    devolver_lo_perdido()
    Latido.objects.all().delete()
