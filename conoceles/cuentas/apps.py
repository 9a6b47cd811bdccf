"""Quién entra y qué puede: usuario, enlaces de acceso, permisos y roles. No sabe de candidaturas."""

from django.apps import AppConfig


class CuentasConfig(AppConfig):
    name = "conoceles.cuentas"

    def ready(self) -> None:
        from . import comprobaciones  # noqa: F401 (al importarse, se inscribe)
