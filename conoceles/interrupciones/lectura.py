"""Leer el libro de interrupciones. Lo público llama aquí: no toca cuentas ni escribe."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Count, Max
from django.utils import timezone

from conoceles.comun.legibles import legibles

from .models import Interrupcion, InterrupcionQuerySet, Latido

# Cuatro latidos seguidos que no llegaron. Un reinicio limpio tarda menos y no es una interrupción.
UMBRAL = timedelta(seconds=60)
# Más que esto no lo afirma un reloj solo: o se apagó a propósito, o la hora del equipo estaba mal.
MAXIMA = timedelta(days=7)


def entre(desde: datetime, hasta: datetime) -> InterrupcionQuerySet:
    """Las que siguen en pie y tocan ese lapso, de la más antigua a la más reciente."""
    return Interrupcion.objects.en_pie().que_tocan(desde, hasta).order_by("desde", "pk")


def todas() -> list[Interrupcion]:
    """El libro completo, también las anuladas; la más reciente primero."""
    return legibles(Interrupcion.objects.order_by("-desde", "-pk"))


def en_total() -> timedelta:
    """Cuánto ha faltado el servicio, sin contar dos veces lo que se anotó dos veces."""
    suma, hasta = timedelta(0), None
    for una in legibles(Interrupcion.objects.en_pie().order_by("desde", "hasta")):
        desde = max(una.desde, hasta) if hasta else una.desde
        suma += max(una.hasta - desde, timedelta(0))
        hasta = max(una.hasta, hasta) if hasta else una.hasta
    return suma


def por_devolver() -> list[Interrupcion]:
    """Las que falta devolver, o terminar de devolver, a los plazos que tocaron; en el orden en que constaron."""
    return legibles(Interrupcion.objects.que_cuentan().filter(gracia_en=None).order_by("anotada_en", "pk"))


def que_cuentan(desde: datetime) -> list[Interrupcion]:
    """Las que mueven plazos y terminaron después de ese instante."""
    return legibles(Interrupcion.objects.que_cuentan().filter(hasta__gt=desde))


def en_curso() -> Interrupcion | None:
    """La que está pasando y nadie ha escrito: el servicio lleva más de `UMBRAL` sin latir. No se guarda."""
    ahora, latidos = timezone.now(), legibles(Latido.objects.filter(pk=1))
    if not latidos or not latidos[0].es_autentico:
        return None
    desde = ultimo_atendido(latidos[0], ahora)
    return (
        Interrupcion(desde=desde, hasta=ahora, anotada_en=ahora, origen=Interrupcion.Origen.SERVICIO)
        if UMBRAL < ahora - desde <= MAXIMA
        else None
    )


def ultimo_atendido(latido: Latido, ahora: datetime) -> datetime:
    """Hasta cuándo consta que el servicio atendió: un reloj que retrocede y vuelve no inventa una ausencia."""
    maximo = latido.maximo or latido.instante
    return max(latido.instante, maximo) if maximo - ahora <= MAXIMA else latido.instante


def marca() -> str:
    """Cambia cuando cambia el libro: para que una página guardada no se quede atrás. Cada acto se hace una vez."""
    return repr(
        Interrupcion.objects.aggregate(
            n=Count("pk"), a=Max("pk"), b=Count("anulada_en"), c=Count("explicada_en")
        )
    )
