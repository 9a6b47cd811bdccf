"""Lo que queda abierto en el cuestionario de una candidatura que terminó: se suelta, nada se borra."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import Acto
from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Cuestionario, CuestionarioQuerySet, SolicitudDeCorreccion, Turno

from .correcciones import desistir

_NOTA = "La candidatura terminó antes de que se resolviera."


@transaction.atomic
def soltar(*, candidaturas: Collection[int], por: Usuario | None) -> list[Acto]:
    """Libera a quien los revisaba y cierra las correcciones pedidas. Los borradores se quedan: podría volver.

    Devuelve lo que falta asentar: quien llama lo escribe al final, con lo suyo, para no detener a nadie antes.
    """
    suyos = Cuestionario.objects.filter(candidatura__in=candidaturas)
    for cuestionario in suyos.filter(estado=Estado.EN_CORRECCION):
        desistir(cuestionario=cuestionario, por=None)
    actos = _cerrar_solicitudes(suyos, por)
    Turno.objects.filter(cuestionario__in=suyos).delete()
    suyos.exclude(asignado_a="").update(asignado_a="")
    return actos


def _cerrar_solicitudes(cuestionarios: CuestionarioQuerySet, por: Usuario | None) -> list[Acto]:
    """Las que nadie resolvió: consta que se cerraron y quién registró por qué."""
    por_resolver = SolicitudDeCorreccion.objects.filter(cuestionario__in=cuestionarios, resuelta_en=None)
    cerradas = list(por_resolver.values_list("pk", "cuestionario__candidatura__clave", "secciones"))
    SolicitudDeCorreccion.objects.filter(pk__in=[pk for pk, *_ in cerradas]).update(
        resuelta_en=timezone.now(), resuelta_por=por.acceso if por else "", nota=_NOTA
    )
    return [
        Acto("correccion:cerrar", ("candidatura", clave), {"secciones": secciones})
        for _, clave, secciones in cerradas
    ]
