"""De dónde viene la petición en curso, ya truncada: la bitácora no guarda direcciones completas."""

import ipaddress
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

_direccion: ContextVar[str | Callable[[], str]] = ContextVar("direccion", default="")


def truncar(direccion: str) -> str:
    """Quita lo que identifica a un equipo: el último octeto de IPv4 o los últimos 80 bits de IPv6."""
    try:
        ip = ipaddress.ip_address(direccion)
    except ValueError:
        return ""
    prefijo = 24 if ip.version == 4 else 48
    return str(ipaddress.ip_network(f"{ip}/{prefijo}", strict=False).network_address)


@contextmanager
def desde(direccion: str | Callable[[], str]) -> Iterator[None]:
    """Marca la dirección de la petición mientras dura; o cómo averiguarla, que sólo se hace si alguien la asienta."""
    ficha = _direccion.set(direccion)
    try:
        yield
    finally:
        _direccion.reset(ficha)


def direccion_actual() -> str:
    direccion = _direccion.get()
    return truncar(direccion() if callable(direccion) else direccion)
