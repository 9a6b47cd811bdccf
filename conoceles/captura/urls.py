from django.urls import path

from . import views

app_name = "captura"

urlpatterns = [path("", views.tareas, name="tareas")]
