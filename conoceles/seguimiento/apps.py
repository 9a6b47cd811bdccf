from django.apps import AppConfig


class SeguimientoConfig(AppConfig):
    name = "conoceles.seguimiento"

    def ready(self) -> None:
        from conoceles.bitacora.checks import registrar

        from .models import DISPARADORES

        for disparadores in DISPARADORES:
            registrar(disparadores)
