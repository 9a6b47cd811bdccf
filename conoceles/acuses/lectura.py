"""Buscar acuses: por su folio, que es lo que sabe `/verificar/`, o los de una candidatura."""

from conoceles.comun.claves import folio_canonico

from .models import Acuse


def por_folio(texto: str) -> Acuse | None:
    """El acuse de ese folio, escrito como sea; `None` si está mal copiado o no existe."""
    folio = folio_canonico(texto)
    return Acuse.objects.filter(pk=folio).first() if folio else None


def de_candidatura(clave: str) -> list[Acuse]:
    """Todos los suyos, del primero al último."""
    return list(Acuse.objects.filter(candidatura=clave).order_by("instante", "folio"))
