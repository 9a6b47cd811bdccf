"""Las rutas de operación del panel."""

from django.urls import URLPattern

app_name = "operacion"

urlpatterns: list[URLPattern] = [
    # Importar el registro
    # Accesos, cuentas del personal y bandeja de salida
]
