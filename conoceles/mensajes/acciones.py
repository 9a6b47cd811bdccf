"""Escribir cartas y despacharlas."""

from __future__ import annotations

import logging
import time
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from smtplib import SMTPRecipientsRefused
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from conoceles.bitacora.acciones import Autora, asentar

from .models import Carta, de_todas

BANDEJA = ("bandeja", "cartas")

registro = logging.getLogger(__name__)


def escribir(
    *, para: str, asunto: str, cuerpo: str, sobre: str = "", cuenta: str = "", es_reservada: bool = False
) -> Carta:
    """Deja una carta en la bandeja; ninguna petición espera al servidor de correo."""
    carta = Carta(
        para=para, asunto=asunto, cuerpo=cuerpo, sobre=sobre, cuenta=cuenta, es_reservada=es_reservada
    )
    return escribir_varias([carta])[0]


@transaction.atomic
def escribir_varias(cartas: Iterable[Carta]) -> list[Carta]:
    """Deja muchas de una vez. Sin correo no se guarda el enlace: quien imprime la hoja lo tiene a la vista."""
    por_escribir = list(cartas)
    for carta in por_escribir:
        if not carta.para:
            carta.secreto = ""
    for es_reservada in (False, True):
        _asentar_escritas([c for c in por_escribir if c.es_reservada == es_reservada])
    return Carta.objects.bulk_create(por_escribir, batch_size=500)


def _asentar_escritas(cartas: Sequence[Carta]) -> None:
    """Un renglón por todas; cada una recuerda cuál. De las de identidad, uno que sólo ve quien ve sus actos."""
    if not cartas:
        return
    renglon = asentar(
        por=None,
        accion="identidad:escribir_carta" if cartas[0].es_reservada else "carta:escribir",
        objeto=BANDEJA,
        cuantas=len(cartas),
        huella=de_todas(carta.huella_de_lo_escrito for carta in cartas),
    )
    for carta in cartas:
        carta.renglon = renglon.secuencia


def descartar_enlaces(sobres: Collection[str]) -> None:
    """Los enlaces de estas cuentas que aún no salían ya no sirven: su carta no se envía."""
    Carta.objects.filter(sobre__in=sobres, enviada_en=None).exclude(secreto="").update(
        secreto="", caduca_en=timezone.now()
    )


def detener(sobres: Collection[str]) -> int:
    """Lo que aún no salía sobre esas candidaturas o cuentas ya no se envía: su destinataria falleció. Dice cuántas."""
    por_salir = Carta.objects.filter(sobre__in=sobres, enviada_en=None).exclude(para="")
    return por_salir.update(secreto="", caduca_en=timezone.now())


def redirigir(*, cuenta: str, correo: str) -> int:
    """Lo que aún no sale para esa cuenta saldrá a ese correo; sin correo, queda para entregarse impreso. Dice cuántas.

    También lo que el correo anterior rechazó. Se busca por cuenta y no por buzón, que puede ser de varias personas. Un
    enlace va atado al buzón que tenía: su carta deja de tener efecto.
    """
    ahora = timezone.now()
    por_salir = Carta.objects.filter(cuenta=cuenta, enviada_en=None).exclude(para="")
    por_salir.exclude(secreto="").update(secreto="", caduca_en=ahora)
    vivas = por_salir.exclude(caduca_en__lte=ahora)
    return vivas.update(para=correo, intentos=0, intentar_desde=ahora, error="")


def olvidar_vencidas() -> int:
    """Borra de la base los enlaces de cartas que vencieron sin enviarse; dice cuántos."""
    return Carta.objects.filter(caduca_en__lte=timezone.now()).exclude(secreto="").update(secreto="")


def despachar(*, maximo: int = 200, segundos: int = 60) -> tuple[int, int]:
    """Envía lo pendiente; devuelve (enviadas, fallidas). Repetirlo no envía dos veces.

    Cada carta se aparta antes de hablar con el servidor, sin dejar una transacción abierta mientras
    contesta (en SQLite detendría todos los guardados). Si el proceso muere a media carta, se reintenta.
    Un servidor lento no retiene al reloj más de `segundos`; uno caído no gasta los intentos de nadie.
    """
    olvidar_vencidas()
    cuentas, hasta = Counter[bool](), time.monotonic() + segundos
    conexion = get_connection()
    for carta in Carta.objects.pendientes().order_by("pk")[:maximo]:
        if time.monotonic() > hasta or not _contesta(conexion):
            break
        if _apartar(carta):
            cuentas[_enviar(carta, conexion)] += 1
    conexion.close()
    return cuentas[True], cuentas[False]


def _contesta(conexion: BaseEmailBackend) -> bool:
    """¿Hay servidor de correo? Si ya estaba abierta, no pregunta."""
    try:
        conexion.open()
    except OSError as error:  # también los de smtplib: no contesta, o no acepta nuestra cuenta
        registro.warning("El servidor de correo no contesta (%s); se reintentará.", type(error).__name__)
        return False
    return True


def _apartar(carta: Carta) -> bool:
    """Quien logra mover la fecha del siguiente intento es quien envía: 1, 2, 4… minutos después.

    Si su correo cambió desde que se leyó, no es ésta la que debe salir: la siguiente vuelta la lee ya corregida.
    """
    espera = timedelta(minutes=2**carta.intentos)
    return bool(
        Carta.objects.pendientes()
        .filter(pk=carta.pk, intentos=carta.intentos, para=carta.para)
        .update(intentos=F("intentos") + 1, intentar_desde=timezone.now() + espera)
    )


def _enviar(carta: Carta, conexion: BaseEmailBackend) -> bool:
    """Una carta que no puede enviarse (la rechazan, dirección imposible) no detiene a las demás.

    Lo que pase con un correo que se corrigió mientras tanto no cuenta: falta que salga al nuevo.
    """
    esta = Carta.objects.filter(pk=carta.pk, para=carta.para)
    try:
        mensaje = EmailMessage(
            subject=carta.asunto, body=carta.texto_por_enviar, to=[carta.para], connection=conexion
        )
        mensaje.send()
    except Exception as error:  # lo que sea que traiga una carta, es de ella: las demás siguen
        registro.warning("No se pudo enviar la carta %s: %s", carta.pk, type(error).__name__)
        cambios: dict[str, Any] = {"error": str(error)[:300]}
        if _es_definitivo(error):
            cambios["intentos"] = Carta.MAX_INTENTOS
        esta.update(**cambios)
        conexion.close()
        return False
    # En la demostración el enlace se queda, para poder recorrer el camino desde la bandeja de salida.
    queda = carta.secreto if settings.CONOCELES_DEMO else ""
    carta.enviada_en = timezone.now()
    with transaction.atomic():
        if esta.update(enviada_en=carta.enviada_en, error="", secreto=queda):
            _asentar_salida(carta)
    return True


def _asentar_salida(carta: Carta) -> None:
    accion = "identidad:enviar_carta" if carta.es_reservada else "carta:enviar"
    asentar(por=None, accion=accion, objeto=BANDEJA, huella=carta.huella_de_la_salida)


def _es_definitivo(error: Exception) -> bool:
    """El servidor dice que ese buzón no existe (5xx, RFC 5321 §4.2.1): insistir no sirve, hay que entregarla."""
    if not isinstance(error, SMTPRecipientsRefused):
        return False
    return all(codigo >= 500 for codigo, _ in error.recipients.values())


@transaction.atomic
def reintentar_fallidas(*, por: Autora) -> int:
    """Vuelve a poner por enviar las que no se pudieron y no han vencido; dice cuántas.

    Las reservadas también, pero ni se cuentan ni se asientan: que haya una diría que alguien hizo un acto de identidad.
    """
    fallidas = Carta.objects.en_estado(Carta.Estado.FALLIDA)
    cuantas = fallidas.filter(es_reservada=False).count()
    fallidas.update(intentos=0, intentar_desde=timezone.now(), error="")
    if cuantas:
        asentar(por=por, accion="carta:reintentar", objeto=BANDEJA, cuantas=cuantas)
    return cuantas
