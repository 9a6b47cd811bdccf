from django.apps import AppConfig


class InterrupcionesConfig(AppConfig):
    name = "conoceles.interrupciones"

    def ready(self) -> None:
        from conoceles.bitacora.checks import registrar

        from .models import DISPARADORES

        registrar(DISPARADORES)
