"""Buscar un acuse por su folio: lo que sabe `/verificar/`."""

from conoceles.comun.claves import folio_canonico

from .models import Acuse


def por_folio(texto: str) -> Acuse | None:
    """El acuse de ese folio, escrito como sea; `None` si está mal copiado o no existe."""
    folio = folio_canonico(texto)
    return Acuse.objects.filter(pk=folio).first() if folio else None
