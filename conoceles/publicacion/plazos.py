"""Los actos sobre el plazo de una candidatura: su página pública dice hasta cuándo puede responder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from conoceles.calendario.models import Proceso
from conoceles.cuentas.models import Usuario
from conoceles.interrupciones.lectura import por_devolver
from conoceles.interrupciones.models import Interrupcion
from conoceles.registro.models import Candidatura
from conoceles.seguimiento import acciones, gracia
from conoceles.seguimiento.lectura import Filtros
from conoceles.seguimiento.models import Requerimiento

from .acciones import al_corriente

LOTE = 500


@transaction.atomic
def fijar_plazo(
    *, candidatura: Candidatura, hasta: datetime | None, motivo: str, por: Usuario | None
) -> Candidatura:
    """Le da su propio plazo; sin `hasta`, la regresa al general. Véase `seguimiento.acciones.fijar_plazo`."""
    candidatura = acciones.fijar_plazo(candidatura=candidatura, hasta=hasta, motivo=motivo, por=por)
    al_corriente([candidatura], por=por, cambia_el_registro=False)
    return candidatura


@transaction.atomic
def requerir(
    *, proceso: Proceso, filtros: Filtros, cuantas: int, por: Usuario, repetir: bool = False
) -> list[Requerimiento]:
    """Requiere a las omisas elegidas. Véase `seguimiento.acciones.requerir`."""
    emitidos = acciones.requerir(proceso=proceso, filtros=filtros, cuantas=cuantas, por=por, repetir=repetir)
    if not proceso.parametros.acepta_extemporaneas:  # se les abrió otro plazo y su página lo dice
        al_corriente(
            [requerimiento.candidatura for requerimiento in emitidos], por=por, cambia_el_registro=False
        )
    return emitidos


def devolver_lo_perdido() -> int:
    """Devuelve a los plazos lo que el servicio les quitó; dice a cuántas candidaturas. Repetirlo no da más."""
    return sum(_devolver(interrupcion) for interrupcion in por_devolver())


def _devolver(interrupcion: Interrupcion) -> int:
    if not gracia.empezar(interrupcion):
        return 0
    tocadas = gracia.tocadas(interrupcion)
    cuantas = sum(
        _devolver_lote(interrupcion, tocadas[inicio : inicio + LOTE])
        for inicio in range(0, len(tocadas), LOTE)
    )
    gracia.terminar(interrupcion)
    return cuantas


@transaction.atomic
def _devolver_lote(interrupcion: Interrupcion, candidaturas: Sequence[int]) -> int:
    movidas = gracia.devolver(interrupcion, candidaturas)
    al_corriente(movidas, por=None, cambia_el_registro=False)
    return len(movidas)
