from django.apps import AppConfig


class EstadisticaConfig(AppConfig):
    name = "conoceles.estadistica"
