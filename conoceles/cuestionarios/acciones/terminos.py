"""Lo que queda abierto en el cuestionario de una candidatura que terminó, y lo que se retoma si vuelve. Nada se borra."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import Acto, asentar_varios
from conoceles.calendario.models import Proceso
from conoceles.calendario.plazos import vence
from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import (
    Cuestionario,
    CuestionarioQuerySet,
    Observacion,
    SolicitudDeCorreccion,
    Turno,
)

from .comun import objeto_de
from .correcciones import lo_que_consta

_NOTA = "La candidatura terminó antes de que se resolviera."


@transaction.atomic
def soltar(*, candidaturas: Collection[int], por: Usuario | None) -> list[Acto]:
    """Libera a quien los revisaba y cierra las correcciones que nadie resolvió. Lo que corregía y sus borradores se
    quedan como los dejó: podría volver.

    Devuelve lo que falta asentar: quien llama lo escribe al final, con lo suyo, para no detener a nadie antes.
    """
    suyos = Cuestionario.objects.filter(candidatura__in=candidaturas)
    actos = _cerrar_solicitudes(suyos, por)
    Turno.objects.filter(cuestionario__in=suyos).delete()
    suyos.exclude(asignado_a="").update(asignado_a="")
    return actos


def _cerrar_solicitudes(cuestionarios: CuestionarioQuerySet, por: Usuario | None) -> list[Acto]:
    """Las que nadie resolvió: consta que se cerraron y quién registró por qué."""
    por_resolver = SolicitudDeCorreccion.objects.filter(cuestionario__in=cuestionarios, resuelta_en=None)
    cerradas = list(por_resolver.select_related("cuestionario__candidatura"))
    for solicitud in cerradas:
        solicitud.resuelta_en, solicitud.nota = timezone.now(), _NOTA
        solicitud.resuelta_por = por.acceso if por else ""
    campos = ["resuelta_en", "resuelta_por", "nota"]
    SolicitudDeCorreccion.objects.bulk_update(cerradas, campos, batch_size=500)
    return [
        Acto("correccion:cerrar", objeto_de(s.cuestionario), {"secciones": s.secciones, **lo_que_consta(s)})
        for s in cerradas
    ]


def vence_al_volver(vencia: datetime, proceso: Proceso, ahora: datetime) -> datetime:
    """Hasta cuándo corrige quien vuelve: los días de una corrección desde ahora, o lo que le quedaba si era más."""
    return max(vencia, vence(ahora, proceso.parametros.dias_correccion, proceso.zona))


@transaction.atomic
def retomar(*, candidaturas: Collection[int], ahora: datetime) -> None:
    """A lo observado, o a lo que pidió corregir, que quien vuelve no pudo enviar mientras no estaba se le da otra vez
    su plazo."""
    suyos = {"cuestionario__candidatura__in": candidaturas, "atendida_en": None}
    observadas = Observacion.objects.filter(
        **suyos, cuestionario__estado=Estado.OBSERVADO, emitida_en__isnull=False
    )
    pedidas = SolicitudDeCorreccion.objects.filter(
        **suyos, cuestionario__estado=Estado.EN_CORRECCION, vence_en__isnull=False
    )
    recorridas = [*_recorrer(observadas, ahora), *_recorrer(pedidas, ahora)]
    vencen = {objeto_de(o.cuestionario): o.vence_en.isoformat() for o in recorridas if o.vence_en}
    actos = [Acto("plazo:retomar", objeto, {"vence": vence_en}) for objeto, vence_en in vencen.items()]
    if actos:
        asentar_varios(por=None, actos=actos)


def _recorrer(pendientes: Any, ahora: datetime) -> list[Any]:
    """Las que cambian de plazo, ya guardadas."""
    recorridas = []
    for pendiente in pendientes.select_related(
        "cuestionario__candidatura__posicion__contienda__cargo__proceso"
    ):
        proceso = pendiente.cuestionario.candidatura.proceso
        nuevo = vence_al_volver(pendiente.vence_en or ahora, proceso, ahora)
        if nuevo != pendiente.vence_en:
            pendiente.vence_en, pendiente.vence_original = nuevo, None
            recorridas.append(pendiente)
    pendientes.model._default_manager.bulk_update(recorridas, ["vence_en", "vence_original"], batch_size=500)
    return recorridas
