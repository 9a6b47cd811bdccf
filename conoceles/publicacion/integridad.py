"""¿Lo público es lo que sus instantáneas dicen? Cada huella con su documento, cada ficha con su vigente y cada
parte de identidad con la suya."""

from __future__ import annotations

import json
from collections.abc import Iterator

from django.db.models import Exists, OuterRef, Subquery

from conoceles.comun.canonico import huella, huella_de_bytes
from conoceles.llaves.acciones import NoSeDescifra

from . import constructor, partes
from .models import Ficha, Instantanea, ParteDeIdentidad

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
    yield from _defectos_de_identidad()


def _defectos_de_identidad() -> Iterator[str]:
    """Una parte que no se abre, que dice otra cosa que su huella, o que sobrevivió a su ficha publicada."""
    publicada = Ficha.objects.filter(pk=OuterRef("pk"), estado=Ficha.Estado.PUBLICADA)
    todas = ParteDeIdentidad.objects.annotate(se_muestra=Exists(publicada)).order_by("clave")
    for parte in todas.iterator(_TANDA):
        if not parte.se_muestra:
            yield f"La parte de identidad de {parte.clave} sigue guardada y su ficha no está publicada."
            continue
        try:
            dato = partes.abrir(parte.clave, bytes(parte.sobre))
        except NoSeDescifra:
            yield f"La parte de identidad de {parte.clave} no se descifra: fue alterada o su llave ya no existe."
            continue
        if huella(dato["documento"], sal=bytes.fromhex(dato["sal"])) != parte.huella:
            yield f"La parte de identidad de {parte.clave} no coincide con su huella."


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
