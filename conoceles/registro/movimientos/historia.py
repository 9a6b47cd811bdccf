"""Quién ha ocupado un lugar y desde cuándo; de ahí sale a quién enlaza su página y qué puede decir la boleta."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, time, timedelta
from enum import StrEnum

from django.db.models import Prefetch

from conoceles.calendario.models import Proceso
from conoceles.registro.catalogos import ClaseDeMovimiento, SituacionRegistral
from conoceles.registro.models import Candidatura, CandidaturaQuerySet

_LA_VISPERA = timedelta(microseconds=1)


class EnLaBoleta(StrEnum):
    """Lo que conviene advertir a quien vota de un lugar que cambió de persona después de congelarse las boletas."""

    NADA = ""
    OTRO_NOMBRE = "otro_nombre"  # entró después: está el de quien la precedió
    ESTE_NOMBRE = "este_nombre"  # salió después: sigue estando el suyo


def con_historia(candidaturas: CandidaturaQuerySet) -> CandidaturaQuerySet:
    """Con lo que este módulo lee, en un número fijo de consultas."""
    del_lugar = Candidatura.objects.select_related("persona").prefetch_related("movimientos").order_by("pk")
    return (
        candidaturas.con_lo_comun()
        .select_related("sustituye_a__persona")
        .prefetch_related("movimientos__entra__persona", Prefetch("posicion__candidaturas", del_lugar))
    )


def vigente_del_lugar(candidatura: Candidatura) -> Candidatura | None:
    return next((c for c in candidatura.posicion.candidaturas.all() if c.hasta is None), None)


def vigentes_con_curp(proceso: Proceso, curps: Collection[str]) -> dict[str, Candidatura]:
    """CURP → la candidatura vigente que ya la tiene. Dos lugares a la vez pueden proceder o no: lo decide quien registra."""
    suyas = (
        Candidatura.objects.vigentes()
        .del_proceso(proceso)
        .con_lo_comun()
        .select_related("persona__reservados")
        .filter(persona__reservados__curp__in=filter(None, curps))
    )
    return {candidatura.persona.reservados.curp: candidatura for candidatura in suyas}


def ultima_en_salir(candidatura: Candidatura) -> Candidatura:
    """De un lugar vacante, la que lo dejó al último."""
    salieron = [c for c in candidatura.posicion.candidaturas.all() if c.hasta]
    return max(salieron, key=lambda c: (_ultimo_movimiento(c), c.hasta, c.pk), default=candidatura)


def _ultimo_movimiento(candidatura: Candidatura) -> int:
    """Su número: dos del mismo día se ordenan como se registraron, que la hora puede no constar."""
    return max((movimiento.pk for movimiento in candidatura.movimientos.all()), default=0)


def ultimo_instante(candidatura: Candidatura) -> datetime:
    """Cuándo surtió lo último que consta de ella: que entrara, saliera o volviera."""
    movidas = (m.surte_en for m in candidatura.movimientos.all())
    return max([candidatura.hasta or candidatura.aprobada_en, *movidas])


def quien_sigue(candidatura: Candidatura) -> Candidatura | None:
    """A quién lleva la página de una candidatura que terminó: sólo a quien hoy ocupa el lugar."""
    return vigente_del_lugar(candidatura) if candidatura.hasta else None


def restituida_en(candidatura: Candidatura) -> datetime | None:
    """Desde cuándo volvió, si lo último que le pasó fue volver."""
    ultimo = list(candidatura.movimientos.all())[-1:]
    return ultimo[0].surte_en if ultimo and ultimo[0].clase == ClaseDeMovimiento.RESTITUCION else None


def acuerdo_de_salida(candidatura: Candidatura) -> str:
    """El número del acuerdo con que terminó; vacío si sigue o no consta."""
    salidas = [m for m in candidatura.movimientos.all() if m.despues != m.antes]
    return salidas[-1].acuerdo if salidas and candidatura.hasta else ""


def estaba_en(candidatura: Candidatura, instante: datetime) -> bool:
    """¿Ocupaba su lugar a ese instante?"""
    if instante < candidatura.aprobada_en or (candidatura.hasta and candidatura.hasta <= instante):
        return False
    anteriores = [m.despues for m in candidatura.movimientos.all() if m.surte_en <= instante]
    return not anteriores or anteriores[-1] == SituacionRegistral.APROBADA


def congeladas_desde(proceso: Proceso) -> datetime | None:
    """Desde qué instante un cambio pudo no alcanzar la boleta: cuando empieza, en el lugar, el día en que se congelan.

    Un movimiento de ese día, casi siempre sin hora, pudo ser antes o después; lo que se advierte es que *puede*.
    """
    fijado = proceso.instante("congelamiento_boletas")
    return datetime.combine(fijado.astimezone(proceso.zona), time.min, proceso.zona) if fijado else None


def en_la_boleta(candidatura: Candidatura) -> EnLaBoleta:
    """Una boleta ya impresa no se cambia (LGIPE, art. 267.1): lo que puede decir de este lugar."""
    congelada = congeladas_desde(candidatura.proceso)
    if congelada is None:
        return EnLaBoleta.NADA
    estaba = estaba_en(candidatura, congelada - _LA_VISPERA)
    if candidatura.hasta:
        return EnLaBoleta.ESTE_NOMBRE if estaba else EnLaBoleta.NADA
    entro_por_otra = candidatura.sustituye_a_id is not None or restituida_en(candidatura) is not None
    return EnLaBoleta.OTRO_NOMBRE if entro_por_otra and not estaba else EnLaBoleta.NADA
