"""El documento público de cada candidatura, al corriente con lo que de ella se sabe."""

from __future__ import annotations

import json
import logging
import secrets
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction

from conoceles.comun.canonico import huella_de_bytes, json_canonico
from conoceles.cuentas.models import Usuario
from conoceles.cuestionarios.models import Cuestionario
from conoceles.publicacion import constructor, ediciones, identidad
from conoceles.publicacion.ediciones import de_a_uno
from conoceles.publicacion.evidencia import puntos
from conoceles.publicacion.evidencia.publicado import lo_publicado
from conoceles.publicacion.models import Edicion, Ficha, Instantanea
from conoceles.registro.entregas import recibieron_acceso, tuvo_acceso
from conoceles.registro.models import Candidatura
from conoceles.registro.movimientos.historia import con_historia

from .comun import ALTERADO, Avance, NoPublicable, leer_fichas, por_lotes, sin_avance

bitacora_tecnica = logging.getLogger(__name__)


@transaction.atomic
def al_corriente(
    candidaturas: Iterable[Candidatura],
    *,
    por: Usuario | None,
    fichas: dict[str, Ficha] | None = None,
    avance: Avance = sin_avance,
    cambia_el_registro: bool = True,
) -> int:
    """Pone al día los documentos públicos de estas candidaturas; devuelve cuántos cambiaron.

    Compara el documento que corresponde con el vigente y, sólo si difiere, escribe otra instantánea.
    Todas las de una llamada son una misma edición por proceso. `fichas`: las ya leídas y modificadas, que se
    guardan aunque su documento sea el mismo. `avance` recibe cuántas van. `cambia_el_registro`: si el acto no es del
    registro, lo que de él dice cada página se queda como se firmó, aunque alguien lo haya cambiado por fuera.

    Raises:
        NoPublicable: si de una de `fichas` se muestra un envío que no es el que su acuse y la bitácora dicen.
    """
    candidaturas, hechas = list(candidaturas), 0
    de_a_uno()
    acto = _PuestaAlDia(por, fichas or {}, cambia_el_registro)
    for lote in _en_lotes(candidaturas):
        acto.poner(lote)
        avance(hechas := hechas + len(lote))
    acto.cerrar()
    return acto.cambios


class _PuestaAlDia:
    """Lo que un acto deja en lo público: sus instantáneas, seguidas, y una sola edición por proceso."""

    def __init__(self, por: Usuario | None, recibidas: dict[str, Ficha], cambia_el_registro: bool) -> None:
        self.por, self.recibidas, self.cambia_el_registro = por, recibidas, cambia_el_registro
        self.secuencia, self.ahora = ediciones.donde_va()
        self.ediciones: dict[str, Edicion] = {}
        self.cambios = 0

    def poner(self, lote: list[Candidatura]) -> None:
        fichas = _con_las_demas(lote, self.recibidas)
        nuevas: list[Instantanea] = []
        por_guardar: list[Ficha] = []
        for candidatura, cuestionario, respuestas, con_acceso in _con_respuestas(lote, fichas):
            if respuestas is None:
                self._no_tocar(candidatura.clave)
                continue
            ficha = fichas.get(candidatura.clave)
            armado = constructor.documento(
                candidatura, cuestionario, respuestas, ficha, con_acceso=con_acceso
            )
            if ficha is not None and ficha.vigente_id and not self.cambia_el_registro:
                armado |= _registro_firmado(ficha, armado)
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

    def _no_tocar(self, clave: str) -> None:
        """Lo que envió se cambió por fuera: su página se queda como se firmó y el acto que era sobre ella se niega."""
        if clave in self.recibidas:
            raise NoPublicable(f"{clave}: {ALTERADO}")
        bitacora_tecnica.error("Lo publicado de %s no es el envío de su acuse: no se pone al día.", clave)

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


def _registro_firmado(ficha: Ficha, armado: dict[str, Any]) -> dict[str, Any]:
    """Lo que su página ya dice del registro: sólo un acto del registro lo cambia."""
    firmado = json.loads(ficha.vigente.documento or "{}")
    suyo = {clave: firmado[clave] for clave in constructor.DEL_REGISTRO if clave in firmado}
    if any(armado[clave] != valor for clave, valor in suyo.items()):
        bitacora_tecnica.error("El registro de %s no es el que se firmó: se queda el firmado.", ficha.clave)
    return suyo


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
) -> Iterable[tuple[Candidatura, Cuestionario | None, dict[str, Any] | None, bool]]:
    """Cada candidatura con su cuestionario curricular, lo que de él se muestra (`None`: se alteró) y si tuvo acceso."""
    cuestionarios = {
        c.candidatura_id: c for c in Cuestionario.objects.curriculares().filter(candidatura__in=lote)
    }
    se_muestran = {c.clave for c in lote if c.hasta is None and _esta_publicada(fichas.get(c.clave))}
    respuestas = lo_publicado(se_muestran)
    recibieron = recibieron_acceso(lote)
    for candidatura in lote:
        clave = candidatura.clave
        suyas = respuestas[clave] if clave in se_muestran else {}
        yield candidatura, cuestionarios.get(candidatura.pk), suyas, tuvo_acceso(candidatura, recibieron)


def _esta_publicada(ficha: Ficha | None) -> bool:
    return ficha is not None and ficha.estado == Ficha.Estado.PUBLICADA


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
