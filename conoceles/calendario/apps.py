from django.apps import AppConfig


class CalendarioConfig(AppConfig):
    name = "conoceles.calendario"
