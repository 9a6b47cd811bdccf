"""Lo que queda abierto en el cuestionario de una candidatura que terminó: se suelta, nada se borra."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Cuestionario, SolicitudDeCorreccion, Turno

from .correcciones import desistir

_NOTA = "La candidatura terminó antes de que se resolviera."


@transaction.atomic
def soltar(*, candidaturas: Collection[int]) -> None:
    """Libera a quien los revisaba y cierra las correcciones pedidas. Los borradores se quedan: podría volver."""
    suyos = Cuestionario.objects.filter(candidatura__in=candidaturas)
    for cuestionario in suyos.filter(estado=Estado.EN_CORRECCION):
        desistir(cuestionario=cuestionario, por=None)
    por_resolver = SolicitudDeCorreccion.objects.filter(cuestionario__in=suyos, resuelta_en=None)
    por_resolver.update(resuelta_en=timezone.now(), nota=_NOTA)
    Turno.objects.filter(cuestionario__in=suyos).delete()
    suyos.exclude(asignado_a="").update(asignado_a="")
