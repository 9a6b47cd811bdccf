"""Buscar acuses: por su folio, que es lo que sabe `/verificar/`, o los de una candidatura."""

from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery

from conoceles.comun.canonico import huella
from conoceles.comun.claves import folio_canonico
from conoceles.comun.ilegibles import ILEGIBLE

from .models import Acuse


def por_folio(texto: str) -> Acuse | None:
    """El acuse de ese folio, escrito como sea; `None` si está mal copiado o no existe."""
    folio = folio_canonico(texto)
    return Acuse.objects.filter(pk=folio).first() if folio else None


def de_candidatura(clave: str) -> list[Acuse]:
    """Todos los de sus actos, del primero al último. Una constancia no es acto suyo: la pide otra autoridad."""
    suyos = Acuse.objects.filter(candidatura=clave).exclude(clase=Acuse.Clase.CONSTANCIA)
    return list(suyos.order_by("instante", "folio"))


def con_su_acuse(actos: QuerySet[Any]) -> QuerySet[Any]:
    """Cada acto con la huella que su acuse hizo constar, para `es_el_acusado`."""
    acuse = Acuse.objects.filter(pk=OuterRef("folio"))
    return actos.annotate(huella_del_acuse=Subquery(acuse.values("huella")[:1]))


def es_el_acusado(acto: Any) -> bool:
    """¿Lo que guarda un acto leído `con_su_acuse` es lo que se acusó? Lo que no lo es no se publica."""
    return acto.huella == acto.huella_del_acuse and da_su_huella(acto)


def da_su_huella(acto: Any) -> bool:
    """¿El contenido de un `ConAcuse`, con su nonce, da su huella? Sin uno de los dos no la da."""
    try:
        return huella(acto.contenido, sal=bytes.fromhex(acto.nonce)) == acto.huella
    except ILEGIBLE:
        return False
