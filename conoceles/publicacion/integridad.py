"""¿Lo público es lo que sus instantáneas dicen? Cada huella con su documento y cada ficha con su vigente."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Subquery

from conoceles.comun.canonico import huella_de_bytes

from . import constructor
from .models import Ficha, Instantanea

_TANDA = 500


def primer_defecto() -> str | None:
    """`None` si todo cuadra; si no, una frase con la instantánea o la ficha y lo que falla.

    De una instantánea suprimida sólo queda su huella: no hay con qué compararla y se pasa por alto.
    """
    return next(_defectos(), None)


def _defectos() -> Iterator[str]:
    for instantanea in Instantanea.objects.order_by("secuencia").iterator(_TANDA):
        if not _cuadra(instantanea):
            yield f"La instantánea {instantanea.secuencia} ({instantanea}) no coincide con su huella: fue alterada."
    vigente = Instantanea.objects.filter(pk=OuterRef("vigente_id"))
    for ficha in Ficha.objects.filter(~Exists(vigente)).order_by("clave")[:1]:
        yield f"La ficha {ficha.clave} apunta a una instantánea que no existe."
    ultima = Instantanea.objects.filter(clave=OuterRef("clave")).order_by("-version")
    fichas = Ficha.objects.select_related("vigente").annotate(ultima=Subquery(ultima.values("pk")[:1]))
    for ficha in fichas.order_by("clave").iterator(_TANDA):
        if ficha.vigente_id != ficha.ultima:
            yield f"La ficha {ficha.clave} no muestra su última versión."
        elif not _tarjeta_al_dia(ficha):
            yield f"La tarjeta de {ficha.clave} no dice lo mismo que su documento."


def _cuadra(instantanea: Instantanea) -> bool:
    documento, sal = instantanea.documento, instantanea.sal
    if documento is None and sal is None:
        return True
    try:
        return huella_de_bytes((documento or "").encode(), sal=bytes.fromhex(sal or "")) == instantanea.huella
    except ValueError:  # una sal que no es hexadecimal
        return False


def _tarjeta_al_dia(ficha: Ficha) -> bool:
    if ficha.vigente.documento is None:
        return True
    try:
        return bool(constructor.tarjeta(json.loads(ficha.vigente.documento)) == ficha.tarjeta)
    except (ValueError, KeyError, TypeError):  # un documento al que le faltan partes
        return False
