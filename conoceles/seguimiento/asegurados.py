"""Escribir en el plazo de cada quien lo que el Instituto le debe: los días desde que recibió su acceso y lo que el
servicio faltó.

Aquí está la única regla del límite que le toca a una candidatura. La devolución de una interrupción (`gracia`) y los
actos que abren o cambian un plazo la aplican al escribirlo; así la página, la carta y lo que se acepta dicen lo mismo.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.timezone import localtime

from conoceles.bitacora.acciones import Acto, asentar_varios
from conoceles.comun.horas import dia
from conoceles.cuentas.models import Usuario
from conoceles.interrupciones.models import Interrupcion
from conoceles.mensajes.acciones import escribir_varias
from conoceles.registro.cartas import a_su_cuenta
from conoceles.registro.entregas import recibieron_acceso
from conoceles.registro.lapsos import Acceso, plazo_con_acceso
from conoceles.registro.models import Candidatura
from conoceles.registro.plazos import con_lo_devuelto, fijado_y_asegurado, plazo_original

from . import cartas
from .lectura import sin_enviar
from .models import PlazoPropio

LOTE = 500


def libro() -> list[Interrupcion]:
    """Las que ya se empezaron a devolver, también las anuladas después; las demás esperan su turno."""
    return list(Interrupcion.objects.exclude(gracia_desde=None))


@dataclass(frozen=True)
class Asegurado:
    """Un límite por escribir. `original`: el mismo sin lo que el servicio faltó. `acceso`: desde cuándo lo tiene, si
    por eso es otro; `interrupcion`: la que se le devuelve."""

    candidatura: Candidatura
    original: datetime
    hasta: datetime
    motivo: str
    acceso: datetime | None = None
    interrupcion: int | None = None


def escribir(asegurados: Sequence[Asegurado], *, por: str = "") -> list[PlazoPropio]:
    """A quien se le había fijado un plazo se le recorre ése; a las demás se les asegura, por si el general es mayor."""
    for uno in asegurados:
        if uno.candidatura.captura_hasta:
            uno.candidatura.captura_hasta = uno.hasta
        else:
            uno.candidatura.captura_al_menos = uno.hasta
    Candidatura.objects.bulk_update(
        [u.candidatura for u in asegurados], ["captura_hasta", "captura_al_menos"]
    )
    return PlazoPropio.objects.bulk_create(
        [
            PlazoPropio(
                candidatura=u.candidatura,
                hasta=u.hasta,
                original=u.original,
                motivo=u.motivo,
                interrupcion=u.interrupcion,
                por=por,
            )
            for u in asegurados
        ]
    )


@transaction.atomic
def asegurar(candidaturas: Iterable[Candidatura], *, por: Usuario | None) -> list[Asegurado]:
    """Da lo que se les debe a las que no han enviado; devuelve los plazos que cambiaron. Repetirlo no da más.

    A quien recibió tarde su acceso se le escribe; lo que el servicio faltó, de un plazo que nace o cambia después de
    devolverlo, lo dice la carta del acto que lo cambia.
    """
    llaves, ausencias, ahora = [candidatura.pk for candidatura in candidaturas], libro(), timezone.now()
    escritos: list[Asegurado] = []
    for inicio in range(0, len(llaves), LOTE):
        debidos = list(_debidos(_tomar(llaves[inicio : inicio + LOTE]), ausencias, ahora))
        if debidos:
            propios = escribir(debidos, por=por.acceso if por else "")
            _avisar(debidos, propios, por)
            escritos += debidos
    return escritos


def _tomar(llaves: Sequence[int]) -> list[Candidatura]:
    tomadas = sin_enviar(Candidatura.objects.vigentes().filter(pk__in=llaves)).order_by("pk")
    return list(
        tomadas.con_lo_comun()
        .select_related("persona__cuenta", "posicion")
        .prefetch_related("plazos_propios")
        .select_for_update(of=("self",), no_key=True)
    )


def _debidos(
    candidaturas: Sequence[Candidatura], ausencias: Sequence[Interrupcion], ahora: datetime
) -> Iterator[Asegurado]:
    recibieron = recibieron_acceso(candidaturas)
    for candidatura in candidaturas:
        if not candidatura.proceso.es_historico:
            original, desde = _original_con_acceso(candidatura, recibieron, ahora)
            hasta = con_lo_devuelto(original, ausencias, candidatura.proceso)
            if hasta > candidatura.plazo_de_captura:
                yield Asegurado(candidatura, original, hasta, _motivo(desde), acceso=desde)


def _original_con_acceso(
    candidatura: Candidatura, recibieron: Mapping[int, Acceso], ahora: datetime
) -> tuple[datetime, datetime | None]:
    """Su plazo sin lo devuelto y, si lo mueve cuándo recibió su acceso, ese instante.

    Los días corren desde que consta: un plazo no se da ya vencido, ni pasa del cierre del proceso.
    """
    acceso, limite = recibieron.get(candidatura.persona_id, Acceso()), candidatura.plazo_de_captura
    if plazo_con_acceso(candidatura, limite, acceso) > limite:
        desde, _ = acceso.lapsos[-1]
        dado = plazo_con_acceso(candidatura, limite, Acceso(((max(desde, ahora), None),)))
        dado = min(dado, candidatura.proceso.instante("cierre") or dado)
        if dado > limite:
            return dado, desde
    return plazo_original(candidatura), None


def _motivo(acceso: datetime | None) -> str:
    return (
        f"Recibió su acceso el {dia(localtime(acceso))}."
        if acceso
        else "El servicio faltó al final de este plazo."
    )


def _avisar(debidos: Sequence[Asegurado], propios: Sequence[PlazoPropio], por: Usuario | None) -> None:
    con_acceso = [uno for uno in debidos if uno.acceso]
    escribir_varias(
        a_su_cuenta(u.candidatura, cartas.plazo_desde_su_acceso(u.candidatura, u.hasta)) for u in con_acceso
    )
    actos = [
        Acto(
            "plazo:acceso" if uno.acceso else "plazo:devolver",
            ("candidatura", uno.candidatura.clave),
            {"vence": uno.hasta.isoformat(), "propio": p.asentado, **fijado_y_asegurado(uno.candidatura)},
        )
        for uno, p in zip(debidos, propios, strict=True)
    ]
    asentar_varios(por=por, actos=actos)


def hacer_constar(candidaturas: Iterable[Candidatura], *, por: Usuario | None) -> None:
    """El plazo que un movimiento dio a quien entra o vuelve, si no es sólo el general."""
    actos = [
        Acto("plazo:asegurar", ("candidatura", candidatura.clave), fijado_y_asegurado(candidatura))
        for candidatura in candidaturas
        if candidatura.captura_hasta or candidatura.captura_al_menos
    ]
    if actos:
        asentar_varios(por=por, actos=actos)
