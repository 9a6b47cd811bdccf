"""Reconocer a tiempo lo que se envió tarde antes de que constara lo que el Instituto debía a su plazo: una interrupción,
o que su acceso se entregó otro día. Recibe lo mismo quien ya había enviado.

Su acuse no cambia: se asienta y se le escribe. Vale para los dos cuestionarios; el de identidad, en un acto y con una
carta reservados, porque de que consten se deduce que lo contestó.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import datetime
from functools import partial
from typing import Any, NamedTuple

from django.db.models import Model, QuerySet

from conoceles.acuses.lectura import RECONOCER, RECONOCER_IDENTIDAD, reconocidos_a_tiempo
from conoceles.bitacora.acciones import Acto, asentar_varios
from conoceles.calendario.models import Proceso
from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios.models import Envio
from conoceles.interrupciones.models import Interrupcion
from conoceles.mensajes.acciones import escribir_varias
from conoceles.privacidad.models import EnvioDeIdentidad
from conoceles.registro.cartas import Texto, a_su_cuenta
from conoceles.registro.entregas import recibieron_acceso
from conoceles.registro.lapsos import Acceso, plazo_con_acceso
from conoceles.registro.models import Candidatura
from conoceles.registro.plazos import con_lo_devuelto, plazo_original

from . import cartas
from .asegurados import libro


class Tardio(NamedTuple):
    """Un envío que se acusó fuera de plazo."""

    candidatura: Candidatura
    folio: str
    instante: datetime


# De cada cuestionario: sus envíos, el camino a su candidatura y el acto con que se reconocen.
_ENVIOS: tuple[tuple[type[Model], str, str], ...] = (
    (Envio, "cuestionario__candidatura", RECONOCER),
    (EnvioDeIdentidad, "candidatura", RECONOCER_IDENTIDAD),
)


def reconocer(proceso: Proceso, interrupcion: Interrupcion) -> None:
    """Todo lo tardío del proceso que, con el libro de hoy, llegó a tiempo; una sola vez."""
    for envios, suya, accion in _ENVIOS:
        tardios = envios._default_manager.filter(
            **{f"{suya}__hasta": None, f"{suya}__posicion__contienda__cargo__proceso": proceso},
            fuera_de_plazo=True,
            instante__gt=interrupcion.desde,
        )
        a_tiempo = list(_a_tiempo(tardios, suya, proceso))
        _escribir(a_tiempo, partial(cartas.llego_a_tiempo, interrupcion=interrupcion), accion)
        _asentar(a_tiempo, accion, por=None, interrupcion=interrupcion.pk)


def reconocer_con_su_acceso(candidatura: Candidatura, *, por: Usuario) -> None:
    """Lo tardío de una candidatura que, con las entregas que hoy cuentan, llegó en los días que le tocaban."""
    for envios, suya, accion in _ENVIOS:
        tardios = envios._default_manager.filter(**{suya: candidatura}, fuera_de_plazo=True)
        a_tiempo = list(_a_tiempo(tardios, suya, candidatura.proceso))
        _escribir(a_tiempo, cartas.llego_a_tiempo_con_su_acceso, accion)
        _asentar(a_tiempo, accion, por=por)


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
    elegidas = list(candidaturas.prefetch_related("plazos_propios").filter(pk__in=de_quien).order_by("pk"))
    recibieron = recibieron_acceso(elegidas)
    for candidatura in elegidas:
        suyos, acceso = de_quien[candidatura.pk], recibieron.get(candidatura.persona_id, Acceso())
        original = plazo_con_acceso(candidatura, plazo_original(candidatura), acceso)
        if suyos[0][1] < con_lo_devuelto(original, ausencias, proceso):
            yield from (Tardio(candidatura, folio, instante) for folio, instante in suyos)


def _escribir(a_tiempo: list[Tardio], carta: Callable[..., Texto], accion: str) -> None:
    es_reservada = accion == RECONOCER_IDENTIDAD
    escribir_varias(a_su_cuenta(uno.candidatura, carta(*uno), es_reservada=es_reservada) for uno in a_tiempo)


def _asentar(a_tiempo: list[Tardio], accion: str, *, por: Usuario | None, **detalle: int) -> None:
    actos = [
        Acto(accion, ("candidatura", candidatura.clave), {"folio": folio, **detalle})
        for candidatura, folio, _ in a_tiempo
    ]
    if actos:
        asentar_varios(por=por, actos=actos)
