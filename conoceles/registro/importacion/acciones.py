"""Aplicar un plan al registro. La parte pública y la bitácora del acto viven más arriba, en `publicacion`."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any, TypeVar

from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import Acto
from conoceles.calendario.models import Proceso
from conoceles.registro.catalogos import SituacionRegistral, TipoDeActor
from conoceles.registro.models import ActorPolitico, Candidatura, DatosReservados, Persona, Posicion

from .plan import Alta, Baja, Cambio, Plan
from .propuestas import Posicion as Lugar

T = TypeVar("T")
LOTE = 500
_ORDEN_DE_INDEPENDIENTE = 900  # después de todo partido y alianza


@dataclass(frozen=True)
class Aplicado:
    """Las candidaturas que cambiaron (también las que se cerraron) y un acto de bitácora por cada una."""

    candidaturas: list[Candidatura]
    actos: list[Acto]


@transaction.atomic
def aplicar_plan(
    *, proceso: Proceso, plan: Plan, avance: Callable[[int], None] = lambda hechas: None
) -> Aplicado:
    """Escribe altas, sustituciones, correcciones y bajas; nunca borra. `avance` recibe cuántas van.

    Raises:
        ValueError: si el plan tiene rechazos.
    """
    if not plan.es_aplicable:
        raise ValueError("Un plan con rechazos no se aplica.")
    ahora = timezone.now()
    _crear_independientes(proceso, plan)
    actos: list[Acto] = []
    tocadas = _cerrar(plan, ahora, actos)
    for altas in _lotes(_ordenadas(plan.altas)):
        tocadas += _dar_de_alta(proceso, altas, ahora, actos)
        avance(len(tocadas))
    for cambios in _lotes(plan.cambios):
        tocadas += _corregir(cambios, actos)
        avance(len(tocadas))
    return Aplicado(tocadas, actos)


def _lotes(elementos: Iterable[T]) -> Iterator[list[T]]:
    pendientes = iter(elementos)
    while lote := list(islice(pendientes, LOTE)):
        yield lote


def _ordenadas(altas: list[Alta]) -> list[Alta]:
    return sorted(altas, key=lambda alta: alta.propuesta.posicion)


def _crear_independientes(proceso: Proceso, plan: Plan) -> None:
    """Cada candidatura independiente es un actor propio: dos pueden compartir territorio."""
    ActorPolitico.objects.bulk_create(
        [
            ActorPolitico(
                proceso=proceso,
                clave=clave,
                siglas="IND",
                nombre="Candidatura independiente",
                tipo=TipoDeActor.INDEPENDIENTE,
                orden=_ORDEN_DE_INDEPENDIENTE,
            )
            for clave in sorted(plan.independientes)
        ],
        batch_size=LOTE,
    )


# --- Cerrar ---------------------------------------------------------------------------------------------------


def _cerrar(plan: Plan, ahora: datetime, actos: list[Acto]) -> list[Candidatura]:
    """Cierra las bajas y las sustituidas antes de abrir otras: una posición tiene una sola vigente."""
    salidas = [*plan.bajas, *(Baja(a.sustituye_a, a.causa) for a in plan.altas if a.causa and a.sustituye_a)]
    por_situacion: dict[str, list[int]] = defaultdict(list)
    for salida in salidas:
        por_situacion[salida.situacion].append(salida.ocupante.candidatura_id)
        detalle = {"situacion": salida.situacion}
        actos.append(Acto("registro:terminar", ("candidatura", salida.ocupante.clave), detalle))
    for situacion, claves in por_situacion.items():
        for lote in _lotes(claves):
            cerradas = Candidatura.objects.vigentes().filter(pk__in=lote)
            if cerradas.update(situacion=situacion, hasta=ahora) != len(lote):
                raise RuntimeError("El registro cambió mientras se aplicaba la importación.")
    # También la que ya estaba cerrada: su página dirá quién la sustituyó.
    sustituidas = [a.sustituye_a.candidatura_id for a in plan.altas if a.sustituye_a and not a.causa]
    return [Candidatura(pk=pk) for pk in (*(s.ocupante.candidatura_id for s in salidas), *sustituidas)]


# --- Dar de alta ----------------------------------------------------------------------------------------------


def _dar_de_alta(
    proceso: Proceso, altas: Sequence[Alta], ahora: datetime, actos: list[Acto]
) -> list[Candidatura]:
    posiciones = _posiciones(proceso, [alta.propuesta.posicion for alta in altas])
    personas = Persona.objects.bulk_create(
        [Persona(proceso=proceso, **alta.propuesta.persona) for alta in altas]
    )
    DatosReservados.objects.bulk_create(
        [
            DatosReservados(persona=persona, **alta.propuesta.reservados)
            for persona, alta in zip(personas, altas, strict=True)
            if alta.propuesta.reservados
        ]
    )
    candidaturas = Candidatura.objects.bulk_create(
        [
            _candidatura(proceso, alta, posiciones[alta.propuesta.posicion], persona, ahora)
            for persona, alta in zip(personas, altas, strict=True)
        ]
    )
    for alta, candidatura in zip(altas, candidaturas, strict=True):
        anterior = alta.sustituye_a
        accion = "registro:sustituir" if anterior else "registro:inscribir"
        detalle = {"sustituye_a": anterior.clave} if anterior else {}
        actos.append(Acto(accion, ("candidatura", candidatura.clave), detalle))
    return candidaturas


def _candidatura(
    proceso: Proceso, alta: Alta, posicion: Posicion, persona: Persona, ahora: datetime
) -> Candidatura:
    datos = dict(alta.propuesta.candidatura)
    if "aprobada_en" not in datos:
        datos["aprobada_en"] = _aprobacion(proceso, alta, ahora)
    return Candidatura(
        posicion=posicion,
        persona=persona,
        situacion=SituacionRegistral.APROBADA,
        sustituye_a_id=alta.sustituye_a.candidatura_id if alta.sustituye_a else None,
        **datos,
    )


def _aprobacion(proceso: Proceso, alta: Alta, ahora: datetime) -> datetime:
    """Sin fecha en el archivo: la del acuerdo general de su cargo o, si sustituye a alguien o vuelve, hoy.

    De ahí corre su plazo: a quien se restituye no puede habérsele vencido antes de volver.
    """
    general = proceso.instante("aprobacion", alta.propuesta.contienda.cargo.clave)
    return ahora if alta.sustituye_a or alta.vuelve or general is None else min(general, ahora)


def _posiciones(proceso: Proceso, lugares: list[Lugar]) -> dict[Lugar, Posicion]:
    """Las posiciones de esos lugares; crea las que falten."""
    actores = {a.clave: a for a in proceso.actores.filter(clave__in={lugar.actor for lugar in lugares})}
    pedidas = [
        Posicion(
            contienda_id=lugar.contienda,
            actor=actores[lugar.actor],
            numero=lugar.numero,
            calidad=lugar.calidad,
        )
        for lugar in lugares
    ]
    Posicion.objects.bulk_create(pedidas, ignore_conflicts=True)
    existentes = Posicion.objects.filter(
        contienda__in={lugar.contienda for lugar in lugares}, actor__in=actores.values()
    ).select_related("actor")
    return {Lugar(p.contienda_id, p.actor.clave, p.numero, p.calidad): p for p in existentes}


# --- Corregir -------------------------------------------------------------------------------------------------


def _corregir(cambios: Sequence[Cambio], actos: list[Acto]) -> list[Candidatura]:
    """Actualiza sólo los campos distintos; la bitácora guarda sus nombres, nunca sus valores."""
    por_persona = {c.ocupante.persona_id: c.campos.get("persona", {}) for c in cambios}
    por_candidatura = {c.ocupante.candidatura_id: c.campos.get("candidatura", {}) for c in cambios}
    _actualizar(Persona, por_persona)
    _actualizar(Candidatura, por_candidatura)
    reservados = {c.ocupante.persona_id: c.campos.get("reservados", {}) for c in cambios}
    con_datos = [persona for persona, datos in reservados.items() if datos]
    DatosReservados.objects.bulk_create([DatosReservados(pk=pk) for pk in con_datos], ignore_conflicts=True)
    _actualizar(DatosReservados, reservados)
    for cambio in cambios:
        campos = sorted(campo for datos in cambio.campos.values() for campo in datos)
        actos.append(Acto("registro:corregir", ("candidatura", cambio.ocupante.clave), {"campos": campos}))
    return [Candidatura(pk=cambio.ocupante.candidatura_id) for cambio in cambios]


def _actualizar(modelo: type[Any], por_pk: dict[int, dict[str, Any]]) -> None:
    campos = sorted({campo for datos in por_pk.values() for campo in datos})
    if not campos:
        return
    filas = modelo.objects.in_bulk([pk for pk, datos in por_pk.items() if datos])
    for pk, fila in filas.items():
        for campo, valor in por_pk[pk].items():
            setattr(fila, campo, valor)
    nombres = [modelo._meta.get_field(campo).name for campo in campos]
    modelo.objects.bulk_update(filas.values(), nombres)
