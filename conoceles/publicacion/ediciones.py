"""De a una escritora de lo público, y el número que a cada acto le toca: lo usan todos los verbos que lo alteran."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Max, Subquery
from django.utils import timezone

from conoceles.bitacora.models import Cabeza

from .models import Edicion, Instantanea


def de_a_uno() -> None:
    """Una sola escritora de lo público a la vez: ni la secuencia se bifurca ni se decide sobre algo ya viejo.

    Se toma antes de leer la ficha: quien espera lee lo que dejó la anterior.
    """
    Cabeza.objects.select_for_update().get(pk=1)


def donde_va() -> tuple[int, datetime]:
    """La última secuencia y el instante del acto que sigue: nunca antes que el anterior, aunque el reloj retroceda.

    Quien recorre lo publicado sabe así que una hoja con fecha anterior a la que la precede no la escribió este
    programa.
    """
    ultima = Edicion.objects.order_by("-pk").values("instante")[:1]
    hojas = Instantanea.objects.order_by("-secuencia").annotate(editada_en=Subquery(ultima))
    secuencia, *anteriores = hojas.values_list("secuencia", "instante", "editada_en").first() or (0,)
    return secuencia, max([timezone.now(), *filter(None, anteriores)])


def siguiente(proceso: str, ahora: datetime) -> Edicion:
    """La edición que sigue en ese proceso, sin guardar."""
    ultima = Edicion.objects.filter(proceso=proceso).aggregate(n=Max("numero"))["n"] or 0
    return Edicion(proceso=proceso, numero=ultima + 1, instante=ahora, secuencia=0)


def mover(proceso: str) -> Edicion:
    """Otra edición sin hoja: cambió algo público que no es de ninguna candidatura, o su parte de identidad."""
    de_a_uno()
    secuencia, ahora = donde_va()
    edicion = siguiente(proceso, ahora)
    edicion.secuencia = secuencia
    edicion.save(force_insert=True)
    return edicion
