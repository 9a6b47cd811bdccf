from django.apps import AppConfig


class EstadisticaConfig(AppConfig):
    name = "conoceles.estadistica"

    def ready(self) -> None:
        from conoceles.bitacora.checks import registrar

        from .models import DISPARADORES

        registrar(DISPARADORES)
