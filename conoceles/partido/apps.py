from django.apps import AppConfig


class PartidoConfig(AppConfig):
    name = "conoceles.partido"
