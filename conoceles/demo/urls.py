"""`/demo/`: sólo se incluye con la demostración encendida."""

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.urls import path

from conoceles.cuentas.comprobaciones import errores_de_la_demo

from . import views

# Un servidor no corre las comprobaciones de Django al arrancar; las rutas sí las carga siempre.
if errores := errores_de_la_demo(settings):
    raise ImproperlyConfigured(" ".join(errores))

app_name = "demo"

urlpatterns = [
    path("", views.portada, name="portada"),
    path("entrar/", views.entrar, name="entrar"),
]
