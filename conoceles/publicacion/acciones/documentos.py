"""El documento público de cada candidatura, al corriente con lo que de ella se sabe."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from conoceles.comun.canonico import huella_de_bytes, json_canonico
from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios.models import Cuestionario, Envio
from conoceles.publicacion import constructor, ediciones, identidad, puntos
from conoceles.publicacion.ediciones import de_a_uno
from conoceles.publicacion.models import Edicion, Ficha, Instantanea
from conoceles.registro.entregas import recibieron_acceso, tuvo_acceso
from conoceles.registro.models import Candidatura
from conoceles.registro.movimientos.historia import con_historia

from .comun import Avance, leer_fichas, por_lotes, sin_avance


@transaction.atomic
def al_corriente(
    candidaturas: Iterable[Candidatura],
    *,
    por: Usuario | None,
    fichas: dict[str, Ficha] | None = None,
    avance: Avance = sin_avance,
) -> int:
    """Pone al día los documentos públicos de estas candidaturas; devuelve cuántos cambiaron.

    Compara el documento que corresponde con el vigente y, sólo si difiere, escribe otra instantánea.
    Todas las de una llamada son una misma edición por proceso. `fichas`: las ya leídas y modificadas, que se
    guardan aunque su documento sea el mismo. `avance` recibe cuántas van.
    """
    candidaturas, recibidas = list(candidaturas), fichas or {}
    de_a_uno()
    secuencia = Instantanea.objects.aggregate(ultima=Max("secuencia"))["ultima"] or 0
    ahora = timezone.now()
    cambios = hechas = 0
    abiertas: dict[str, Edicion] = {}
    for lote in _en_lotes(candidaturas):
        existentes = _con_las_demas(lote, recibidas)
        nuevas, cambiadas = [], []
        for candidatura, cuestionario, respuestas, con_acceso in _con_respuestas(lote, existentes):
            ficha = existentes.get(candidatura.clave)
            armado = constructor.documento(
                candidatura, cuestionario, respuestas, ficha, con_acceso=con_acceso
            )
            texto = json_canonico(armado).decode()
            if ficha and ficha.vigente.documento == texto:
                if ficha.clave in recibidas:  # lo oculto de una retirada, o de una que salió: hoy no se ve
                    cambiadas.append(ficha)
                continue
            secuencia += 1
            instantanea = _instantanea(secuencia, armado, texto, ficha, por, ahora)
            edicion = _edicion(abiertas, armado["proceso"], ahora)
            edicion.secuencia = secuencia
            nuevas.append(instantanea)
            ficha = ficha or Ficha(clave=candidatura.clave, proceso=armado["proceso"])
            cambiadas.append(ficha)
            ficha.vigente, ficha.tarjeta, ficha.edicion = (
                instantanea,
                constructor.tarjeta(armado),
                edicion.numero,
            )
        Instantanea.objects.bulk_create(nuevas)
        # Alta o cambio en una sola orden: bulk_update tarda cinco veces más con miles de fichas.
        Ficha.objects.bulk_create(
            cambiadas, update_conflicts=True, unique_fields=["clave"], update_fields=_CAMPOS_DE_FICHA
        )
        cambios += len(nuevas)
        # La identidad va aparte y no deja instantánea: sólo mueve la edición.
        for proceso in identidad.poner_al_dia(lote, existentes):
            _edicion(abiertas, proceso, ahora).secuencia = secuencia
        avance(hechas := hechas + len(lote))
    Edicion.objects.bulk_create(abiertas.values())
    if cambios:
        puntos.sellar()
    return cambios


def _con_las_demas(lote: list[Candidatura], leidas: dict[str, Ficha]) -> dict[str, Ficha]:
    """Las fichas del lote: las ya leídas, tal como vienen, y las que faltan."""
    suyas = {c.clave: leidas[c.clave] for c in lote if c.clave in leidas}
    return suyas | leer_fichas([c for c in lote if c.clave not in suyas])


_CAMPOS_DE_FICHA = [
    "vigente", "tarjeta", "edicion", "estado", "envio_publicado", "publicada_en", "retirada_en", "motivo_de_retiro",
    "visible_desde", "pausas",
]  # fmt: skip


def _en_lotes(candidaturas: list[Candidatura]) -> Iterable[list[Candidatura]]:
    for lote in por_lotes(candidaturas):
        yield list(
            con_historia(Candidatura.objects.filter(pk__in=[candidatura.pk for candidatura in lote]))
            .prefetch_related("posicion__actor__miembros")
            .order_by("pk")
        )


def _con_respuestas(
    lote: Sequence[Candidatura], fichas: dict[str, Ficha]
) -> Iterable[tuple[Candidatura, Cuestionario | None, dict[str, Any], bool]]:
    """Cada candidatura con su cuestionario curricular, las respuestas del envío publicado y si tuvo acceso."""
    cuestionarios = {
        c.candidatura_id: c for c in Cuestionario.objects.curriculares().filter(candidatura__in=lote)
    }
    publicados = {
        (envio.cuestionario_id, envio.numero): envio.contenido
        for envio in Envio.objects.filter(cuestionario__in=[c.pk for c in cuestionarios.values()])
    }
    recibieron = recibieron_acceso(lote)
    for candidatura in lote:
        cuestionario = cuestionarios.get(candidatura.pk)
        ficha = fichas.get(candidatura.clave)
        numero = ficha.envio_publicado if ficha else None
        respuestas = publicados.get((cuestionario.pk, numero), {}) if cuestionario and numero else {}
        yield candidatura, cuestionario, respuestas, tuvo_acceso(candidatura, recibieron)


def _instantanea(
    secuencia: int,
    armado: dict[str, Any],
    texto: str,
    ficha: Ficha | None,
    por: Usuario | None,
    ahora: datetime,
) -> Instantanea:
    sal = secrets.token_hex(16)
    return Instantanea(
        secuencia=secuencia,
        proceso=armado["proceso"],
        clave=armado["clave"],
        version=ficha.vigente.version + 1 if ficha else 1,
        instante=ahora,
        autoria=por.rol if por else "",
        documento=texto,
        sal=sal,
        huella=huella_de_bytes(texto.encode(), sal=bytes.fromhex(sal)),
    )


def _edicion(abiertas: dict[str, Edicion], proceso: str, ahora: datetime) -> Edicion:
    """La de este acto en ese proceso: una sola, aunque cambien muchas fichas."""
    if proceso not in abiertas:
        abiertas[proceso] = ediciones.siguiente(proceso, ahora)
    return abiertas[proceso]
