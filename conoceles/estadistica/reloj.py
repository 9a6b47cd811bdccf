"""El corte que hace el reloj: cada tantos días, desde cierta hora."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from conoceles.calendario.models import Proceso
from conoceles.publicacion.models import Ficha

from . import lectura
from .acciones import YaHayCorte, cortar

DIAS_TRAS_LA_JORNADA = 30  # después ya nada cambia


def cortar_los_que_tocan() -> int:
    """Hace el corte de cada proceso al que hoy le toca; devuelve cuántos hizo. Repetirla no hace otro."""
    hechos, ahora = 0, timezone.now()
    for proceso in Proceso.objects.filter(es_historico=False):
        if le_toca(proceso, ahora):
            try:
                cortar(proceso=proceso, por=None)
            except YaHayCorte:  # alguien lo hizo entretanto
                continue
            hechos += 1
    return hechos


def le_toca(proceso: Proceso, ahora: datetime) -> bool:
    """¿Pasaron los días, ya es hora y hay qué contar?"""
    parametros, local = proceso.parametros, ahora.astimezone(proceso.zona)
    if not parametros.dias_entre_cortes or local.hour < parametros.hora_de_corte:
        return False
    if (local.date() - proceso.jornada).days > DIAS_TRAS_LA_JORNADA:
        return False
    ultimo = lectura.ultimo(proceso.clave)
    if ultimo and (local.date() - ultimo.dia).days < parametros.dias_entre_cortes:
        return False
    return Ficha.objects.filter(proceso=proceso.clave).exists()
