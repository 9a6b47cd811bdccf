"""Aplicar un plan al registro. La parte pública y la bitácora del acto viven más arriba, en `publicacion`."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import Acto
from conoceles.calendario.models import Proceso
from conoceles.registro.catalogos import ClaseDeMovimiento, TipoDeActor
from conoceles.registro.models import (
    ActorPolitico,
    Candidatura,
    DatosReservados,
    Importacion,
    Movimiento,
    Persona,
    Posicion,
)
from conoceles.registro.movimientos.acciones import (
    LOTE,
    Inscripcion,
    actos_de,
    aplicar,
    inscribir,
    por_lotes,
    terminar,
)
from conoceles.registro.movimientos.historia import con_historia
from conoceles.registro.movimientos.pedidos import Entrante, Pedido
from conoceles.registro.movimientos.tabla import clase_que_deja

from .estado import Ocupante
from .plan import Alta, Cambio, Plan
from .propuestas import Posicion as Lugar

_SIN_ACUERDO = "La lista no trae su número"
_ORDEN_DE_INDEPENDIENTE = 900  # después de todo partido y alianza


@dataclass(frozen=True)
class Aplicado:
    """Las candidaturas que cambiaron, los movimientos que quedaron y un acto de bitácora por cada una."""

    candidaturas: list[Candidatura]
    movimientos: list[Movimiento]
    actos: list[Acto]


@transaction.atomic
def aplicar_plan(
    *,
    proceso: Proceso,
    plan: Plan,
    importacion: Importacion | None = None,
    avance: Callable[[int], None] = lambda hechas: None,
) -> Aplicado:
    """Escribe altas, sustituciones, restituciones, correcciones y bajas; nunca borra. `avance` recibe cuántas van.

    Raises:
        ValueError: si el plan tiene rechazos.
    """
    if not plan.es_aplicable:
        raise ValueError("Un plan con rechazos no se aplica.")
    ahora = timezone.now()
    _crear_independientes(proceso, plan)
    actos: list[Acto] = []
    salidas = _salidas(plan, ahora, importacion)
    terminar(salida for salida in salidas.values() if salida.antes != salida.despues)
    movimientos = _restituir(plan, ahora, importacion)
    tocadas = [movimiento.candidatura for movimiento in movimientos]
    for altas in por_lotes(_ordenadas(plan.altas)):
        nuevas = _dar_de_alta(proceso, altas, ahora, actos)
        tocadas += nuevas
        for alta, nueva in zip(altas, nuevas, strict=True):
            if alta.sustituye_a:
                salidas[alta.sustituye_a.candidatura_id].entra = nueva
        avance(len(tocadas))
    for cambios in por_lotes(plan.cambios):
        tocadas += _corregir(cambios, actos)
        avance(len(tocadas))
    movimientos += Movimiento.objects.bulk_create(salidas.values(), batch_size=LOTE)
    tocadas += [Candidatura(pk=pk) for pk in salidas]
    return Aplicado(tocadas, movimientos, [*actos_de(movimientos), *actos])


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


# --- Quien sale y quien vuelve -------------------------------------------------------------------------------


def _salidas(plan: Plan, ahora: datetime, importacion: Importacion | None) -> dict[int, Movimiento]:
    """El movimiento de cada una que se cierra o se releva, por su candidatura; también la que ya estaba cerrada."""
    salidas = [(baja.ocupante, baja.situacion, "") for baja in plan.bajas]
    salidas += [
        (alta.sustituye_a, alta.causa, str(alta.propuesta.candidatura.get("acuerdo", "")))
        for alta in plan.altas
        if alta.sustituye_a
    ]
    return {
        ocupante.candidatura_id: _salida(ocupante, causa, acuerdo, ahora, importacion)
        for ocupante, causa, acuerdo in salidas
    }


def _salida(
    ocupante: Ocupante, causa: str, acuerdo: str, ahora: datetime, importacion: Importacion | None
) -> Movimiento:
    return Movimiento(
        candidatura=Candidatura(pk=ocupante.candidatura_id, clave=ocupante.clave),
        clase=clase_que_deja(causa) if causa else ClaseDeMovimiento.COBERTURA,
        antes=ocupante.situacion,
        despues=causa or ocupante.situacion,
        acuerdo=acuerdo,
        surte_en=ahora,
        importacion=importacion,
        por=importacion.por if importacion else "",
        registrado_en=ahora,
    )


def _restituir(plan: Plan, ahora: datetime, importacion: Importacion | None) -> list[Movimiento]:
    """Las que una resolución devuelve: la misma candidatura, como si se registrara en el panel."""
    if not plan.regresos:
        return []
    claves = [regreso.ocupante.candidatura_id for regreso in plan.regresos]
    candidaturas = con_historia(Candidatura.objects.all()).in_bulk(claves)
    pedidos = [
        Pedido(
            candidaturas[regreso.ocupante.candidatura_id],
            ClaseDeMovimiento.RESTITUCION,
            acuerdo=str(regreso.propuesta.candidatura.get("acuerdo") or _SIN_ACUERDO),
            surte_en=ahora,
        )
        for regreso in plan.regresos
    ]
    por = importacion.por if importacion else ""
    return aplicar(pedidos=pedidos, por=por, ahora=ahora, importacion=importacion)


# --- Dar de alta ----------------------------------------------------------------------------------------------


def _dar_de_alta(
    proceso: Proceso, altas: Sequence[Alta], ahora: datetime, actos: list[Acto]
) -> list[Candidatura]:
    posiciones = _posiciones(proceso, [alta.propuesta.posicion for alta in altas])
    inscripciones = [
        _inscripcion(proceso, alta, posiciones[alta.propuesta.posicion], ahora) for alta in altas
    ]
    candidaturas = inscribir(proceso, inscripciones)
    actos += [
        Acto("registro:inscribir", ("candidatura", nueva.clave))
        for alta, nueva in zip(altas, candidaturas, strict=True)
        if not alta.sustituye_a
    ]
    return candidaturas


def _inscripcion(proceso: Proceso, alta: Alta, posicion: Posicion, ahora: datetime) -> Inscripcion:
    propuesta = alta.propuesta
    return Inscripcion(
        posicion,
        Entrante(propuesta.persona, propuesta.reservados, propuesta.candidatura),
        aprobada_en=_aprobacion(proceso, alta, ahora),
        sustituye_a_id=alta.sustituye_a.candidatura_id if alta.sustituye_a else None,
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
