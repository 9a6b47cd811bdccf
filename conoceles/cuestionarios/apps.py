from django.apps import AppConfig


class CuestionariosConfig(AppConfig):
    name = "conoceles.cuestionarios"
