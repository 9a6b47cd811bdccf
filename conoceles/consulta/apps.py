from django.apps import AppConfig
from django.conf import settings


class ConsultaConfig(AppConfig):
    name = "conoceles.consulta"

    def ready(self) -> None:
        from .medios import leer

        leer(settings.CONOCELES_MEDIOS)  # uno sin transcripción se dice al arrancar, no en la página
