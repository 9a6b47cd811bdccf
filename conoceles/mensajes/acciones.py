"""Escribir cartas y despacharlas."""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable
from datetime import timedelta

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db.models import F
from django.utils import timezone

from .models import Carta

registro = logging.getLogger(__name__)


def escribir(*, para: str, asunto: str, cuerpo: str, sobre: str = "", es_reservada: bool = False) -> Carta:
    """Deja una carta en la bandeja; ninguna petición espera al servidor de correo."""
    carta = Carta(para=para, asunto=asunto, cuerpo=cuerpo, sobre=sobre, es_reservada=es_reservada)
    return escribir_varias([carta])[0]


def escribir_varias(cartas: Iterable[Carta]) -> list[Carta]:
    """Deja muchas de una vez. Sin correo no se guarda el enlace: quien imprime la hoja lo tiene a la vista."""
    por_escribir = list(cartas)
    for carta in por_escribir:
        if not carta.para:
            carta.secreto = ""
    return Carta.objects.bulk_create(por_escribir, batch_size=500)


def descartar_enlaces(sobres: Collection[str]) -> None:
    """Los enlaces de estas cuentas que aún no salían ya no sirven: su carta no se envía."""
    Carta.objects.filter(sobre__in=sobres, enviada_en=None).exclude(secreto="").update(
        secreto="", caduca_en=timezone.now()
    )


def olvidar_vencidas() -> int:
    """Borra de la base los enlaces de cartas que vencieron sin enviarse; dice cuántos."""
    return Carta.objects.filter(caduca_en__lte=timezone.now()).exclude(secreto="").update(secreto="")


def despachar(*, maximo: int = 200) -> tuple[int, int]:
    """Envía lo pendiente; devuelve (enviadas, fallidas). Repetirlo no envía dos veces.

    Cada carta se aparta antes de hablar con el servidor, sin dejar una transacción abierta mientras
    contesta (en SQLite detendría todos los guardados). Si el proceso muere a media carta, se reintenta.
    """
    olvidar_vencidas()
    enviadas = fallidas = 0
    conexion = get_connection()
    for carta in Carta.objects.pendientes().order_by("pk")[:maximo]:
        if not _apartar(carta):
            continue
        if _enviar(carta, conexion):
            enviadas += 1
        else:
            fallidas += 1
    conexion.close()
    return enviadas, fallidas


def _apartar(carta: Carta) -> bool:
    """Quien logra mover la fecha del siguiente intento es quien envía: 1, 2, 4… minutos después."""
    espera = timedelta(minutes=2**carta.intentos)
    return bool(
        Carta.objects.pendientes()
        .filter(pk=carta.pk, intentos=carta.intentos)
        .update(intentos=F("intentos") + 1, intentar_desde=timezone.now() + espera)
    )


def _enviar(carta: Carta, conexion: BaseEmailBackend) -> bool:
    """Una carta que no puede enviarse (servidor caído, dirección imposible) no detiene a las demás."""
    mensaje = EmailMessage(
        subject=carta.asunto, body=carta.texto_por_enviar, to=[carta.para], connection=conexion
    )
    try:
        conexion.open()
        mensaje.send()
    except (OSError, ValueError) as error:
        registro.warning("No se pudo enviar la carta %s: %s", carta.pk, type(error).__name__)
        Carta.objects.filter(pk=carta.pk).update(error=str(error)[:300])
        conexion.close()
        return False
    # En la demostración el enlace se queda, para poder recorrer el camino desde la bandeja de salida.
    queda = carta.secreto if settings.CONOCELES_DEMO else ""
    Carta.objects.filter(pk=carta.pk).update(enviada_en=timezone.now(), error="", secreto=queda)
    return True
