from django.urls import path

from . import views

app_name = "validacion"

urlpatterns = [path("", views.bandeja, name="bandeja")]
