"""`/cuenta/…`: van con el espacio de nombres `cuentas`."""

from django.urls import path

from . import views, views_factores

urlpatterns = [
    path("", views.cuenta, name="cuenta"),
    path("correo/", views.correo, name="correo"),
    path("correo/conservar/", views.conservar_correo, name="conservar_correo"),
    path("correo/detener/<str:token>/", views.detener_correo, name="detener_correo"),
    path("congelar/", views.congelar, name="congelar"),
    path("aplicacion/", views_factores.poner_aplicacion, name="poner_aplicacion"),
    path("llave/", views_factores.poner_llave, name="poner_llave"),
    path("factor/<int:factor>/quitar/", views_factores.quitar_factor, name="quitar_factor"),
    path("codigos/", views_factores.codigos, name="codigos"),
]
