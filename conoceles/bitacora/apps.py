from django.apps import AppConfig


class BitacoraConfig(AppConfig):
    name = "conoceles.bitacora"

    def ready(self) -> None:
        from .checks import registrar
        from .models import DISPARADORES

        registrar(DISPARADORES)
