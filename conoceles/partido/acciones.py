"""Lo que hace una representación: recordar y proponer textos. Ninguno de sus actos cambia una respuesta."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import Acto, asentar, asentar_varios
from conoceles.comun.claves import folio
from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios.acciones import propuestas
from conoceles.cuestionarios.acciones.propuestas import Texto
from conoceles.mensajes.acciones import escribir_varias
from conoceles.registro.cartas import a_su_cuenta
from conoceles.registro.models import ActorPolitico, Candidatura
from conoceles.registro.representaciones import partido_de

from . import avance, cartas, cola, plan
from .models import ListaDeTextos, RecordatorioDePartido
from .plan import Plan

Estado = ListaDeTextos.Estado
LOTE = 500


def _exigir(por: Usuario, actor: ActorPolitico) -> None:
    if partido_de(por).pk != actor.pk:
        raise PermissionDenied


# --- Recordar ----------------------------------------------------------------------------------------------
@transaction.atomic
def recordar(*, actor: ActorPolitico, candidaturas: Collection[str], por: Usuario) -> int:
    """Escribe a las que les toca hacer algo, tienen correo y hoy no se les ha recordado; dice a cuántas.

    `candidaturas`: sus claves. Las ajenas y las que no esperan nada se pasan por alto.
    """
    _exigir(por, actor)
    # Dos clics a la vez esperan turno aquí; además, la tabla no admite dos del mismo día.
    ActorPolitico.objects.select_for_update(no_key=True).get(pk=actor.pk)
    ahora = timezone.now()
    elegidas = cola.candidaturas(actor, ahora).filter(clave__in=candidaturas, puede_recordarse=True)
    llaves = list(elegidas.values_list("pk", flat=True))
    completas = cola.con_nombres(elegidas)
    for inicio in range(0, len(llaves), LOTE):
        _recordar_lote(list(completas.filter(pk__in=llaves[inicio : inicio + LOTE])), actor, ahora, por)
    return len(llaves)


def _recordar_lote(lote: Sequence[Any], actor: ActorPolitico, ahora: datetime, por: Usuario) -> None:
    dia, avances = cola.dia_de(actor, ahora), avance.de(lote, actor.proceso)
    RecordatorioDePartido.objects.bulk_create(
        [RecordatorioDePartido(candidatura=fila, dia=dia, por=por.acceso) for fila in lote]
    )
    escribir_varias(
        a_su_cuenta(
            fila,
            cartas.recordatorio(fila, actor, avances[fila.pk], ahora, es_omisa=fila.en_que_va == cola.OMISA),
        )
        for fila in lote
    )
    asentar_varios(
        por=por,
        actos=[
            Acto("partido:recordar", ("candidatura", fila.clave), {"actor": actor.clave}) for fila in lote
        ],
    )


# --- Proponer textos -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class NoAplicable(Exception):
    """La lista no puede aplicarse como está; el mensaje dice qué hacer."""

    mensaje: str

    def __str__(self) -> str:
        return self.mensaje


@transaction.atomic
def revisar_lista(*, actor: ActorPolitico, nombre: str, contenido: bytes, por: Usuario) -> ListaDeTextos:
    """Lee el archivo y guarda qué haría, sin hacerlo. La que estaba en espera de aplicarse se abandona."""
    _exigir(por, actor)
    leido = plan.planear(actor, nombre, contenido)
    ListaDeTextos.objects.filter(actor=actor, por=por.acceso, estado=Estado.REVISADA).update(
        estado=Estado.ABANDONADA, textos=[]
    )
    lista = ListaDeTextos.objects.create(
        actor=actor,
        folio=folio("P"),
        archivo=nombre[-200:],
        huella=hashlib.sha256(contenido).hexdigest(),
        estado=Estado.REVISADA if leido.es_aplicable else Estado.RECHAZADA,
        textos=_en_json(leido) if leido.es_aplicable else [],
        informe=leido.informe(),
        por=por.acceso,
    )
    asentar(
        por=por,
        accion="propuesta:revisar",
        objeto=("lista", lista.folio),
        huella=lista.huella,
        errores=len(leido.errores),
    )
    return lista


def _en_json(leido: Plan) -> list[list[Any]]:
    return [[texto.candidatura.clave, texto.pregunta, texto.valor] for texto in leido.por_proponer]


@transaction.atomic
def aplicar_lista(*, lista: ListaDeTextos, por: Usuario) -> ListaDeTextos:
    """Propone todos los textos de una lista revisada, o ninguno, y avisa a cada persona.

    Aplicar otra vez la misma no hace nada.

    Raises:
        NoAplicable: si la lista no espera aplicarse, o algo cambió desde que se revisó.
    """
    _exigir(por, lista.actor)
    lista = ListaDeTextos.objects.select_for_update(of=("self",)).select_related("actor").get(pk=lista.pk)
    if lista.estado == Estado.APLICADA:
        return lista
    if lista.estado != Estado.REVISADA:
        raise NoAplicable("Esta lista no puede aplicarse. Suba el archivo otra vez.")
    try:
        nuevos = propuestas.proponer(actor=lista.actor, textos=_de_json(lista), por=por)
    except (propuestas.SeccionCerrada, KeyError, PermissionDenied):
        raise NoAplicable(
            "No se propuso ningún texto: desde que revisó el archivo alguien envió su cuestionario o dejó de ser "
            "candidatura de su partido. Súbalo otra vez para ver qué cambió."
        ) from None
    _avisar(nuevos, lista.actor)
    lista.estado, lista.aplicada_en, lista.textos = Estado.APLICADA, timezone.now(), []
    lista.save(update_fields=["estado", "aplicada_en", "textos"])
    asentar(por=por, accion="propuesta:aplicar", objeto=("lista", lista.folio), textos=len(nuevos))
    return lista


def _de_json(lista: ListaDeTextos) -> list[Texto]:
    claves = {clave for clave, _, _ in lista.textos}
    propias = {
        c.clave: c
        for c in cola.con_nombres(Candidatura.objects.vigentes().de_partido(lista.actor))
        if c.clave in claves
    }
    return [Texto(propias[clave], pregunta, valor) for clave, pregunta, valor in lista.textos]


def _avisar(nuevos: Sequence[Texto], actor: ActorPolitico) -> None:
    """Una carta por persona con correo, diga lo que diga la lista de ella."""
    cuantos = Counter(texto.candidatura.pk for texto in nuevos)
    personas = {texto.candidatura.pk: texto.candidatura for texto in nuevos}
    escribir_varias(
        a_su_cuenta(candidatura, cartas.propuesta(candidatura, actor, cuantos[pk]))
        for pk, candidatura in personas.items()
        if candidatura.persona.cuenta and candidatura.persona.cuenta.correo
    )
