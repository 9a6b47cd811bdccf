"""Con qué comprueba cualquiera que una ficha es la que se publicó: documento, sal, hoja, prueba y nota firmada.

Sólo entrega lo que la página pública ya muestra: el documento y su sal van si, letra por letra, son lo visible hoy.
La sal de algo que aún no puede verse serviría para adivinarlo.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import Enum
from typing import Any

from django.db.models import Max, OuterRef, Subquery

from conoceles.comun.canonico import huella_de_bytes, json_canonico

from . import arbol, notas, puntos
from .lectura import documento_publico
from .models import Ficha, Instantanea

FORMATO = "conoceles/ficha-verificable/1"


class Estado(Enum):
    """Qué puede decirse de la ficha."""

    INTEGRA = "integra"
    RESERVADA = "reservada"  # cuadra, y una parte aún no puede mostrarse
    SUPRIMIDA = "suprimida"  # su contenido se borró; la hoja permanece
    ALTERADA = "alterada"  # no es lo que se firmó
    ATRASADA = "atrasada"  # hay una versión posterior que no se muestra


@dataclass(frozen=True)
class Comprobante:
    """Lo comprobado de la versión vigente de una candidatura. `prueba`: vacía si su hoja no está en el árbol."""

    proceso: str
    vigente: Instantanea
    estado: Estado
    prueba: dict[str, Any]

    @property
    def archivo(self) -> dict[str, Any]:
        """El que comprueba `verificador.py`; sin documento ni sal cuando no pueden darse."""
        se_entrega = self.estado is Estado.INTEGRA
        return {
            "formato": FORMATO,
            "documento": self.vigente.documento if se_entrega else None,
            "sal": self.vigente.sal if se_entrega else None,
            **self.prueba,
        }


def comprobante(clave: str, ahora: datetime) -> Comprobante | None:
    """El de esa candidatura, comprobado en este momento; `None` si no existe."""
    ultima = Instantanea.objects.filter(clave=OuterRef("pk")).values("clave").annotate(n=Max("version"))
    fichas = Ficha.objects.select_related("vigente").defer("tarjeta")
    ficha = fichas.annotate(ultima=Subquery(ultima.values("n"))).filter(pk=clave).first()
    if ficha is None:
        return None
    vigente = ficha.vigente
    try:
        prueba = puntos.prueba_de(vigente.secuencia)
    except puntos.SinHoja:
        prueba = {}
    return Comprobante(ficha.proceso, vigente, _estado(vigente, ficha.ultima, prueba, ahora), prueba)


def _estado(vigente: Instantanea, ultima: int, prueba: dict[str, Any], ahora: datetime) -> Estado:
    if not prueba or not _esta_en_el_arbol(vigente, prueba):
        return Estado.ALTERADA
    if vigente.version != ultima:
        return Estado.ATRASADA
    if vigente.documento is None:
        return Estado.SUPRIMIDA
    if not _es_su_documento(vigente, vigente.documento):
        return Estado.ALTERADA
    visible = documento_publico(vigente.clave, ahora)
    if visible is None or json_canonico(visible.documento).decode() != vigente.documento:
        return Estado.RESERVADA
    return Estado.INTEGRA


def _esta_en_el_arbol(vigente: Instantanea, prueba: dict[str, Any]) -> bool:
    """La hoja, como hoy está en la base, lleva a la raíz que se firmó."""
    try:
        tamano, raiz = notas.comprobar(prueba["nota"])
    except notas.NotaInvalida:
        return False
    camino = [bytes.fromhex(nodo) for nodo in prueba["camino"]]
    nodo = arbol.de_hoja(arbol.hoja(vigente))
    return tamano == prueba["tamano"] and arbol.incluye(nodo, prueba["indice"], tamano, camino, raiz)


def _es_su_documento(vigente: Instantanea, documento: str) -> bool:
    try:
        return huella_de_bytes(documento.encode(), sal=bytes.fromhex(vigente.sal or "")) == vigente.huella
    except ValueError:  # una sal que no es hexadecimal
        return False
