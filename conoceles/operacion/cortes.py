"""El trabajo de un corte pedido desde el panel, contando el avance."""

from __future__ import annotations

import logging

from django.core.cache import cache
from django.utils import timezone

from conoceles.calendario.models import Proceso
from conoceles.comun.segundo_plano import Avance, anotar, avance_de, lanzar
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.estadistica import lectura
from conoceles.estadistica.acciones import YaHayCorte, cortar

_INESPERADO = "Algo falló y no se hizo el corte. Intente de nuevo; si se repite, avise a Informática."
_UNA_HORA = 60 * 60
bitacora_tecnica = logging.getLogger(__name__)


def esta_hecho(proceso: Proceso) -> bool:
    """¿Ya hay uno de hoy?"""
    ultimo = lectura.ultimo(proceso.clave)
    return ultimo is not None and ultimo.dia >= timezone.now().astimezone(proceso.zona).date()


def en_curso(proceso: Proceso) -> Avance | None:
    """En qué va; `None` si no hay ninguno haciéndose."""
    if esta_hecho(proceso) or falla(proceso):
        return None
    return avance_de(_trabajo(proceso))


def falla(proceso: Proceso) -> str:
    """Por qué no se hizo el último que se pidió; vacía si no falló."""
    texto: str = cache.get(f"falla:{_trabajo(proceso)}", "")
    return texto


def pedir(proceso: Proceso, *, por: Usuario) -> bool:
    """Lo pone a hacer; `False` si el de hoy ya está o se está haciendo."""
    exigir(por, Permiso.CORTAR_ESTADISTICA)
    if esta_hecho(proceso) or en_curso(proceso):
        return False
    cache.delete(f"falla:{_trabajo(proceso)}")
    anotar(_trabajo(proceso), "Contando las candidaturas")
    lanzar(_hacer, proceso, por)
    return True


def _hacer(proceso: Proceso, por: Usuario) -> None:
    trabajo = _trabajo(proceso)
    try:
        cortar(
            proceso=proceso,
            por=por,
            avance=lambda hechas, total: anotar(trabajo, "Reuniendo lo que se cuenta", hechas, total),
        )
    except YaHayCorte:
        return
    except Exception:
        bitacora_tecnica.exception("El corte de %s", proceso.clave)
        cache.set(f"falla:{trabajo}", _INESPERADO, _UNA_HORA)


def _trabajo(proceso: Proceso) -> str:
    return f"corte:{proceso.clave}"
