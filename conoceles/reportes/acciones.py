"""Recibir un aviso de error y atenderlo."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import Autora, asentar
from conoceles.bitacora.contexto import desde
from conoceles.comun.claves import folio

from .models import Reporte

SIN_ATENDER = (
    "El Instituto no alcanzó a atender este aviso y ya no conserva lo que decía. Si el error sigue en la página, "
    "repórtelo otra vez."
)


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
        quien = (
            f"lo atendió {reporte.atendido_por}"
            if reporte.atendido_por
            else "se cerró por el tiempo que llevaba"
        )
        raise YaAtendido(f"Este aviso ya {quien}. Su respuesta no se cambió.")
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


@transaction.atomic
def depurar(*, proceso: str, anteriores_a: datetime) -> int:
    """Borra lo escrito en los avisos que se cerraron antes de ese instante; devuelve cuántos textos.

    El que nadie contestó y se recibió antes se cierra diciéndolo. De todos quedan el folio, la parte de la página, las
    fechas y la respuesta: cuántos llegaron y cuántos se atendieron se sigue contando.
    """
    suyos = Reporte.objects.filter(proceso=proceso)
    cerrados = suyos.filter(atendido_en=None, recibido_en__lt=anteriores_a).update(
        atendido_en=timezone.now(), respuesta=SIN_ATENDER, texto=""
    )
    textos = cerrados + suyos.filter(atendido_en__lt=anteriores_a).exclude(texto="").update(texto="")
    if textos:
        asentar(
            por=None,
            accion="reporte:depurar",
            objeto=("proceso", proceso),
            textos=textos,
            cerrados_sin_atender=cerrados,
        )
    return textos
