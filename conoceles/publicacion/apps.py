from django.apps import AppConfig


class PublicacionConfig(AppConfig):
    name = "conoceles.publicacion"

    def ready(self) -> None:
        from conoceles.bitacora.checks import registrar

        from .models import DISPARADORES

        registrar(DISPARADORES)
