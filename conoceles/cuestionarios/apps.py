from django.apps import AppConfig


class CuestionariosConfig(AppConfig):
    name = "conoceles.cuestionarios"

    def ready(self) -> None:
        from conoceles.bitacora.checks import registrar

        from .models import DISPARADORES, DISPARADORES_DE_LA_VALIDACION

        registrar(DISPARADORES)
        registrar(DISPARADORES_DE_LA_VALIDACION)
