from django.apps import AppConfig


class AcusesConfig(AppConfig):
    name = "conoceles.acuses"

    def ready(self) -> None:
        from conoceles.bitacora.checks import registrar

        from .models import DISPARADORES

        registrar(DISPARADORES)
