from django.apps import AppConfig


class PrivacidadConfig(AppConfig):
    name = "conoceles.privacidad"

    def ready(self) -> None:
        from conoceles.bitacora.checks import registrar

        from .models import (
            DISPARADORES,
            DISPARADORES_DEL_CONSENTIMIENTO,
            DISPARADORES_DEL_ENVIO,
            DISPARADORES_DEL_FORMATO,
        )

        registrar(DISPARADORES)
        registrar(DISPARADORES_DEL_CONSENTIMIENTO)
        registrar(DISPARADORES_DEL_ENVIO)
        registrar(DISPARADORES_DEL_FORMATO)
