"""Entrar, salir y recuperar el acceso."""

from django.urls import path

from . import views

app_name = "cuentas"

urlpatterns = [
    path("entrar/", views.entrar, name="entrar"),
    path("salir/", views.salir, name="salir"),
]
