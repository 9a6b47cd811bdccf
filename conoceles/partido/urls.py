"""El espacio del partido. Las candidaturas ajenas no existen aquí (404)."""

from django.urls import path

from .views import actos, candidaturas, textos

app_name = "partido"

urlpatterns = [
    path("", candidaturas.candidaturas, name="candidaturas"),
    path("avance.csv", candidaturas.avance_csv, name="avance"),
    path("recordar/", actos.recordar, name="recordar"),
    path("candidaturas/<slug:clave>/", candidaturas.candidatura, name="candidatura"),
    path("candidaturas/<slug:clave>/entrega/", actos.entrega, name="entrega"),
    # Proponer textos
    path("textos/", textos.textos, name="textos"),
    path("textos/plantilla.csv", textos.plantilla, name="plantilla"),
    path("textos/<str:folio>/", textos.lista, name="lista"),
    path("textos/<str:folio>/aplicar/", textos.aplicar, name="aplicar"),
    path("textos/<str:folio>/errores.csv", textos.hallazgos, name="hallazgos"),
]
