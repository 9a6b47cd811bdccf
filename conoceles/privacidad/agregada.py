"""Leer lo de identidad de muchas personas a la vez, sólo para contarlo junto: quién puede contarse y desde cuándo.

Es la única lectura que no es de una persona: queda asentada una vez, con cuántas fueron y para qué.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Model

from conoceles.bitacora.acciones import asentar
from conoceles.cuentas.models import Usuario
from conoceles.llaves.acciones import NoSeDescifra
from conoceles.registro.models import Candidatura

from .lectura import abrir_envio, formato_coincide
from .models import Consentimiento, EnvioDeIdentidad, Formato

_LOTE = 500


@dataclass(frozen=True)
class Reservada:
    """Lo que una persona contestó y nunca eligió publicar. `desde`: el primer instante en que pudo contarse.

    `publica_algo`: si alguna vez eligió publicar otra respuesta: entonces puede saberse que contestó.
    """

    clave: str
    desde: datetime
    respuestas: Mapping[str, Any]
    publica_algo: bool


def reservadas(
    candidaturas: Sequence[Candidatura],
    *,
    cortes: Sequence[datetime],
    objeto: tuple[str, str],
    por: Usuario | None,
    avance: Callable[[int], None] = lambda hechas: None,
) -> list[Reservada]:
    """Quienes autorizaron la estadística y contestaron, con lo que decían en el primer corte que las alcanzó.

    `candidaturas`: de un proceso, leídas con su proceso. `cortes`: los instantes de los anteriores, en orden.
    `objeto`: para qué se leen, como lo nombra la bitácora. `avance` recibe cuántas candidaturas van.

    Nadie se cuenta dos veces: quien retira su autorización y la da de nuevo conserva su primer `desde`. Y lo que
    alguna vez eligió publicar no vuelve a ser reservado aunque hoy no se vea.
    """
    leidas: list[Reservada] = []
    for inicio in range(0, len(candidaturas), _LOTE):
        lote = candidaturas[inicio : inicio + _LOTE]
        leidas += _del_lote(lote, cortes)
        avance(inicio + len(lote))
    with transaction.atomic():
        asentar(por=por, accion="identidad:contar", objeto=objeto, cuantas=len(leidas))
    return leidas


def _del_lote(lote: Sequence[Candidatura], cortes: Sequence[datetime]) -> Iterator[Reservada]:
    ids = [candidatura.pk for candidatura in lote]
    consentimientos = _por_candidatura(Consentimiento.objects.filter(candidatura__in=ids).order_by("numero"))
    envios = _por_candidatura(EnvioDeIdentidad.objects.filter(candidatura__in=ids).order_by("numero"))
    formatos = _por_candidatura(Formato.objects.filter(candidatura__in=ids).por_peso())
    for candidatura in lote:
        suyos = envios.get(candidatura.pk, [])
        desde = _desde(candidatura, consentimientos.get(candidatura.pk, []), suyos, formatos[candidatura.pk])
        if desde is not None and (una := _lo_reservado(candidatura, suyos, desde, cortes)):
            yield una


def _por_candidatura(filas: Iterable[Model]) -> dict[int, list[Any]]:
    juntas: dict[int, list[Any]] = defaultdict(list)
    for fila in filas:
        juntas[fila.candidatura_id].append(fila)  # type: ignore[attr-defined]
    return juntas


def _desde(
    candidatura: Candidatura,
    consentimientos: Sequence[Consentimiento],
    envios: Sequence[EnvioDeIdentidad],
    formatos: Sequence[Formato],
) -> datetime | None:
    """Cuándo se juntó por primera vez todo lo que hace falta; `None` si hoy falta algo.

    Un contenido que se suprimió impide saber qué había elegido publicar: entonces no se cuenta.
    """
    autorizadas = [c.instante for c in consentimientos if c.estadistica]
    if not envios or any(e.sobre is None for e in envios) or not consentimientos:
        return None
    if not consentimientos[-1].estadistica:
        return None
    instantes = [autorizadas[0], envios[0].instante]
    if candidatura.proceso.parametros.exige_formato:
        if not formato_coincide(formatos[-1] if formatos else None, consentimientos[-1]):
            return None
        instantes.append(
            min(f.revisado_en for f in formatos if f.es_valido and f.estadistica and f.revisado_en)
        )
    return max(instantes)


def _lo_reservado(
    candidatura: Candidatura,
    envios: Sequence[EnvioDeIdentidad],
    desde: datetime,
    cortes: Sequence[datetime],
) -> Reservada | None:
    """Sus respuestas en el primer corte posterior, sin las preguntas que alguna vez eligió publicar."""
    siguiente = bisect_left(cortes, desde)
    corte = cortes[siguiente] if siguiente < len(cortes) else None
    try:
        contenidos = [abrir_envio(envio, candidatura)[0] for envio in envios]
    except NoSeDescifra:
        return None
    elegidas = {clave for contenido in contenidos for clave in contenido["publicar"]}
    a_tiempo = [c for e, c in zip(envios, contenidos, strict=True) if corte is None or e.instante <= corte]
    respuestas = {clave: v for clave, v in a_tiempo[-1]["respuestas"].items() if clave not in elegidas}
    return Reservada(candidatura.clave, desde, respuestas, bool(elegidas))
