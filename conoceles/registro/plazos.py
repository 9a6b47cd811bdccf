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
from conoceles.calendario.plazos import ultimo_dia, vence
from conoceles.comun.sales import exacto
from conoceles.interrupciones.gracia import Ausencia, con_gracia

if TYPE_CHECKING:
    from .models import Candidatura

NINGUNA = Q(pk__in=[])
Fijados = Mapping[datetime, Sequence[int]]


def plazo_de_captura(candidatura: Candidatura) -> datetime:
    """El instante (exclusivo) en que vence."""
    if candidatura.captura_hasta:
        return candidatura.captura_hasta
    general = plazo_general(candidatura)
    return max(general, candidatura.captura_al_menos or general)


def fijado_y_asegurado(candidatura: Candidatura) -> dict[str, str | None]:
    """Lo que se asienta con cada acto que mueve su plazo: así se nota si alguien lo cambió por fuera."""
    return {"fijado": exacto(candidatura.captura_hasta), "asegurado": exacto(candidatura.captura_al_menos)}


def plazo_general(candidatura: Candidatura) -> datetime:
    """El del calendario o el de los días del proceso, sin lo que se le fijó ni se le aseguró."""
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
    general = plazo_general(candidatura)
    if candidatura.captura_al_menos:
        return max(general, _sin_lo_devuelto(candidatura, candidatura.captura_al_menos))
    return general


def _sin_lo_devuelto(candidatura: Candidatura, limite: datetime) -> datetime:
    suyos = [propio for propio in candidatura.plazos_propios.all() if propio.hasta == limite]
    ultimo = max(suyos, key=lambda propio: propio.pk, default=None)
    return ultimo.original if ultimo and ultimo.original else limite


def dias_de_quien_entra(candidatura: Candidatura) -> int:
    """Los días que le tocan a quien empieza tarde: los del proceso, y nunca más de los que el general da enteros."""
    zona = candidatura.proceso.zona
    enteros = ultimo_dia(plazo_general(candidatura), zona) - candidatura.aprobada_en.astimezone(zona).date()
    return max(0, min(candidatura.proceso.parametros.dias_captura_sustitucion, enteros.days))


def con_lo_devuelto(original: datetime, ausencias: Iterable[Ausencia], proceso: Proceso) -> datetime:
    """El límite que rige con esas ausencias. La misma regla decide si algo llegó a tiempo y se escribe como plazo."""
    if not proceso.parametros.gracia_por_interrupcion:
        return original
    return con_gracia(original, ausencias, tope=proceso.instante("cierre"))


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
    """La forma en consulta de `plazo_general(candidatura) <= instante`."""
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
