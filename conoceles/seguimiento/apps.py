from django.apps import AppConfig


class SeguimientoConfig(AppConfig):
    name = "conoceles.seguimiento"
