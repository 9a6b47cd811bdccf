"""Entrar, salir, usar un enlace, recuperar el acceso y cambiar la contraseña."""

from django.urls import path

from . import views

app_name = "cuentas"

urlpatterns = [
    path("entrar/", views.entrar, name="entrar"),
    path("salir/", views.salir, name="salir"),
    path("acceso/<str:token>/", views.usar_enlace, name="enlace"),
    path("recuperar/", views.recuperar, name="recuperar"),
    path("contrasena/", views.cambiar_contrasena, name="contrasena"),
    path("reanudar/", views.reanudar_captura, name="reanudar"),
]
