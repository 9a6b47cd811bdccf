from django.apps import AppConfig


class LlavesConfig(AppConfig):
    name = "conoceles.llaves"
