"""Hasta cuándo puede responder cada candidatura: la misma regla para una y, en consulta, para listas enteras.

El que se le fijó; si no, el general, que es el que el calendario fija para su cargo o, si no, los días del proceso
desde su aprobación. El del calendario es de quienes ya estaban aprobadas: una sustitución, o quien se aprobó cuando
ya había vencido, tiene sus días completos.

Una interrupción o un movimiento no fijan un plazo, lo aseguran: rige el mayor entre eso y el general. Así, ampliar el
general alcanza también a quien ya se le había asegurado algo, y reducirlo no se lo quita.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
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
Fijados = Mapping[datetime, Sequence[int]]


def plazo_de_captura(candidatura: Candidatura) -> datetime:
    """El instante (exclusivo) en que vence."""
    if candidatura.captura_hasta:
        return candidatura.captura_hasta
    general = _plazo_general(candidatura)
    return max(general, candidatura.captura_al_menos or general)


def _plazo_general(candidatura: Candidatura) -> datetime:
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
        return _sin_lo_devuelto(candidatura, candidatura.captura_hasta)
    general = _plazo_general(candidatura)
    if candidatura.captura_al_menos:
        return max(general, _sin_lo_devuelto(candidatura, candidatura.captura_al_menos))
    return general


def _sin_lo_devuelto(candidatura: Candidatura, limite: datetime) -> datetime:
    suyos = [propio for propio in candidatura.plazos_propios.all() if propio.hasta == limite]
    ultimo = max(suyos, key=lambda propio: propio.pk, default=None)
    return ultimo.original if ultimo and ultimo.original else limite


def con_lo_devuelto(original: datetime, ausencias: Iterable[Ausencia], proceso: Proceso) -> datetime:
    """El límite que rige con esas ausencias. La misma regla decide si algo llegó a tiempo y se escribe como plazo."""
    if not proceso.parametros.gracia_por_interrupcion:
        return original
    return con_gracia(original, ausencias, tope=proceso.instante("cierre"))


def llego_a_tiempo(candidatura: Candidatura, recibido: datetime) -> bool:
    """¿Llegó dentro del plazo para responder, contado lo que el servicio faltó?

    Lo que se devolvió ya está en su plazo, pero quien llega apenas vuelve el servicio no espera a que
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
    return _vencidas(proceso, _fijados(proceso), instante)


def vencen_entre(proceso: Proceso, desde: datetime, hasta: datetime) -> Q:
    """Las de plazo posterior a `desde` y que termina a más tardar en `hasta`."""
    fijados = _fijados(proceso)
    con_el_suyo = Q(captura_hasta__gt=desde, captura_hasta__lte=hasta)
    aun_corria = Q(captura_al_menos__gt=desde) | ~_de_general_vencido(proceso, fijados, desde)
    return con_el_suyo | (Q(captura_hasta=None) & aun_corria & _vencidas(proceso, fijados, hasta))


def _fijados(proceso: Proceso) -> Fijados:
    """Cada límite que fija el calendario → los cargos a los que se lo fija."""
    cargos: dict[datetime, list[int]] = defaultdict(list)
    for cargo in proceso.cargos.all():
        if limite := proceso.instante("captura_limite", cargo.clave):
            cargos[limite].append(cargo.pk)
    return cargos


def _vencidas(proceso: Proceso, fijados: Fijados, instante: datetime) -> Q:
    asegurado = Q(captura_al_menos=None) | Q(captura_al_menos__lte=instante)
    sin_el_suyo = Q(captura_hasta=None) & asegurado & _de_general_vencido(proceso, fijados, instante)
    return Q(captura_hasta__lte=instante) | sin_el_suyo


def _de_general_vencido(proceso: Proceso, fijados: Fijados, instante: datetime) -> Q:
    """La forma en consulta de `_plazo_general(candidatura) <= instante`."""
    parametros = proceso.parametros
    con_fijado, vencido = NINGUNA, NINGUNA
    for limite, cargos in fijados.items():
        suyas = Q(posicion__contienda__cargo__in=cargos, aprobada_en__lt=limite)
        con_fijado |= suyas
        if limite <= instante:
            vencido |= suyas
    por_dias = ~con_fijado & _aprobadas(proceso, parametros.dias_captura, instante)
    de_sustitucion = _aprobadas(proceso, parametros.dias_captura_sustitucion, instante)
    generales = Q(sustituye_a=None) & (vencido | por_dias)
    return generales | (Q(sustituye_a__isnull=False) & de_sustitucion)


def _aprobadas(proceso: Proceso, dias: int, instante: datetime) -> Q:
    """Las que, aprobadas y con esos días naturales, ya vencieron (véase `calendario.plazos.vence`)."""
    hoy = instante.astimezone(proceso.zona).date()
    return Q(aprobada_en__lt=datetime.combine(hoy - timedelta(days=dias), time.min, tzinfo=proceso.zona))
