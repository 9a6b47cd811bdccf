from django.apps import AppConfig


class PublicacionConfig(AppConfig):
    name = "conoceles.publicacion"

    def ready(self) -> None:
        from conoceles.bitacora.checks import registrar

        from .models import (
            DISPARADORES,
            DISPARADORES_DE_LA_CONSTANCIA,
            DISPARADORES_DE_LA_SUPRESION,
            DISPARADORES_DEL_ARBOL,
            DISPARADORES_DEL_VISTO,
        )

        de_lo_publicado = (DISPARADORES, *DISPARADORES_DEL_ARBOL, DISPARADORES_DE_LA_SUPRESION)
        for disparadores in (*de_lo_publicado, DISPARADORES_DE_LA_CONSTANCIA, DISPARADORES_DEL_VISTO):
            registrar(disparadores)
