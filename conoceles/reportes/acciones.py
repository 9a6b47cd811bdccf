"""Recibir un aviso de error y atenderlo."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import Autora, asentar
from conoceles.bitacora.contexto import desde
from conoceles.comun.claves import folio

from .models import Reporte


class YaAtendido(ValueError):
    """Otra persona lo atendió antes; el mensaje lo dice."""


@transaction.atomic
def recibir(
    *, formulario: str, proceso: str, candidatura: str, version: int, apartado: str, texto: str
) -> Reporte:
    """Guarda el aviso de alguien que no se identifica; el mismo formulario otra vez es el mismo aviso.

    Ni siquiera la bitácora anota desde qué red llegó.
    """
    reporte, es_nuevo = Reporte.objects.get_or_create(
        formulario=formulario,
        defaults={
            "folio": folio("ER"),
            "proceso": proceso,
            "candidatura": candidatura,
            "version": version,
            "apartado": apartado,
            "texto": texto,
            "recibido_en": timezone.now(),
        },
    )
    if es_nuevo:
        with desde(""):
            asentar(
                por=None, accion="reporte:recibir", objeto=("reporte", reporte.folio), candidatura=candidatura
            )
    return reporte


@transaction.atomic
def atender(*, reporte: Reporte, respuesta: str, por: Autora) -> Reporte:
    """Lo cierra con lo que se contesta. Quién puede lo exige la cara que lo llama (`validacion.acciones_reportes`).

    Raises:
        YaAtendido: si ya estaba cerrado.
    """
    reporte = Reporte.objects.select_for_update().get(pk=reporte.pk)
    if reporte.atendido_en:
        raise YaAtendido(f"Este aviso ya lo atendió {reporte.atendido_por}. Su respuesta no se cambió.")
    reporte.atendido_en, reporte.atendido_por = timezone.now(), por.acceso
    reporte.respuesta = respuesta
    reporte.save(update_fields=["atendido_en", "atendido_por", "respuesta"])
    asentar(
        por=por,
        accion="reporte:atender",
        objeto=("reporte", reporte.folio),
        candidatura=reporte.candidatura,
    )
    return reporte
