"""Qué dice su página pública a ese instante. Su pantalla, sus cartas y el panel preguntan aquí: no pueden discrepar."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from functools import cache, partial

from django.utils import timezone

from conoceles.interrupciones.ausencias import del_proceso, se_recorre_en

from .models import Ficha
from .situacion import Situacion, situacion


def de(ficha: Ficha, ahora: datetime) -> Situacion:
    """Lo que hoy se lee de una candidatura."""
    return situacion(ficha.tarjeta, ahora, partial(se_recorre_en, ficha.proceso))


def cita(clave: str) -> str:
    """Lo que su página dice en este instante, para ponerlo tras lo que se acaba de hacer."""
    return f"Su página dice: «{de(Ficha.objects.get(pk=clave), timezone.now()).etiqueta}»."


def de_varias(claves: Collection[str], ahora: datetime) -> dict[str, Situacion]:
    """Lo mismo de muchas, por su clave, en un número fijo de consultas."""
    ausencias = cache(del_proceso)  # se preguntan una vez, y sólo si hace falta

    def se_recorre(proceso: str, limite: datetime) -> bool:
        return ausencias(proceso).se_recorre(limite)

    fichas = Ficha.objects.filter(pk__in=claves).only("clave", "proceso", "tarjeta")
    return {f.clave: situacion(f.tarjeta, ahora, partial(se_recorre, f.proceso)) for f in fichas}
