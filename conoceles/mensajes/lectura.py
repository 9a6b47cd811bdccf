"""Leer lo que se ha escrito. Nada de aquí escribe."""

from __future__ import annotations

from .models import Carta, CartaQuerySet


def hilo_de(clave: str) -> CartaQuerySet:
    """Lo que se le ha escrito a una candidatura, en orden; lo reservado nunca está aquí."""
    return hilo_propio(clave).filter(es_reservada=False)


def hilo_propio(clave: str) -> CartaQuerySet:
    """Lo mismo como lo lee su destinataria, que sí ve lo suyo reservado."""
    return Carta.objects.filter(sobre=clave).order_by("creada_en", "pk")
