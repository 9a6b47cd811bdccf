"""Devolver a los plazos lo que el servicio faltó en sus últimas 24 horas (regla en `interrupciones.gracia`).

El límite nuevo se calcula del original y del libro entero, nunca del que ya se recorrió: sale lo mismo en cualquier
orden y las veces que se repita. Va por lotes, para no detener los guardados de nadie justo cuando el servicio
vuelve, y hasta que no falta nadie no se pone `gracia_en`. Consta como un plazo propio; a quien tenía uno fijado se le
recorre ése, y a las demás se les asegura (`captura_al_menos`), por si después se amplía el general.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from conoceles.bitacora.acciones import Acto, asentar, asentar_varios
from conoceles.calendario.models import Proceso
from conoceles.cuestionarios.models import Observacion, SolicitudDeCorreccion
from conoceles.interrupciones.gracia import VENTANA
from conoceles.interrupciones.models import Interrupcion
from conoceles.mensajes.acciones import escribir_varias
from conoceles.registro.cartas import Texto, a_su_cuenta
from conoceles.registro.models import Candidatura, CandidaturaQuerySet
from conoceles.registro.plazos import con_lo_devuelto, fijado_y_asegurado, plazo_original, vencen_entre

from . import cartas
from .asegurados import Asegurado, escribir, libro
from .lectura import en_captura
from .models import PlazoPropio
from .reconocimientos import reconocer

_CON_SU_CANDIDATURA = (
    "cuestionario__candidatura__persona__cuenta",
    "cuestionario__candidatura__posicion__contienda__demarcacion",
    "cuestionario__candidatura__posicion__contienda__cargo__proceso",
)


@transaction.atomic
def empezar(interrupcion: Interrupcion) -> bool:
    """Deja dicho que se empieza a devolver: desde aquí, anularla ya no la detiene. Falso si no hay que devolverla."""
    tomada = _tomar(interrupcion)
    if tomada and tomada.gracia_desde is None:
        tomada.gracia_desde = timezone.now()
        tomada.save(update_fields=["gracia_desde"])
        asentar(por=None, accion="interrupcion:devolver", objeto=("interrupcion", str(tomada.pk)))
    return tomada is not None


def tocadas(interrupcion: Interrupcion) -> list[int]:
    """Las candidaturas sin enviar cuyo plazo se recorre y que aún no lo tienen; la llave de cada una, en orden."""
    proceso = _proceso_con_gracia()
    if proceso is None:
        return []
    return [candidatura.pk for candidatura, _ in _por_recorrer(_al_alcance(proceso, interrupcion))]


@transaction.atomic
def devolver(interrupcion: Interrupcion, candidaturas: Sequence[int]) -> list[Candidatura]:
    """Recorre el plazo de un lote de `tocadas`, se lo escribe a cada quien y las devuelve."""
    proceso = _proceso_con_gracia()
    if proceso is None or _tomar(interrupcion) is None:
        return []
    lote = _al_alcance(proceso, interrupcion).filter(pk__in=candidaturas)
    movidas = list(_por_recorrer(lote.select_related("persona__cuenta").select_for_update(of=("self",))))
    motivo = f"Interrupción del servicio número {interrupcion.pk}"
    propios = escribir(
        [
            Asegurado(candidatura, plazo_original(candidatura), nuevo, motivo, interrupcion=interrupcion.pk)
            for candidatura, nuevo in movidas
        ]
    )
    _avisar(movidas, interrupcion, cartas.lo_devuelto)
    constan = {propio.candidatura.clave: propio.asentado for propio in propios}
    _asentar(
        [(c, limite, {"propio": constan[c.clave], **fijado_y_asegurado(c)}) for c, limite in movidas],
        interrupcion,
    )
    return [candidatura for candidatura, _ in movidas]


def _al_alcance(proceso: Proceso, interrupcion: Interrupcion) -> CandidaturaQuerySet:
    """Las que no han enviado y aún no tienen esta devolución, de plazo que pudo alcanzar."""
    ya = PlazoPropio.objects.filter(candidatura=OuterRef("pk"), interrupcion=interrupcion.pk)
    alcanzadas = vencen_entre(proceso, interrupcion.desde, interrupcion.hasta + VENTANA)
    # Su original puede ser muy anterior.
    recorridas = Q(captura_hasta__gt=interrupcion.desde) | Q(captura_al_menos__gt=interrupcion.desde)
    suyas = en_captura(proceso).filter(alcanzadas | recorridas).exclude(Exists(ya))
    return suyas.con_todo().prefetch_related("plazos_propios").order_by("pk")


def _por_recorrer(candidaturas: CandidaturaQuerySet) -> Iterator[tuple[Candidatura, datetime]]:
    """Las que el libro recorre, cada una con su límite nuevo."""
    ausencias, calculados = libro(), dict[datetime, datetime]()
    for candidatura in candidaturas:
        original = plazo_original(candidatura)
        if original not in calculados:  # miles comparten el de su cargo
            calculados[original] = con_lo_devuelto(original, ausencias, candidatura.proceso)
        nuevo = calculados[original]
        if nuevo > candidatura.plazo_de_captura:
            yield candidatura, nuevo


@transaction.atomic
def terminar(interrupcion: Interrupcion) -> None:
    """Recorre los plazos para corregir, reconoce lo que ya se había enviado y da la interrupción por devuelta."""
    tomada = _tomar(interrupcion)
    if tomada is None:
        return
    if proceso := _proceso_con_gracia():
        _devolver_para_corregir(proceso, tomada)
        reconocer(proceso, tomada)
    tomada.gracia_en = timezone.now()
    tomada.save(update_fields=["gracia_en"])
    asentar(por=None, accion="interrupcion:terminar_de_devolver", objeto=("interrupcion", str(tomada.pk)))


def _tomar(interrupcion: Interrupcion) -> Interrupcion | None:
    """En exclusiva; `None` si ya se devolvió, o si se anuló antes de empezar."""
    return (
        Interrupcion.objects.select_for_update()
        .que_cuentan()
        .filter(gracia_en=None, pk=interrupcion.pk)
        .first()
    )


def _proceso_con_gracia() -> Proceso | None:
    proceso = Proceso.objects.filter(es_vigente=True, es_historico=False).first()
    return proceso if proceso and proceso.parametros.gracia_por_interrupcion else None


def _devolver_para_corregir(proceso: Proceso, interrupcion: Interrupcion) -> None:
    """Las observaciones emitidas y las correcciones concedidas que aún se esperan."""
    al_alcance = Q(vence_en__lt=interrupcion.hasta + VENTANA) | Q(vence_original__isnull=False)
    por_vencer = al_alcance & Q(
        vence_en__gt=interrupcion.desde,
        atendida_en=None,
        cuestionario__candidatura__hasta=None,
        cuestionario__candidatura__posicion__contienda__cargo__proceso=proceso,
    )
    limites: dict[Candidatura, datetime] = {}
    ausencias = libro()
    for modelo in (Observacion, SolicitudDeCorreccion):
        esperadas: Any = modelo._default_manager.filter(por_vencer).select_related(*_CON_SU_CANDIDATURA)
        movidas = []
        for pendiente in esperadas.order_by("pk"):
            original = pendiente.vence_original or pendiente.vence_en
            nuevo = con_lo_devuelto(original, ausencias, proceso)
            if nuevo > pendiente.vence_en:
                pendiente.vence_original = original
                pendiente.vence_en = limites[pendiente.cuestionario.candidatura] = nuevo
                movidas.append(pendiente)
        modelo._default_manager.bulk_update(movidas, ["vence_en", "vence_original"], batch_size=500)
    _avisar(list(limites.items()), interrupcion, cartas.lo_devuelto_para_corregir)
    _asentar([(candidatura, limite, {}) for candidatura, limite in limites.items()], interrupcion)


def _avisar(
    movidas: Sequence[tuple[Candidatura, datetime]],
    interrupcion: Interrupcion,
    carta: Callable[[Candidatura, datetime, Interrupcion], Texto],
) -> None:
    """Una carta por candidatura."""
    escribir_varias(a_su_cuenta(c, carta(c, limite, interrupcion)) for c, limite in movidas)


def _asentar(
    movidas: Sequence[tuple[Candidatura, datetime, dict[str, Any]]], interrupcion: Interrupcion
) -> None:
    """Un renglón por candidatura."""
    actos = [
        Acto(
            "plazo:devolver",
            ("candidatura", candidatura.clave),
            {"interrupcion": interrupcion.pk, "vence": limite.isoformat(), **detalle},
        )
        for candidatura, limite, detalle in movidas
    ]
    if actos:
        asentar_varios(por=None, actos=actos)
