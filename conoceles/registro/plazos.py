"""Hasta cuándo puede responder cada candidatura: la misma regla para una y, en consulta, para listas enteras.

Su plazo propio; si no, el que el calendario fija para su cargo; si no, los días del proceso desde su aprobación.
El del calendario es de quienes ya estaban aprobadas: una sustitución, o quien se aprobó cuando ya había
vencido, tiene sus días completos.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from typing import TYPE_CHECKING

from django.db.models import Q

from conoceles.calendario.models import Proceso
from conoceles.calendario.plazos import dentro_de_plazo, vence
from conoceles.interrupciones import lectura as interrupciones
from conoceles.interrupciones.gracia import VENTANA, Ausencia, con_gracia

if TYPE_CHECKING:
    from .models import Candidatura

NINGUNA = Q(pk__in=[])


def plazo_de_captura(candidatura: Candidatura) -> datetime:
    """El instante (exclusivo) en que vence."""
    if candidatura.captura_hasta:
        return candidatura.captura_hasta
    proceso, parametros = candidatura.proceso, candidatura.proceso.parametros
    if candidatura.sustituye_a_id:
        return vence(candidatura.aprobada_en, parametros.dias_captura_sustitucion, proceso.zona)
    fijado = proceso.instante("captura_limite", candidatura.cargo.clave)
    if fijado and candidatura.aprobada_en < fijado:
        return fijado
    return vence(candidatura.aprobada_en, parametros.dias_captura, proceso.zona)


def plazo_original(candidatura: Candidatura) -> datetime:
    """El mismo plazo sin lo que se le haya devuelto por interrupciones: de él parte la gracia.

    Consta en el plazo propio que la escribió (`seguimiento.gracia`); si después se le fijó otro, parte de ése.
    """
    if candidatura.captura_hasta:
        suyos = [p for p in candidatura.plazos_propios.all() if p.hasta == candidatura.captura_hasta]
        ultimo = max(suyos, key=lambda propio: propio.pk, default=None)
        if ultimo and ultimo.original:
            return ultimo.original
    return plazo_de_captura(candidatura)


def con_lo_devuelto(original: datetime, ausencias: Iterable[Ausencia], proceso: Proceso) -> datetime:
    """El límite que rige con esas ausencias. La misma regla decide si algo llegó a tiempo y se escribe como plazo."""
    if not proceso.parametros.gracia_por_interrupcion:
        return original
    return con_gracia(original, ausencias, tope=proceso.instante("cierre"))


def llego_a_tiempo(candidatura: Candidatura, recibido: datetime) -> bool:
    """¿Llegó dentro del plazo para responder, contado lo que el servicio faltó?

    Lo que se devolvió ya está en `captura_hasta`, pero quien llega apenas vuelve el servicio no espera a que
    el reloj lo recorra: la regla se aplica aquí mismo, también a la ausencia que nadie ha escrito todavía. Sólo
    pregunta por interrupciones si parece tardío.
    """
    return dentro_de_plazo(recibido, plazo_de_captura(candidatura)) or _llego_con_gracia(
        plazo_original(candidatura), recibido, candidatura.proceso
    )


def llego_a_corregir(limite: datetime, original: datetime, recibido: datetime, proceso: Proceso) -> bool:
    """Lo mismo, de un plazo para corregir. `original`: el que se dio, sin lo devuelto."""
    return dentro_de_plazo(recibido, limite) or _llego_con_gracia(original, recibido, proceso)


def _llego_con_gracia(original: datetime, recibido: datetime, proceso: Proceso) -> bool:
    pasando = interrupciones.en_curso()
    ausencias = [*interrupciones.que_cuentan(original - VENTANA), *([pasando] if pasando else [])]
    return recibido < con_lo_devuelto(original, ausencias, proceso)


def vencidas(proceso: Proceso, instante: datetime) -> Q:
    """Las candidaturas del proceso cuyo plazo ya terminó a ese instante."""
    return vencen_entre(proceso, None, instante)


def vencen_entre(proceso: Proceso, desde: datetime | None, hasta: datetime) -> Q:
    """Las de plazo posterior a `desde` (sin él, cualquiera) y que termina a más tardar en `hasta`."""
    parametros = proceso.parametros
    propio = Q(captura_hasta__lte=hasta) & (Q(captura_hasta__gt=desde) if desde else Q())
    con_fijado, fijado_aqui = _de_calendario(proceso, desde, hasta)
    por_dias = ~con_fijado & _aprobadas(proceso, parametros.dias_captura, desde, hasta)
    de_sustitucion = _aprobadas(proceso, parametros.dias_captura_sustitucion, desde, hasta)
    generales = Q(sustituye_a=None) & (fijado_aqui | por_dias)
    sustitutas = Q(sustituye_a__isnull=False) & de_sustitucion
    return propio | (Q(captura_hasta=None) & (generales | sustitutas))


def _de_calendario(proceso: Proceso, desde: datetime | None, hasta: datetime) -> tuple[Q, Q]:
    """Las que tienen un límite fijado por calendario, y de ellas las que vencen en ese lapso."""
    cargos: dict[datetime, list[int]] = defaultdict(list)
    for cargo in proceso.cargos.all():
        if limite := proceso.instante("captura_limite", cargo.clave):
            cargos[limite].append(cargo.pk)
    todas, aqui = NINGUNA, NINGUNA
    for limite, claves in cargos.items():
        suyas = Q(posicion__contienda__cargo__in=claves, aprobada_en__lt=limite)
        todas |= suyas
        if limite <= hasta and (desde is None or limite > desde):
            aqui |= suyas
    return todas, aqui


def _aprobadas(proceso: Proceso, dias: int, desde: datetime | None, hasta: datetime) -> Q:
    """Las que, aprobadas y con esos días naturales, vencen en el lapso (véase `calendario.plazos.vence`)."""

    def corte(instante: datetime) -> datetime:
        hoy = instante.astimezone(proceso.zona).date()
        return datetime.combine(hoy - timedelta(days=dias), time.min, tzinfo=proceso.zona)

    return Q(aprobada_en__lt=corte(hasta)) & (Q(aprobada_en__gte=corte(desde)) if desde else Q())
