from django.apps import AppConfig


class OperacionConfig(AppConfig):
    name = "conoceles.operacion"
