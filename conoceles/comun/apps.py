from django.apps import AppConfig


class ComunConfig(AppConfig):
    name = "conoceles.comun"

    def ready(self) -> None:
        from . import checks  # noqa: F401 (se registran al importarse)
        from .lenguas import recordar_textos

        recordar_textos()
