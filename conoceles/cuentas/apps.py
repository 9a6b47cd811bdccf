from django.apps import AppConfig


class CuentasConfig(AppConfig):
    name = "conoceles.cuentas"
