from django.apps import AppConfig


class CapturaConfig(AppConfig):
    name = "conoceles.captura"
