"""Escribir movimientos en el registro. La parte pública y la bitácora viven más arriba, en `publicacion.movimientos`."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import Acto
from conoceles.calendario.models import Proceso
from conoceles.calendario.plazos import vence
from conoceles.registro.catalogos import ClaseDeMovimiento as Clase
from conoceles.registro.catalogos import SituacionRegistral
from conoceles.registro.models import (
    Candidatura,
    DatosReservados,
    Importacion,
    Movimiento,
    Persona,
    Posicion,
)

from .historia import con_historia, vigente_del_lugar
from .pedidos import Entrante, NoProcede, Pedido, lo_ultimo_que_consta, reparos
from .tabla import paso

T = TypeVar("T")
LOTE = 500


class CambioElRegistro(RuntimeError):
    """Una candidatura que se iba a cerrar ya no estaba vigente: alguien se adelantó."""


@dataclass(frozen=True)
class Inscripcion:
    """Quien entra, a qué lugar y con qué lo de su candidatura que no viene de su persona."""

    posicion: Posicion
    entra: Entrante
    aprobada_en: datetime
    sustituye_a_id: int | None = None
    captura_al_menos: datetime | None = None


# --- Lo que comparten los movimientos y la importación de listas ---------------------------------------------


def por_lotes(elementos: Iterable[T]) -> Iterator[list[T]]:
    pendientes = iter(elementos)
    while lote := list(islice(pendientes, LOTE)):
        yield lote


def terminar(salidas: Iterable[Movimiento]) -> None:
    """Cierra esas candidaturas, cada una con su situación y desde cuándo. Guarda sólo el cierre, no el movimiento.

    Raises:
        CambioElRegistro: si alguna ya no estaba vigente.
    """
    grupos: dict[tuple[str, datetime], list[int]] = defaultdict(list)
    for salida in salidas:
        grupos[salida.despues, salida.surte_en].append(salida.candidatura_id)
    for (situacion, hasta), claves in grupos.items():
        for lote in por_lotes(claves):
            cerradas = Candidatura.objects.vigentes().filter(pk__in=lote)
            if cerradas.update(situacion=situacion, hasta=hasta) != len(lote):
                raise CambioElRegistro("El registro cambió mientras se aplicaba.")


def inscribir(proceso: Proceso, inscripciones: Sequence[Inscripcion]) -> list[Candidatura]:
    """Da de alta a las personas con sus datos reservados y su candidatura, en el mismo orden."""
    personas = Persona.objects.bulk_create(
        [Persona(proceso=proceso, **i.entra.persona) for i in inscripciones], batch_size=LOTE
    )
    DatosReservados.objects.bulk_create(
        [
            DatosReservados(persona=persona, **i.entra.reservados)
            for persona, i in zip(personas, inscripciones, strict=True)
            if i.entra.reservados
        ],
        batch_size=LOTE,
    )
    candidaturas = [
        Candidatura(
            posicion=i.posicion,
            persona=persona,
            situacion=SituacionRegistral.APROBADA,
            sustituye_a_id=i.sustituye_a_id,
            captura_al_menos=i.captura_al_menos,
            **{"aprobada_en": i.aprobada_en, **i.entra.candidatura},
        )
        for persona, i in zip(personas, inscripciones, strict=True)
    ]
    return Candidatura.objects.bulk_create(candidaturas, batch_size=LOTE)


def plazo_de_quien_entra(proceso: Proceso, surte_en: datetime, ahora: datetime) -> datetime:
    """Sus días enteros desde que se registra, aunque lo que la hizo entrar haya surtido antes."""
    return vence(max(surte_en, ahora), proceso.parametros.dias_captura_sustitucion, proceso.zona)


def plazo_de_quien_vuelve(candidatura: Candidatura, ahora: datetime) -> datetime:
    """Lo que le quedaba o, si es menos, los días de quien entra."""
    return max(candidatura.plazo_de_captura, plazo_de_quien_entra(candidatura.proceso, ahora, ahora))


_TERMINAR = "registro:terminar"
_ACTOS = {Clase.RESTITUCION: "registro:restituir", Clase.COBERTURA: "registro:cubrir"}
MUEVEN = (_TERMINAR, *_ACTOS.values())


def actos_de(movimientos: Iterable[Movimiento]) -> Iterator[Acto]:
    """Un renglón de bitácora por cada candidatura que sale, vuelve o entra. Nunca el motivo, que es un texto libre."""
    for m in movimientos:
        detalle = {
            "clase": str(m.clase),
            "situacion": m.despues,
            "acuerdo": m.acuerdo,
            "movimiento": m.pk,
            "huella": m.huella_de_lo_registrado,
        }
        yield Acto(_ACTOS.get(Clase(m.clase), _TERMINAR), ("candidatura", m.candidatura.clave), detalle)
        if m.entra and m.clase != Clase.DESPLAZAMIENTO:
            detalle = {"sustituye_a": m.candidatura.clave, "acuerdo": m.acuerdo}
            yield Acto("registro:sustituir", ("candidatura", m.entra.clave), detalle)


# --- Registrar movimientos -----------------------------------------------------------------------------------


@transaction.atomic
def aplicar(
    *, pedidos: Sequence[Pedido], por: str, ahora: datetime, importacion: Importacion | None = None
) -> list[Movimiento]:
    """Registra todos o ninguno; nada se borra. Devuelve los movimientos, también los que fueron consecuencia.

    Raises:
        NoProcede: con el primero que no procede tal como está hoy el registro.
    """
    pedidos = _al_dia(pedidos)
    _exigir_que_procedan(pedidos, ahora)
    hechos = [_movimiento(pedido, por, ahora, importacion) for pedido in pedidos]
    desplazadas = list(_desplazadas(pedidos, hechos))
    terminar(h for h in [*hechos, *desplazadas] if h.antes == SituacionRegistral.APROBADA)
    _restituir([p for p in pedidos if p.clase == Clase.RESTITUCION], ahora)
    _hacer_entrar(pedidos, hechos, ahora)
    return Movimiento.objects.bulk_create([*hechos, *desplazadas], batch_size=LOTE)


def _al_dia(pedidos: Sequence[Pedido]) -> list[Pedido]:
    """Los mismos, con el registro como está ahora y en exclusiva: dos personas no mueven a la misma dos veces."""
    lugares = [pedido.candidatura.posicion_id for pedido in pedidos]
    for lote in por_lotes(lugares):
        list(Candidatura.objects.select_for_update().filter(posicion__in=lote).only("pk"))
    actuales: dict[int, Candidatura] = {}
    for lote in por_lotes(pedido.candidatura.pk for pedido in pedidos):
        actuales |= con_historia(Candidatura.objects.all()).in_bulk(lote)
    al_dia = (replace(pedido, candidatura=actuales[pedido.candidatura.pk]) for pedido in pedidos)
    return [_en_orden(pedido) for pedido in al_dia]


def _en_orden(pedido: Pedido) -> Pedido:
    """Lo que surte el mismo día que lo último que consta surte después de ello: nadie sale antes de haber entrado."""
    ultimo = lo_ultimo_que_consta(pedido)
    zona = pedido.candidatura.proceso.zona
    es_el_mismo_dia = timezone.localdate(pedido.surte_en, zona) == timezone.localdate(ultimo, zona)
    return replace(pedido, surte_en=max(pedido.surte_en, ultimo)) if es_el_mismo_dia else pedido


def _exigir_que_procedan(pedidos: Sequence[Pedido], ahora: datetime) -> None:
    for pedido in pedidos:
        for reparo in reparos(pedido, ahora):
            raise NoProcede(f"{pedido.candidatura.persona}: {reparo.motivo}.")
    veces = Counter(pedido.candidatura.posicion_id for pedido in pedidos)
    for pedido in pedidos:
        if veces[pedido.candidatura.posicion_id] > 1:
            raise NoProcede(
                f"{pedido.candidatura.persona}: hay dos movimientos del mismo lugar en un solo acto."
            )


def _movimiento(pedido: Pedido, por: str, ahora: datetime, importacion: Importacion | None) -> Movimiento:
    antes = pedido.candidatura.situacion
    return Movimiento(
        candidatura=pedido.candidatura,
        clase=pedido.clase,
        antes=antes,
        despues=paso(pedido.clase).hacia or antes,
        acuerdo=pedido.acuerdo,
        surte_en=pedido.surte_en,
        motivo=pedido.motivo,
        importacion=importacion,
        por=por,
        registrado_en=ahora,
    )


def _desplazadas(pedidos: Sequence[Pedido], hechos: Sequence[Movimiento]) -> Iterator[Movimiento]:
    """A quien ocupa el lugar de una persona restituida se le termina en el mismo acto."""
    for pedido, hecho in zip(pedidos, hechos, strict=True):
        ocupante = vigente_del_lugar(pedido.candidatura)
        if pedido.clase == Clase.RESTITUCION and ocupante:
            sale = replace(pedido, candidatura=ocupante, clase=Clase.DESPLAZAMIENTO)
            movimiento = _movimiento(sale, hecho.por, hecho.registrado_en, hecho.importacion)
            movimiento.entra = pedido.candidatura
            yield movimiento


def _restituir(pedidos: Sequence[Pedido], ahora: datetime) -> None:
    """Vuelve a estar aprobada y, si lo que le quedaba de plazo es menos, al menos con el de quien entra."""
    for pedido in pedidos:
        candidatura = pedido.candidatura
        limite = plazo_de_quien_vuelve(candidatura, ahora)
        if limite != candidatura.plazo_de_captura:
            candidatura.captura_hasta, candidatura.captura_al_menos = None, limite
        candidatura.situacion, candidatura.hasta = SituacionRegistral.APROBADA, None
    Candidatura.objects.bulk_update(
        [pedido.candidatura for pedido in pedidos],
        ["situacion", "hasta", "captura_hasta", "captura_al_menos"],
        batch_size=LOTE,
    )


def _hacer_entrar(pedidos: Sequence[Pedido], hechos: Sequence[Movimiento], ahora: datetime) -> None:
    """Inscribe a quienes entran y lo anota en el movimiento de quien sale."""
    relevos = [
        (hecho, _inscripcion(pedido, pedido.entra, ahora))
        for pedido, hecho in zip(pedidos, hechos, strict=True)
        if pedido.entra
    ]
    if not relevos:
        return
    nuevas = inscribir(pedidos[0].candidatura.proceso, [inscripcion for _, inscripcion in relevos])
    for (hecho, _), nueva in zip(relevos, nuevas, strict=True):
        hecho.entra = nueva


def _inscripcion(pedido: Pedido, entra: Entrante, ahora: datetime) -> Inscripcion:
    """El lugar es del mismo partido de origen mientras no se diga otro."""
    sale, proceso = pedido.candidatura, pedido.candidatura.proceso
    limite = plazo_de_quien_entra(proceso, pedido.surte_en, ahora)
    por_su_aprobacion = plazo_de_quien_entra(proceso, pedido.surte_en, pedido.surte_en)
    propios = {
        "partido_de_origen_id": sale.partido_de_origen_id,
        **entra.candidatura,
        "acuerdo": pedido.acuerdo,
    }
    return Inscripcion(
        sale.posicion,
        replace(entra, candidatura=propios),
        aprobada_en=pedido.surte_en,
        sustituye_a_id=sale.pk,
        captura_al_menos=None if limite == por_su_aprobacion else limite,
    )
