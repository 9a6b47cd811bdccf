"""Hacer algo largo sin que nadie espere la respuesta, y contar cómo va.

El avance va en la caché, que es otra base: la transacción de un trabajo ocupa la principal hasta acabar.
"""

from __future__ import annotations

import logging
import os
import socket
import threading
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db import connections
from django.utils import timezone

_GUARDA = 60 * 60
# Sin noticias en este tiempo, el trabajo se da por interrumpido (se apagó el servidor a la mitad).
_SILENCIO = 5 * 60

bitacora_tecnica = logging.getLogger(__name__)


@dataclass(frozen=True)
class Avance:
    """En qué va un trabajo: `fase` en palabras, y cuántas de cuántas (0 de 0: no se sabe)."""

    fase: str = "En espera"
    hechas: int = 0
    total: int = 0


def anotar(clave: str, fase: str, hechas: int = 0, total: int = 0) -> None:
    nota = {"a": timezone.now().timestamp(), "quien": _proceso(os.getpid())}
    cache.set(f"avance:{clave}", {**asdict(Avance(fase, hechas, total)), **nota}, _GUARDA)


def avance_de(clave: str) -> Avance | None:
    """El último avance; `None` si hace mucho que no hay noticias o ya no existe el proceso que lo hacía."""
    datos = cache.get(f"avance:{clave}")
    if datos is None or timezone.now().timestamp() - datos.pop("a") > _SILENCIO:
        return None
    return Avance(**datos) if _sigue_vivo(datos.pop("quien")) else None


def _proceso(pid: int) -> tuple[str, int, str]:
    """Equipo, número y momento en que arrancó: un número de proceso se vuelve a usar. Sin /proc, no se sabe."""
    try:
        # El campo 22 de proc(5); el segundo, entre paréntesis, puede llevar espacios.
        arranque = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[19]
    except OSError:
        arranque = ""
    return socket.gethostname(), pid, arranque


def _sigue_vivo(quien: tuple[str, int, str]) -> bool:
    """Lo que corre en otro equipo, o donde no se puede saber, se da por vivo hasta que calle."""
    equipo, pid, arranque = quien
    return not arranque or equipo != socket.gethostname() or _proceso(pid) == quien


def lanzar(trabajo: Callable[..., None], *args: Any) -> None:
    """Corre el trabajo en otro hilo; con `CONOCELES_SEGUNDO_PLANO = False`, aquí mismo."""
    if settings.CONOCELES_SEGUNDO_PLANO:
        # `daemon`: apagar el servidor no espera; la transacción a medias se deshace sola.
        threading.Thread(target=_correr, args=(trabajo, *args), daemon=True).start()
    else:
        trabajo(*args)


def _correr(trabajo: Callable[..., None], *args: Any) -> None:
    try:
        trabajo(*args)
    except Exception:
        bitacora_tecnica.exception("Un trabajo en segundo plano terminó con error")
    finally:
        connections.close_all()
