"""El documento público de cada candidatura, al corriente con lo que de ella se sabe."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from conoceles.comun.canonico import huella_de_bytes, json_canonico
from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios.models import Cuestionario, Envio
from conoceles.publicacion import constructor, ediciones, identidad
from conoceles.publicacion.ediciones import de_a_uno
from conoceles.publicacion.evidencia import puntos
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
    candidaturas, hechas = list(candidaturas), 0
    de_a_uno()
    acto = _PuestaAlDia(por, fichas or {})
    for lote in _en_lotes(candidaturas):
        acto.poner(lote)
        avance(hechas := hechas + len(lote))
    acto.cerrar()
    return acto.cambios


class _PuestaAlDia:
    """Lo que un acto deja en lo público: sus instantáneas, seguidas, y una sola edición por proceso."""

    def __init__(self, por: Usuario | None, recibidas: dict[str, Ficha]) -> None:
        self.por, self.recibidas = por, recibidas
        self.secuencia, self.ahora = ediciones.donde_va()
        self.ediciones: dict[str, Edicion] = {}
        self.cambios = 0

    def poner(self, lote: list[Candidatura]) -> None:
        fichas = _con_las_demas(lote, self.recibidas)
        nuevas: list[Instantanea] = []
        por_guardar: list[Ficha] = []
        for candidatura, cuestionario, respuestas, con_acceso in _con_respuestas(lote, fichas):
            ficha = fichas.get(candidatura.clave)
            armado = constructor.documento(
                candidatura, cuestionario, respuestas, ficha, con_acceso=con_acceso
            )
            texto = json_canonico(armado).decode()
            if ficha is None or ficha.vigente.documento != texto:
                ficha = ficha or Ficha(clave=candidatura.clave, proceso=armado["proceso"])
                nuevas.append(self._cambiar(ficha, armado, texto))
            elif ficha.clave not in self.recibidas:  # ni cambió su documento ni se decidió nada de ella
                continue
            por_guardar.append(ficha)
        Instantanea.objects.bulk_create(nuevas)
        # Alta o cambio en una sola orden: bulk_update tarda cinco veces más con miles de fichas.
        Ficha.objects.bulk_create(
            por_guardar, update_conflicts=True, unique_fields=["clave"], update_fields=_CAMPOS_DE_FICHA
        )
        self.cambios += len(nuevas)
        # La identidad va aparte y no deja instantánea: sólo mueve la edición.
        for proceso in identidad.poner_al_dia(lote, fichas):
            self._edicion(proceso)

    def _cambiar(self, ficha: Ficha, armado: dict[str, Any], texto: str) -> Instantanea:
        """Le da a la ficha su documento nuevo, sin guardar nada; devuelve la instantánea."""
        self.secuencia += 1
        version = ficha.vigente.version + 1 if ficha.vigente_id else 1
        instantanea = _instantanea(self.secuencia, armado, texto, version, self.por, self.ahora)
        ficha.vigente, ficha.tarjeta = instantanea, constructor.tarjeta(armado)
        ficha.edicion = self._edicion(armado["proceso"]).numero
        return instantanea

    def _edicion(self, proceso: str) -> Edicion:
        """La de este acto en ese proceso, que ya llega hasta lo último escrito."""
        if proceso not in self.ediciones:
            self.ediciones[proceso] = ediciones.siguiente(proceso, self.ahora)
        self.ediciones[proceso].secuencia = self.secuencia
        return self.ediciones[proceso]

    def cerrar(self) -> None:
        Edicion.objects.bulk_create(self.ediciones.values())
        if self.cambios:
            puntos.sellar(por=self.por)


def _con_las_demas(lote: list[Candidatura], leidas: dict[str, Ficha]) -> dict[str, Ficha]:
    """Las fichas del lote: las ya leídas, tal como vienen, y las que faltan."""
    suyas = {c.clave: leidas[c.clave] for c in lote if c.clave in leidas}
    return suyas | leer_fichas([c for c in lote if c.clave not in suyas])


_CAMPOS_DE_FICHA = [
    "vigente", "tarjeta", "edicion", "estado", "envio_publicado", "publicada_en", "retirada_en", "motivo_de_retiro",
    "visible_desde", "pausas", "retratos",
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
    version: int,
    por: Usuario | None,
    ahora: datetime,
) -> Instantanea:
    sal = secrets.token_hex(16)
    return Instantanea(
        secuencia=secuencia,
        proceso=armado["proceso"],
        clave=armado["clave"],
        version=version,
        instante=ahora,
        autoria=por.rol if por else "",
        documento=texto,
        sal=sal,
        huella=huella_de_bytes(texto.encode(), sal=bytes.fromhex(sal)),
    )
