from django.apps import AppConfig


class MensajesConfig(AppConfig):
    name = "conoceles.mensajes"

    def ready(self) -> None:
        from conoceles.bitacora.checks import registrar

        from .models import DISPARADORES

        registrar(DISPARADORES)
