from django.apps import AppConfig


class ValidacionConfig(AppConfig):
    name = "conoceles.validacion"
