"""Leer lo que se ha escrito. Nada de aquí escribe."""

from __future__ import annotations

from .models import Carta, CartaQuerySet


def hilo_de(clave: str, cuenta: str = "") -> CartaQuerySet:
    """Lo que se le ha escrito a una candidatura, en orden; lo reservado nunca está aquí.

    `cuenta`: el acceso de su titular, si tiene; suma las cartas de su cuenta, que prueban que se le dio cómo entrar. El
    enlace que llevaban nunca está en el cuerpo.
    """
    return hilo_propio(clave, cuenta).filter(es_reservada=False)


def hilo_propio(clave: str, cuenta: str = "") -> CartaQuerySet:
    """Lo mismo como lo lee su destinataria, que sí ve lo suyo reservado."""
    sobres = [clave, cuenta] if cuenta else [clave]
    return Carta.objects.filter(sobre__in=sobres).order_by("creada_en", "pk")
