from django.apps import AppConfig


class PrivacidadConfig(AppConfig):
    name = "conoceles.privacidad"
