from django.apps import AppConfig


class PublicacionConfig(AppConfig):
    name = "conoceles.publicacion"

    def ready(self) -> None:
        from conoceles.bitacora.checks import registrar

        from .models import DISPARADORES, DISPARADORES_DE_LA_CONSTANCIA, DISPARADORES_DEL_ARBOL

        for disparadores in (DISPARADORES, DISPARADORES_DE_LA_CONSTANCIA, *DISPARADORES_DEL_ARBOL):
            registrar(disparadores)
