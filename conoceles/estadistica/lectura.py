"""La parte pública de la estadística: los cortes hechos, y nada más."""

from __future__ import annotations

from django.db.models import QuerySet

from .models import Corte


def cortes(proceso: str) -> QuerySet[Corte]:
    """Los de un proceso, del más reciente al más antiguo, sin su contenido."""
    return Corte.objects.filter(proceso=proceso).defer("contenido")


def ultimo(proceso: str) -> Corte | None:
    return Corte.objects.filter(proceso=proceso).first()


def corte(proceso: str, numero: int) -> Corte | None:
    return Corte.objects.filter(proceso=proceso, numero=numero).first()
