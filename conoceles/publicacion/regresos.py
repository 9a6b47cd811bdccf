"""Lo que le corre a quien entra o vuelve por un movimiento: se escribe, se anuncia antes y se le dice en su carta."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios.acciones.terminos import retomar, vence_al_volver
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Cuestionario
from conoceles.registro.catalogos import ClaseDeMovimiento as Clase
from conoceles.registro.models import Candidatura, Movimiento
from conoceles.registro.movimientos.acciones import plazo_de_quien_vuelve, por_lotes
from conoceles.seguimiento.asegurados import asegurar, hacer_constar


@dataclass(frozen=True)
class LeToca:
    """Lo que espera a quien vuelve, y hasta cuándo. `apartados`: los que ha de corregir; ninguno, si no ha enviado.
    `es_a_peticion`: corregirlos lo pidió ella."""

    hasta: datetime
    apartados: tuple[str, ...] = ()
    es_a_peticion: bool = False


def poner_plazos(
    movimientos: Sequence[Movimiento], *, altas: Sequence[Candidatura] = (), por: Usuario | None
) -> None:
    """Lo observado le vuelve a correr a quien vuelve; y nadie entra ni vuelve sin lo que el servicio ya devolvió."""
    vuelven = [m.candidatura for m in movimientos if m.clase == Clase.RESTITUCION]
    for lote in por_lotes(vuelven):
        retomar(candidaturas=[candidatura.pk for candidatura in lote], ahora=timezone.now())
    llegan = [*vuelven, *(m.entra for m in movimientos if m.entra), *altas]
    hacer_constar(llegan, por=por)
    asegurar(llegan, por=por)


def lo_que_toca(candidaturas: Collection[Candidatura], ahora: datetime) -> dict[int, LeToca]:
    """Por candidatura; la que no aparece nada debe: ya envió y el Instituto no le ha pedido corregir.

    Sirve igual antes de que vuelva y ya escrito: lo que dice no cambia.
    """
    cuestionarios = {
        cuestionario.candidatura_id: cuestionario
        for lote in por_lotes(candidaturas)
        for cuestionario in Cuestionario.objects.curriculares()
        .filter(candidatura__in=[candidatura.pk for candidatura in lote])
        .prefetch_related("observaciones", "solicitudes")
    }
    return dict(_pares(candidaturas, cuestionarios, ahora))


def _pares(
    candidaturas: Collection[Candidatura], cuestionarios: dict[int, Cuestionario], ahora: datetime
) -> Iterator[tuple[int, LeToca]]:
    for candidatura in candidaturas:
        cuestionario = cuestionarios.get(candidatura.pk)
        if cuestionario is None or cuestionario.estado == Estado.EN_CAPTURA:
            yield candidatura.pk, LeToca(plazo_de_quien_vuelve(candidatura, ahora))
        elif cuestionario.estado == Estado.OBSERVADO:
            yield candidatura.pk, _por_corregir(candidatura, cuestionario, ahora)
        elif solicitud := cuestionario.correccion_en_curso:
            vencia = solicitud.vence_en or ahora
            yield (
                candidatura.pk,
                LeToca(
                    vence_al_volver(vencia, candidatura.proceso, ahora),
                    _titulos(cuestionario, solicitud.concedidas),
                    es_a_peticion=True,
                ),
            )


def _por_corregir(candidatura: Candidatura, cuestionario: Cuestionario, ahora: datetime) -> LeToca:
    abiertas = [observacion for observacion in cuestionario.observaciones.all() if observacion.esta_abierta]
    vencimientos = [vence_al_volver(o.vence_en or ahora, candidatura.proceso, ahora) for o in abiertas]
    observadas = {observacion.seccion for observacion in abiertas}
    return LeToca(min(vencimientos), _titulos(cuestionario, observadas))


def _titulos(cuestionario: Cuestionario, secciones: Collection[str]) -> tuple[str, ...]:
    return tuple(s.titulo for s in cuestionario.definicion if s.clave in secciones)
