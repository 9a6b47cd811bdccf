"""La demostración deja entrar sin contraseña: no puede convivir con una instalación real."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, register

PROPIA_MAQUINA = {"localhost", "127.0.0.1", "[::1]", "testserver"}


def errores_de_la_demo(ajustes: Any) -> list[str]:
    """Por qué no puede encenderse con estos ajustes; vacío si está apagada o es inofensiva."""
    if not ajustes.CONOCELES_DEMO:
        return []
    errores = []
    if ajenos := sorted(set(ajustes.ALLOWED_HOSTS) - PROPIA_MAQUINA):
        errores.append(
            f"CONOCELES_DEMO sólo sirve en la propia máquina; quite de ALLOWED_HOSTS: {', '.join(ajenos)}."
        )
    if ajustes.SECURE_SSL_REDIRECT or ajustes.SESSION_COOKIE_SECURE:
        errores.append("CONOCELES_DEMO no puede encenderse con los ajustes de producción. Apáguela.")
    return errores


@register()
def demo_apagada_en_produccion(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    return [Error(texto, id=f"conoceles.E{n:03}") for n, texto in enumerate(errores_de_la_demo(settings), 1)]
