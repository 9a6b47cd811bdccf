"""Recorrer la cadena: dice el primer eslabón que no cuadra, y deja dicho cuándo se recorrió."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.db.models import OuterRef, Q, Subquery
from django.utils import timezone

from conoceles.comun.canonico import json_canonico
from conoceles.comun.ilegibles import ILEGIBLE
from conoceles.comun.sales import exacto
from conoceles.llaves import codigos

from .acciones import huella_de, marca_de
from .models import Asiento, Cabeza, Comprobacion

CERO = "0" * 64
CADA = timedelta(days=1)
_ULTIMO = Subquery(Cabeza.objects.values("secuencia")[:1])
_IMPOSIBLE = Q(hasta__gt=_ULTIMO)
registro = logging.getLogger(__name__)


def comprobar() -> Comprobacion:
    """Recorre la cadena entera y deja constancia de hasta dónde, cuándo y qué se encontró.

    También en el registro técnico, que está fuera de la base: con él se nota aunque alguien reponga toda la base.
    """
    cabeza = Cabeza.objects.filter(pk=1).first()
    hecha = Comprobacion(
        hasta=cabeza.secuencia if cabeza else 0,
        huella=cabeza.huella if cabeza else "",
        defecto=(_primer_defecto(cabeza) or "")[:300],
    )
    hecha.marca = codigos.codigo(_dicho(hecha), uso=codigos.COMPROBACION, renglon=hecha.hasta)
    hecha.save()
    registro.info("Bitácora comprobada hasta el renglón %s, %s.", hecha.hasta, hecha.huella)
    return hecha


def es_autentica(hecha: Comprobacion) -> bool:
    """¿La dejó este programa, y dice lo que dejó?"""
    return codigos.es_codigo(hecha.marca, _dicho(hecha), uso=codigos.COMPROBACION, renglon=hecha.hasta)


def _dicho(hecha: Comprobacion) -> bytes:
    return json_canonico([hecha.hasta, hecha.huella, exacto(hecha.instante), hecha.defecto])


def comprobar_a_diario() -> bool:
    """La que corre el reloj, una vez al día; si ya toca, la hace."""
    anterior = ultima()
    toca = anterior is None or anterior.instante <= timezone.now() - CADA
    if toca:
        comprobar()
    return toca


def ultima() -> Comprobacion | None:
    """La más reciente de las que pudieron hacerse: una inventada, o con fecha futura, no calla a las que siguen."""
    posibles = Comprobacion.objects.exclude(_IMPOSIBLE).filter(instante__lte=timezone.now())
    return next(filter(es_autentica, posibles.iterator(100)), None)


def primer_defecto() -> str | None:
    """`None` si la cadena está entera; si no, una frase con el renglón y lo que falla.

    Detecta cambios, huecos, reordenamientos, una cola cortada (la cabeza dice hasta dónde llega) y una comprobación
    que no pudo hacerse. No escribe.
    """
    return (
        _primer_defecto(Cabeza.objects.filter(pk=1).first())
        or _comprobacion_imposible()
        or _comprobacion_falsa()
    )


def _primer_defecto(cabeza: Cabeza | None) -> str | None:
    """`cabeza` se leyó antes: lo que se asiente mientras se recorre queda después de ella y no estorba."""
    anterior, buenos = CERO, 0
    renglones = Asiento.objects.order_by("secuencia")
    if cabeza:
        renglones = renglones.filter(secuencia__lte=cabeza.secuencia)
    try:
        for asiento in renglones.iterator(chunk_size=2000):
            if defecto := _defecto(asiento, buenos + 1, anterior):
                return defecto
            anterior, buenos = asiento.huella, buenos + 1
    except ILEGIBLE:
        return _uno_por_uno(buenos + 1, anterior)
    if cabeza is None:
        return f"La bitácora llega al renglón {buenos} y falta su cabeza, que dice hasta dónde debe llegar."
    if (cabeza.secuencia, cabeza.huella) != (buenos, anterior):
        return f"La bitácora llega al renglón {buenos} y su cabeza dice {cabeza.secuencia}: falta la cola."
    if cabeza.marca != (marca_de(cabeza) if cabeza.secuencia else ""):
        return f"La cabeza de la bitácora, en el renglón {cabeza.secuencia}, se escribió por fuera: pudo cortarse la cola."
    return _metido_al_final()


def _metido_al_final() -> str | None:
    """Un renglón y su cabeza se escriben juntos: en una sola consulta nunca se ve uno sin la otra."""
    sobrante = Asiento.objects.filter(secuencia__gt=_ULTIMO).order_by("secuencia").first()
    return (
        f"El renglón {sobrante.secuencia} no consta en la cabeza: se metió por fuera." if sobrante else None
    )


def _comprobacion_imposible() -> str | None:
    """Por su número y no por su hora: una auténtica con fecha futura sólo dice que el reloj retrocedió."""
    llave = Comprobacion.objects.filter(_IMPOSIBLE).values_list("pk", flat=True).first()
    if llave is None:
        return None
    return f"La comprobación {llave} dice haber llegado a donde la bitácora no llega: se metió por fuera."


def _comprobacion_falsa() -> str | None:
    """Lo que cada comprobación dejó dicho sigue siendo cierto: su renglón está y es el que era."""
    huellas = Subquery(Asiento.objects.filter(pk=OuterRef("hasta")).values("huella"))
    for hecha in Comprobacion.objects.annotate(es_hoy=huellas).order_by("pk").iterator(500):
        if not es_autentica(hecha):
            return f"La comprobación {hecha.pk} no dice lo que se dejó dicho: se metió o se cambió por fuera."
        if hecha.hasta and not hecha.defecto and hecha.es_hoy != hecha.huella:
            return f"El renglón {hecha.hasta} no es el que había en la comprobación {hecha.pk}: se rehízo la cadena."
    return None


def _uno_por_uno(secuencia: int, anterior: str) -> str:
    """Cuál es el renglón que no se deja leer: la base los entrega por tandas y la tanda entera falla."""
    while True:
        try:
            asiento = Asiento.objects.filter(secuencia=secuencia).first()
            if asiento is None:
                return f"Falta el renglón {secuencia} de la bitácora."
            if defecto := _defecto(asiento, secuencia, anterior):
                return defecto
        except ILEGIBLE:
            return f"El renglón {secuencia} no se puede leer: fue alterado."
        anterior, secuencia = asiento.huella, secuencia + 1


def _defecto(asiento: Asiento, secuencia: int, anterior: str) -> str | None:
    if asiento.secuencia != secuencia:
        return f"Falta el renglón {secuencia} de la bitácora."
    if asiento.huella_anterior != anterior:
        return f"El renglón {secuencia} no continúa al anterior."
    if huella_de(asiento) != asiento.huella:
        return f"El renglón {secuencia} fue alterado."
    return None
