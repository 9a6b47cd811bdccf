from django.apps import AppConfig


class RegistroConfig(AppConfig):
    name = "conoceles.registro"

    def ready(self) -> None:
        from conoceles.bitacora.checks import registrar

        from .models.personas import DISPARADORES

        registrar(DISPARADORES)
