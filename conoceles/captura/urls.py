"""«Mi candidatura». La clave va en la dirección: una persona puede tener más de una candidatura."""

from django.urls import include, path

from .views import envio, foto, secciones, tareas

app_name = "captura"

de_una = [
    path("", tareas.una, name="una"),
    path("foto/", foto.foto, name="foto"),
    path("retrato/<str:tamano>", foto.retrato, name="retrato"),
    path("revisar/", envio.revisar, name="revisar"),
    path("vista-previa/", envio.vista_previa, name="vista_previa"),
    path("enviar/", envio.enviar, name="enviar"),
    path("acuse/<str:folio>/", envio.acuse, name="acuse"),
    path("<slug:seccion>/", secciones.seccion, name="seccion"),
]

urlpatterns = [
    path("", tareas.tareas, name="tareas"),
    path("<slug:clave>/", include(de_una)),
]
