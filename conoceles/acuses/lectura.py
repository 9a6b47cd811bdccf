"""Buscar acuses: por su folio, que es lo que sabe `/verificar/`, o los de una candidatura."""

from conoceles.comun.claves import folio_canonico

from .models import Acuse


def por_folio(texto: str) -> Acuse | None:
    """El acuse de ese folio, escrito como sea; `None` si está mal copiado o no existe."""
    folio = folio_canonico(texto)
    return Acuse.objects.filter(pk=folio).first() if folio else None


def de_candidatura(clave: str) -> list[Acuse]:
    """Todos los de sus actos, del primero al último. Una constancia no es acto suyo: la pide otra autoridad."""
    suyos = Acuse.objects.filter(candidatura=clave).exclude(clase=Acuse.Clase.CONSTANCIA)
    return list(suyos.order_by("instante", "folio"))
