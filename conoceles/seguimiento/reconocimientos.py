"""Reconocer a tiempo lo que se envió tarde antes de que constara la interrupción: recibe lo mismo quien ya había enviado.

Su acuse no cambia: se asienta y se le escribe. Vale para los dos cuestionarios; el de identidad, en un acto y con una
carta reservados, porque de que consten se deduce que lo contestó.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import QuerySet

from conoceles.acuses.lectura import RECONOCER, RECONOCER_IDENTIDAD, reconocidos_a_tiempo
from conoceles.bitacora.acciones import Acto, asentar_varios
from conoceles.calendario.models import Proceso
from conoceles.cuestionarios.models import Envio
from conoceles.interrupciones.models import Interrupcion
from conoceles.mensajes.acciones import escribir_varias
from conoceles.privacidad.models import EnvioDeIdentidad
from conoceles.registro.cartas import a_su_cuenta
from conoceles.registro.models import Candidatura
from conoceles.registro.plazos import con_lo_devuelto, plazo_original

from . import cartas
from .asegurados import libro


class Tardio(NamedTuple):
    """Un envío que se acusó fuera de plazo."""

    candidatura: Candidatura
    folio: str
    instante: datetime


def reconocer(proceso: Proceso, interrupcion: Interrupcion) -> None:
    """Todo lo tardío del proceso que, con el libro de hoy, llegó a tiempo; una sola vez."""
    for envios, suya, accion in (
        (Envio.objects.all(), "cuestionario__candidatura", RECONOCER),
        (EnvioDeIdentidad.objects.all(), "candidatura", RECONOCER_IDENTIDAD),
    ):
        tardios = envios.filter(
            **{f"{suya}__hasta": None, f"{suya}__posicion__contienda__cargo__proceso": proceso},
            fuera_de_plazo=True,
            instante__gt=interrupcion.desde,
        )
        a_tiempo = list(_a_tiempo(tardios, suya, proceso))
        _escribir(a_tiempo, interrupcion, es_reservada=accion == RECONOCER_IDENTIDAD)
        _asentar(a_tiempo, interrupcion, accion)


def _a_tiempo(tardios: QuerySet[Any], suya: str, proceso: Proceso) -> Iterator[Tardio]:
    """Si el primero de alguien llegó a tiempo, también los que le siguieron: cambiar de opinión no vuelve extemporáneo.

    `suya`: el camino a su candidatura.
    """
    de_quien: dict[int, list[tuple[str, datetime]]] = defaultdict(list)
    sin_reconocer = tardios.exclude(folio__in=reconocidos_a_tiempo()).order_by("instante", "pk")
    for llave, folio, instante in sin_reconocer.values_list(suya, "folio", "instante"):
        de_quien[llave].append((folio, instante))
    candidaturas = Candidatura.objects.con_todo().select_related("persona__cuenta")
    ausencias = libro()
    for candidatura in candidaturas.prefetch_related("plazos_propios").filter(pk__in=de_quien).order_by("pk"):
        suyos = de_quien[candidatura.pk]
        if suyos[0][1] < con_lo_devuelto(plazo_original(candidatura), ausencias, proceso):
            yield from (Tardio(candidatura, folio, instante) for folio, instante in suyos)


def _escribir(a_tiempo: list[Tardio], interrupcion: Interrupcion, *, es_reservada: bool) -> None:
    escribir_varias(
        a_su_cuenta(uno.candidatura, cartas.llego_a_tiempo(*uno, interrupcion), es_reservada=es_reservada)
        for uno in a_tiempo
    )


def _asentar(a_tiempo: list[Tardio], interrupcion: Interrupcion, accion: str) -> None:
    actos = [
        Acto(accion, ("candidatura", candidatura.clave), {"folio": folio, "interrupcion": interrupcion.pk})
        for candidatura, folio, _ in a_tiempo
    ]
    if actos:
        asentar_varios(por=None, actos=actos)
