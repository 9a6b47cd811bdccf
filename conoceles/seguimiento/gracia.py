"""Devolver a los plazos lo que el servicio faltó en sus últimas 24 horas (regla en `interrupciones.gracia`).

Cada interrupción se devuelve una sola vez, a todas las candidaturas o a ninguna: lo dice `gracia_en`. Se escribe
como un plazo propio, así que la página pública, las omisiones y los recordatorios ya lo saben leer.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Q
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

LOTE = 500
_CON_SU_CANDIDATURA = (
    "cuestionario__candidatura__persona__cuenta",
    "cuestionario__candidatura__posicion__contienda__demarcacion",
    "cuestionario__candidatura__posicion__contienda__cargo__proceso",
)


@transaction.atomic
def devolver(interrupcion: Interrupcion) -> list[Candidatura]:
    """Recorre los plazos que tocó, lo escribe a cada persona y devuelve a quiénes se les movió el de responder."""
    interrupcion = Interrupcion.objects.select_for_update().get(pk=interrupcion.pk)
    if interrupcion.gracia_en or interrupcion.anulada_en:
        return []
    interrupcion.gracia_en = timezone.now()
    interrupcion.save(update_fields=["gracia_en"])
    proceso = Proceso.objects.filter(es_vigente=True, es_historico=False).first()
    if proceso is None or not proceso.parametros.gracia_por_interrupcion:
        return []
    _devolver_para_corregir(proceso, interrupcion)
    return _devolver_para_responder(proceso, interrupcion)


def _devolver_para_responder(proceso: Proceso, interrupcion: Interrupcion) -> list[Candidatura]:
    tocadas = en_captura(proceso).filter(
        vencen_entre(proceso, interrupcion.desde, interrupcion.hasta + VENTANA)
    )
    movidas = []
    for candidatura in tocadas.con_todo().select_related("persona__cuenta").order_by("pk"):
        limite = candidatura.plazo_de_captura
        nuevo = _recorrido(limite, interrupcion, proceso)
        if nuevo > limite:
            candidatura.captura_hasta = nuevo
            movidas.append(candidatura)
    Candidatura.objects.bulk_update(movidas, ["captura_hasta"], batch_size=LOTE)
    PlazoPropio.objects.bulk_create(
        [
            PlazoPropio(
                candidatura=candidatura,
                hasta=candidatura.captura_hasta,
                motivo=f"Interrupción del servicio número {interrupcion.pk}",
                instante=timezone.now(),
            )
            for candidatura in movidas
        ],
        batch_size=LOTE,
    )
    _avisar([(c, c.plazo_de_captura) for c in movidas], interrupcion, cartas.lo_devuelto)
    return movidas


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
        modelo._default_manager.bulk_update(movidas, ["vence_en"], batch_size=LOTE)
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
