"""Escribir cartas y despacharlas."""

from __future__ import annotations

from datetime import timedelta

from django.core.mail import EmailMessage
from django.db import transaction
from django.utils import timezone

from .models import Carta


def escribir(*, para: str, asunto: str, cuerpo: str, sobre: str = "") -> Carta:
    """Deja una carta en la bandeja; ninguna petición espera al servidor de correo."""
    return Carta.objects.create(para=para, asunto=asunto, cuerpo=cuerpo, sobre=sobre)


def despachar(*, maximo: int = 200) -> tuple[int, int]:
    """Envía lo pendiente; devuelve (enviadas, fallidas). Repetirlo no envía dos veces.

    Cada carta se toma bajo candado: dos despachos a la vez no duplican. Lo que falla se reintenta
    cada vez más tarde (1, 2, 4… minutos).
    """
    enviadas = fallidas = 0
    for pk in Carta.objects.pendientes().exclude(para="").values_list("pk", flat=True)[:maximo]:
        with transaction.atomic():
            carta = Carta.objects.select_for_update().filter(pk=pk, enviada_en=None).first()
            if carta is None:
                continue
            carta.intentos += 1
            try:
                EmailMessage(subject=carta.asunto, body=carta.cuerpo, to=[carta.para]).send()
            except OSError as error:
                carta.error = str(error)[:300]
                carta.intentar_desde = timezone.now() + timedelta(minutes=2 ** (carta.intentos - 1))
                fallidas += 1
            else:
                carta.enviada_en, carta.error = timezone.now(), ""
                enviadas += 1
            carta.save()
    return enviadas, fallidas
