from django.apps import AppConfig


class MensajesConfig(AppConfig):
    name = "conoceles.mensajes"
