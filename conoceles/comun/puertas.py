"""Cómo declara una ruta que está abierta. Lo que exige permiso se declara en `cuentas.permisos`."""

from collections.abc import Callable
from typing import TypeVar

Vista = TypeVar("Vista", bound=Callable[..., object])

PUBLICA = "publica"


def publica(vista: Vista) -> Vista:
    """Declara una ruta abierta a cualquiera, con sesión o sin ella."""
    vista.acceso = PUBLICA  # type: ignore[attr-defined]
    return vista
