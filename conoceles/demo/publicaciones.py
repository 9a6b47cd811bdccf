"""Lo que puede pasarle a una ficha publicada, una muestra de cada cosa: retirada, oculta, en pausa y programada."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from random import Random

from django.utils import timezone

from conoceles.cuentas.models import Usuario
from conoceles.publicacion import acciones, vistos
from conoceles.publicacion.acciones import retiros
from conoceles.publicacion.acciones.comun import MOTIVO_DE_PAUSA
from conoceles.publicacion.models import VistoBueno
from conoceles.registro.models import Candidatura

RETIRADAS, PAUSADAS, PROGRAMADAS = 4, 3, 3


def publicar(
    candidaturas: Sequence[Candidatura], *, muestra: Sequence[Candidatura], por: Usuario, azar: Random
) -> None:
    """Publica todas; a unas cuantas de `muestra` les pasa además una de esas cosas."""
    elegidas = iter(azar.sample(muestra, RETIRADAS + PAUSADAS + PROGRAMADAS + 1))
    hoy = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    programadas = [next(elegidas) for _ in range(PROGRAMADAS)]
    acciones.programar(candidaturas=programadas, desde=hoy + timedelta(days=6), por=por)
    acciones.publicar(candidaturas=candidaturas, por=por)
    for _ in range(RETIRADAS):
        _retirar_entre_dos(next(elegidas), por)
    for _ in range(PAUSADAS):
        retiros.pausar(candidatura=next(elegidas), seccion="propuesta-2", motivo=MOTIVO_DE_PAUSA, por=por)
    acciones.ocultar(candidatura=next(elegidas), motivo="Apareció el domicilio de otra persona.", por=por)


def _retirar_entre_dos(candidatura: Candidatura, por: Usuario) -> None:
    """Una persona lo propone y otra lo aprueba, como en el panel."""
    motivo = "Se revisa un dato personal que apareció en el texto."
    visto = vistos.proponer(clase=VistoBueno.Clase.RETIRAR, candidatura=candidatura, motivo=motivo, por=por)
    vistos.aprobar(visto=visto, por=Usuario.objects.filter(rol=por.rol).exclude(pk=por.pk).get())
