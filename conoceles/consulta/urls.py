"""Lo público. El proceso vigente vive en la raíz y todos, también él, bajo `/<proceso>/`."""

from django.urls import include, path, re_path

from . import formato, historia, interrupciones, privacidad, servicios, verificar, views

app_name = "consulta"

PAGINAS = [
    path("", views.portada, name="portada"),
    path("candidaturas/", views.lista, name="lista"),
    path("candidaturas/<slug:clave>/", views.ficha, name="ficha"),
    path("candidaturas/<slug:clave>/versiones/", historia.versiones, name="versiones"),
    path("candidaturas/<slug:clave>/versiones/<int:numero>/", historia.version, name="version"),
    path("privacidad/", privacidad.privacidad, name="privacidad"),
    path("privacidad/formato-de-consentimiento.pdf", formato.formato, name="formato"),
    path("privacidad/<slug:version>/", privacidad.privacidad, name="aviso"),
]

urlpatterns = [
    re_path(
        r"^fotos/(?P<huella>[0-9a-f]{64})/(?P<nombre>(?:640|320)\.(?:webp|jpg)|72\.webp)$",
        servicios.foto,
        name="foto",
    ),
    path("institucion.css", servicios.institucion_css, name="institucion_css"),
    path("salud/", servicios.salud, name="salud"),
    path("robots.txt", servicios.robots, name="robots"),
    path("interrupciones/", interrupciones.interrupciones, name="interrupciones"),
    path("verificar/", verificar.verificar, name="verificar"),
    path("verificar/<str:folio>/", verificar.verificar_folio, name="verificar_folio"),
    *PAGINAS,
    path("<slug:proceso>/", include(PAGINAS)),
]
