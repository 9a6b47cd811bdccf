from django.apps import AppConfig


class ArchivoConfig(AppConfig):
    name = "conoceles.archivo"
