from django.apps import AppConfig


class InterrupcionesConfig(AppConfig):
    name = "conoceles.interrupciones"
