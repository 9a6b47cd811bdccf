from django.apps import AppConfig


class CotejoConfig(AppConfig):
    name = "conoceles.cotejo"
