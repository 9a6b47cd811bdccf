"""Con qué comprueba cualquiera que una ficha es la que se publicó: documento, sal, hoja, prueba y nota firmada.

Sólo entrega lo que la página pública ya muestra: el documento y su sal van si, dato por dato, son lo visible hoy.
La sal de algo que aún no puede verse serviría para adivinarlo.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.db.models import Max, OuterRef, Subquery

from conoceles.comun.ilegibles import ILEGIBLE
from conoceles.comun.legibles import se_lee
from conoceles.publicacion.lectura import sin_respuestas
from conoceles.publicacion.models import Ficha, Instantanea
from conoceles.publicacion.situacion import situacion

from . import arbol, notas, puntos

FORMATO = "conoceles/ficha-verificable/1"
bitacora_tecnica = logging.getLogger(__name__)


class Estado(Enum):
    """Qué puede decirse de la ficha."""

    INTEGRA = "integra"
    RESERVADA = "reservada"  # cuadra, y una parte aún no puede mostrarse
    SUPRIMIDA = "suprimida"  # su contenido se borró; la hoja permanece
    ALTERADA = "alterada"  # no es lo que se firmó
    ATRASADA = "atrasada"  # hay una versión posterior que no se muestra


@dataclass(frozen=True)
class Comprobante:
    """Lo comprobado de la versión vigente de una candidatura.

    `visible`: el documento como hoy puede verse, si puede. `prueba`: vacía si su hoja no está en el árbol. De una
    que no se deja leer, `vigente` sólo trae la clave.
    """

    proceso: str
    vigente: Instantanea
    estado: Estado
    visible: dict[str, Any] | None
    prueba: dict[str, Any]

    @property
    def archivo(self) -> dict[str, Any]:
        """El que comprueba `verificador.py`. Uno alterado también lleva lo que se muestra: que lo delate."""
        se_entrega = _se_muestra_entero(self.vigente, self.visible)
        return {
            "formato": FORMATO,
            "documento": self.vigente.documento if se_entrega else None,
            "sal": self.vigente.sal if se_entrega else None,
            **self.prueba,
        }


def comprobante(clave: str, ahora: datetime) -> Comprobante | None:
    """El de esa candidatura, comprobado en este momento; `None` si no existe."""
    try:
        return _comprobado(clave, ahora)
    except ILEGIBLE:
        bitacora_tecnica.exception("Lo publicado de %s no se deja leer: se da por alterado.", clave)
        return _ilegible(clave)


def _ilegible(clave: str) -> Comprobante:
    """El de una que no se deja leer: se dice y no se entrega nada de ella."""
    try:
        proceso = Ficha.objects.values_list("proceso", flat=True).get(pk=clave)
    except ILEGIBLE:  # ni de qué proceso es: lo dice su última versión
        versiones = Instantanea.objects.filter(clave=clave).order_by("-version")
        proceso = versiones.values_list("proceso", flat=True)[:1].get()
    return Comprobante(proceso, Instantanea(clave=clave), Estado.ALTERADA, None, {})


def _comprobado(clave: str, ahora: datetime) -> Comprobante | None:
    ultima = Instantanea.objects.filter(clave=OuterRef("pk")).values("clave").annotate(n=Max("version"))
    fichas = Ficha.objects.select_related("vigente").defer("tarjeta")
    ficha = fichas.annotate(ultima=Subquery(ultima.values("n"))).filter(pk=clave).first()
    if ficha is None:
        return None
    vigente = ficha.vigente
    if not se_lee(vigente):
        raise ValueError(vigente.pk)
    try:
        prueba = puntos.prueba_de(vigente.secuencia)
    except puntos.SinHoja:
        prueba = {}
    visible = _visible(vigente, ahora)
    return Comprobante(
        ficha.proceso, vigente, _estado(vigente, ficha.ultima, visible, prueba), visible, prueba
    )


def _visible(vigente: Instantanea, ahora: datetime) -> dict[str, Any] | None:
    """Lo que de él se vería hoy, también si se alteró: la página no lo muestra y el archivo lo delata."""
    try:
        documento: dict[str, Any] = json.loads(vigente.documento or "null")
        if not situacion(documento, ahora).es_publicada:
            documento = sin_respuestas(documento)
        return documento if documento["persona"]["nombre"] else None
    except (ValueError, KeyError, TypeError):  # lo alterado puede no ser ni un documento
        return None


def _estado(
    vigente: Instantanea, ultima: int, visible: dict[str, Any] | None, prueba: dict[str, Any]
) -> Estado:
    if not prueba or not _esta_en_el_arbol(vigente, prueba):
        return Estado.ALTERADA
    if vigente.version != ultima:
        return Estado.ATRASADA
    if vigente.documento is None:
        return Estado.SUPRIMIDA
    if not vigente.esta_integra:
        return Estado.ALTERADA
    return Estado.INTEGRA if _se_muestra_entero(vigente, visible) else Estado.RESERVADA


def _se_muestra_entero(vigente: Instantanea, visible: dict[str, Any] | None) -> bool:
    return visible is not None and visible == json.loads(vigente.documento or "null")


def _esta_en_el_arbol(vigente: Instantanea, prueba: dict[str, Any]) -> bool:
    """La hoja, como hoy está en la base, lleva a la raíz que se firmó."""
    try:
        tamano, raiz = notas.comprobar(prueba["nota"])
    except notas.NotaInvalida:
        return False
    camino = [bytes.fromhex(nodo) for nodo in prueba["camino"]]
    nodo = arbol.de_hoja(arbol.hoja(vigente))
    return tamano == prueba["tamano"] and arbol.incluye(nodo, prueba["indice"], tamano, camino, raiz)
