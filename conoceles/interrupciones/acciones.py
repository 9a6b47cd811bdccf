"""Latir, anotar, explicar y anular. Nada se borra."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import asentar
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir

from .lectura import MAXIMA, UMBRAL, ultimo_atendido
from .models import Interrupcion, Latido

LARGO_MAXIMO = Interrupcion._meta.get_field("descripcion").max_length or 300
registro = logging.getLogger(__name__)


class InterrupcionInvalida(ValueError):
    """No puede anotarse, explicarse o anularse así; el mensaje dice por qué y es para quien lo pidió."""


# --- El latido ---------------------------------------------------------------------------------------------


@transaction.atomic
def latir(*, despierto: timedelta | None = None) -> Interrupcion | None:
    """Deja constancia de que el servicio vive; si había faltado, escribe la interrupción y la devuelve.

    `despierto`: cuánto lleva este proceso desde su latido anterior según un reloj que no salta; `None` si es
    el primero. Si la hora del equipo brincó pero el proceso estuvo despierto, no faltó nadie. Una hora que
    retrocede tampoco es una ausencia: se sigue desde la nueva, y quien no sabe cuánto estuvo despierto no cuenta
    como ausencia lo que otra hora, más tardía, ya dio por atendido.
    """
    ahora = timezone.now()
    nuevo = Latido(instante=ahora, maximo=ahora).marcar()
    latido, es_el_primero = Latido.objects.select_for_update().get_or_create(
        pk=1, defaults={"instante": ahora, "maximo": ahora, "marca": nuevo.marca}
    )
    if es_el_primero:
        return None
    if not latido.es_autentico:  # de una hora que no dejó el servicio no se sabe cuánto se faltó
        registro.error(
            "El último latido no lo dejó el servicio: si hubo una interrupción, anótela el personal."
        )
        nuevo.save(force_update=True)
        return None
    atendido = ultimo_atendido(latido, ahora)
    anterior = latido.instante if despierto is not None else atendido
    latido.instante, latido.maximo = ahora, max(atendido, ahora)
    latido.marcar().save(update_fields=["instante", "maximo", "marca"])
    falto = ahora - anterior > UMBRAL and (despierto is None or despierto > UMBRAL)
    if falto and ahora - anterior > MAXIMA:
        registro.warning("El servicio no latía desde el %s: si fue una falla, anótela el personal.", anterior)
    return _notar(anterior, ahora) if falto and ahora - anterior <= MAXIMA else None


def _notar(desde: datetime, hasta: datetime) -> Interrupcion:
    nueva = Interrupcion.objects.create(
        desde=desde, hasta=hasta, anotada_en=hasta, origen=Interrupcion.Origen.SERVICIO
    )
    _asentar(nueva, "notar", None, desde=iso(desde), hasta=iso(hasta))
    return nueva


# --- El personal -------------------------------------------------------------------------------------------


@transaction.atomic
def anotar(*, desde: datetime, hasta: datetime, descripcion: str, por: Usuario) -> Interrupcion:
    """Añade una que el servicio no notó. Es pública.

    Si corrige a otra que se anuló ya devuelta, lo que aquélla dio no se da otra vez: véase `gracia`.

    Raises:
        InterrupcionInvalida: si no se explica, si no ha terminado o si ese lapso ya consta.
    """
    exigir(por, Permiso.ANOTAR_INTERRUPCIONES)
    Latido.objects.select_for_update().filter(pk=1).first()  # una a la vez: nadie anota la misma
    ahora = timezone.now()
    _exigir_lapso(desde, hasta, ahora)
    nueva = Interrupcion.objects.create(
        desde=desde,
        hasta=hasta,
        origen=Interrupcion.Origen.PERSONAL,
        descripcion=_texto(descripcion, "Diga qué dejó de funcionar y por qué."),
        por=por.acceso,
        anotada_en=ahora,
    )
    _asentar(
        nueva, "anotar", por, desde=iso(desde), hasta=iso(hasta), texto=nueva.huella_de(nueva.descripcion)
    )
    return nueva


def _exigir_lapso(desde: datetime, hasta: datetime, ahora: datetime) -> None:
    if hasta <= desde:
        raise InterrupcionInvalida("Una interrupción termina después de empezar: revise las dos horas.")
    if hasta > ahora:
        raise InterrupcionInvalida(
            "Anote la interrupción cuando haya terminado: este libro dice lo que ya pasó."
        )
    if hasta - desde > MAXIMA:  # de un año mal escrito saldrían horas devueltas que ya no pueden quitarse
        raise InterrupcionInvalida(
            f"Serían más de {MAXIMA.days} días: revise el año y las dos horas. Si de verdad duró tanto, anótela por partes."
        )
    otra = Interrupcion.objects.en_pie().que_tocan(desde, hasta).first()
    if otra:
        raise InterrupcionInvalida(
            f"Ese lapso ya consta en la interrupción número {otra.pk}. Si sus horas están mal, anúlela primero."
        )


@transaction.atomic
def explicar(*, interrupcion: Interrupcion, descripcion: str, por: Usuario) -> Interrupcion:
    """Dice qué pasó en una que notó el servicio; una sola vez.

    Raises:
        InterrupcionInvalida: si ya se explicó, está anulada o falta el texto.
    """
    exigir(por, Permiso.ANOTAR_INTERRUPCIONES)
    tomada = _en_pie(interrupcion)
    if tomada.descripcion:
        raise InterrupcionInvalida("Esta interrupción ya está explicada.")
    tomada.descripcion = _texto(descripcion, "Diga qué dejó de funcionar y por qué.")
    tomada.explicada_en = timezone.now()
    tomada.save(update_fields=["descripcion", "explicada_en"])
    _asentar(tomada, "explicar", por, texto=tomada.huella_de(tomada.descripcion))
    return tomada


@transaction.atomic
def anular(*, interrupcion: Interrupcion, motivo: str, por: Usuario) -> Interrupcion:
    """Deja dicho que no fue así. Si ya se empezó a devolver, a todas se les termina de devolver: nadie pierde nada.

    Raises:
        InterrupcionInvalida: si ya estaba anulada o falta el motivo.
    """
    exigir(por, Permiso.ANOTAR_INTERRUPCIONES)
    tomada = _en_pie(interrupcion)
    tomada.motivo_de_anulacion = _texto(motivo, "Escriba por qué se anula.")
    tomada.anulada_en, tomada.anulada_por = timezone.now(), por.acceso
    tomada.save(update_fields=["motivo_de_anulacion", "anulada_en", "anulada_por"])
    _asentar(tomada, "anular", por, texto=tomada.huella_de(tomada.motivo_de_anulacion))
    return tomada


def _en_pie(interrupcion: Interrupcion) -> Interrupcion:
    tomada = Interrupcion.objects.select_for_update().get(pk=interrupcion.pk)
    if tomada.anulada_en:
        raise InterrupcionInvalida("Esta interrupción ya está anulada.")
    return tomada


def _texto(texto: str, si_falta: str) -> str:
    limpio = " ".join(texto.split())
    if not limpio:
        raise InterrupcionInvalida(si_falta)
    if len(limpio) > LARGO_MAXIMO:
        raise InterrupcionInvalida(f"Use {LARGO_MAXIMO} caracteres o menos.")
    return limpio


def _asentar(interrupcion: Interrupcion, verbo: str, por: Usuario | None, **detalle: str) -> None:
    asentar(
        por=por,
        accion=f"interrupcion:{verbo}",
        objeto=("interrupcion", str(interrupcion.pk)),
        **detalle,
    )


def iso(instante: datetime) -> str:
    """UTC con segundos: como se asienta."""
    return instante.astimezone(UTC).isoformat(timespec="seconds")
