from django.apps import AppConfig


class CalendarioConfig(AppConfig):
    name = "conoceles.calendario"

    def ready(self) -> None:
        from . import husos  # noqa: F401 (la comprobación se registra al importarse)
