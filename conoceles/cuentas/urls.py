"""Entrar, salir, usar un enlace, recuperar el acceso y cambiar la contraseña."""

from django.urls import include, path

from . import views, vigencia
from .seguridad import urls as seguridad
from .seguridad import views as vistas_de_seguridad

app_name = "cuentas"

urlpatterns = [
    path("entrar/", views.entrar, name="entrar"),
    path("salir/", views.salir, name="salir"),
    path("acceso/<str:token>/", views.usar_enlace, name="enlace"),
    path("recuperar/", views.recuperar, name="recuperar"),
    path("contrasena/", views.cambiar_contrasena, name="contrasena"),
    path("cuenta/sesion/", vigencia.sesion, name="sesion"),
    path("cuenta/", include(seguridad.urlpatterns)),
    path("congelar/<str:firma>/", vistas_de_seguridad.congelar_con_enlace, name="congelar_con_enlace"),
    path("reanudar/", views.reanudar_captura, name="reanudar"),
]
