from django.apps import AppConfig


class PublicacionConfig(AppConfig):
    name = "conoceles.publicacion"

    def ready(self) -> None:
        from conoceles.bitacora.checks import registrar

        from .models import (
            DISPARADORES,
            DISPARADORES_DE_LA_CONSTANCIA,
            DISPARADORES_DEL_ARBOL,
            DISPARADORES_DEL_VISTO,
        )

        de_la_evidencia = (DISPARADORES, DISPARADORES_DE_LA_CONSTANCIA, DISPARADORES_DEL_VISTO)
        for disparadores in (*de_la_evidencia, *DISPARADORES_DEL_ARBOL):
            registrar(disparadores)
