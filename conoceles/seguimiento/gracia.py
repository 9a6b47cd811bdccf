"""Devolver a los plazos lo que el servicio faltó en sus últimas 24 horas (regla en `interrupciones.gracia`).

Va por lotes, para no detener los guardados de nadie justo cuando el servicio vuelve; a nadie se le devuelve dos
veces la misma, y hasta que no falta nadie no se pone `gracia_en`. Se escribe como un plazo propio, así que la
página pública, las omisiones y los recordatorios ya lo saben leer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from conoceles.bitacora.acciones import Acto, asentar_varios
from conoceles.calendario.models import Proceso
from conoceles.cuestionarios.models import Observacion, SolicitudDeCorreccion
from conoceles.interrupciones.gracia import VENTANA, con_gracia
from conoceles.interrupciones.models import Interrupcion
from conoceles.mensajes.acciones import escribir_varias
from conoceles.registro.cartas import Texto, a_su_cuenta
from conoceles.registro.models import Candidatura
from conoceles.registro.plazos import vencen_entre

from . import cartas
from .lectura import en_captura
from .models import PlazoPropio

_CON_SU_CANDIDATURA = (
    "cuestionario__candidatura__persona__cuenta",
    "cuestionario__candidatura__posicion__contienda__demarcacion",
    "cuestionario__candidatura__posicion__contienda__cargo__proceso",
)


def tocadas(interrupcion: Interrupcion) -> list[int]:
    """Las candidaturas sin enviar cuyo plazo se recorre y que aún no lo tienen; la llave de cada una, en orden."""
    proceso = _proceso_con_gracia()
    if proceso is None:
        return []
    ya = PlazoPropio.objects.filter(candidatura=OuterRef("pk"), interrupcion=interrupcion.pk)
    por_vencer = vencen_entre(proceso, interrupcion.desde, interrupcion.hasta + VENTANA)
    candidatas = en_captura(proceso).filter(por_vencer).exclude(Exists(ya)).con_todo().order_by("pk")
    return [
        c.pk for c in candidatas if _recorrido(c.plazo_de_captura, interrupcion, proceso) > c.plazo_de_captura
    ]


@transaction.atomic
def devolver(interrupcion: Interrupcion, candidaturas: Sequence[int]) -> list[Candidatura]:
    """Recorre el plazo de un lote de `tocadas`, se lo escribe a cada quien y las devuelve."""
    if _tomar(interrupcion) is None:
        return []
    ya = PlazoPropio.objects.filter(interrupcion=interrupcion.pk).values("candidatura")
    movidas = list(
        Candidatura.objects.filter(pk__in=candidaturas)
        .exclude(pk__in=ya)
        .con_todo()
        .select_related("persona__cuenta")
    )
    for candidatura in movidas:
        candidatura.captura_hasta = _recorrido(
            candidatura.plazo_de_captura, interrupcion, candidatura.proceso
        )
    Candidatura.objects.bulk_update(movidas, ["captura_hasta"])
    PlazoPropio.objects.bulk_create(
        PlazoPropio(
            candidatura=candidatura,
            hasta=candidatura.captura_hasta,
            motivo=f"Interrupción del servicio número {interrupcion.pk}",
            interrupcion=interrupcion.pk,
        )
        for candidatura in movidas
    )
    _avisar([(c, c.plazo_de_captura) for c in movidas], interrupcion, cartas.lo_devuelto)
    return movidas


@transaction.atomic
def terminar(interrupcion: Interrupcion) -> None:
    """Recorre los plazos para corregir y da la interrupción por devuelta."""
    tomada = _tomar(interrupcion)
    if tomada is None:
        return
    if proceso := _proceso_con_gracia():
        _devolver_para_corregir(proceso, tomada)
    tomada.gracia_en = timezone.now()
    tomada.save(update_fields=["gracia_en"])


def _tomar(interrupcion: Interrupcion) -> Interrupcion | None:
    """En exclusiva; `None` si alguien ya la devolvió o la anuló."""
    tomada = Interrupcion.objects.select_for_update().get(pk=interrupcion.pk)
    return None if tomada.gracia_en or tomada.anulada_en else tomada


def _proceso_con_gracia() -> Proceso | None:
    proceso = Proceso.objects.filter(es_vigente=True, es_historico=False).first()
    return proceso if proceso and proceso.parametros.gracia_por_interrupcion else None


def _devolver_para_corregir(proceso: Proceso, interrupcion: Interrupcion) -> None:
    """Las observaciones emitidas y las correcciones concedidas que aún se esperan."""
    por_vencer = Q(
        vence_en__gt=interrupcion.desde,
        vence_en__lt=interrupcion.hasta + VENTANA,
        atendida_en=None,
        cuestionario__candidatura__hasta=None,
        cuestionario__candidatura__posicion__contienda__cargo__proceso=proceso,
    )
    limites: dict[Candidatura, datetime] = {}
    for modelo in (Observacion, SolicitudDeCorreccion):
        esperadas: Any = modelo._default_manager.filter(por_vencer).select_related(*_CON_SU_CANDIDATURA)
        movidas = []
        for pendiente in esperadas.order_by("pk"):
            nuevo = _recorrido(pendiente.vence_en, interrupcion, proceso)
            if nuevo > pendiente.vence_en:
                pendiente.vence_en = limites[pendiente.cuestionario.candidatura] = nuevo
                movidas.append(pendiente)
        modelo._default_manager.bulk_update(movidas, ["vence_en"], batch_size=500)
    _avisar(list(limites.items()), interrupcion, cartas.lo_devuelto_para_corregir)


def _recorrido(limite: datetime, interrupcion: Interrupcion, proceso: Proceso) -> datetime:
    return con_gracia(limite, [interrupcion], tope=proceso.instante("cierre"))


def _avisar(
    movidas: Sequence[tuple[Candidatura, datetime]],
    interrupcion: Interrupcion,
    carta: Callable[[Candidatura, datetime, Interrupcion], Texto],
) -> None:
    """Una carta y un renglón por candidatura."""
    if not movidas:
        return
    escribir_varias(a_su_cuenta(c, carta(c, limite, interrupcion)) for c, limite in movidas)
    actos = [
        Acto(
            "plazo:devolver",
            ("candidatura", candidatura.clave),
            {"interrupcion": interrupcion.pk, "vence": limite.isoformat()},
        )
        for candidatura, limite in movidas
    ]
    asentar_varios(por=None, actos=actos)
