"""«Mi candidatura». La clave va en la dirección: una persona puede tener más de una candidatura."""

from django.urls import include, path

from .views import (
    acuse,
    choques,
    consentimiento,
    correcciones,
    envio,
    formato,
    foto,
    identidad,
    mensajes,
    propuestas,
    requerimientos,
    secciones,
    tareas,
)

app_name = "captura"

de_una = [
    path("", tareas.una, name="una"),
    path("foto/", foto.foto, name="foto"),
    path("foto/original.jpg", foto.original, name="original"),
    path("retrato/<str:tamano>", foto.retrato, name="retrato"),
    path("revisar/", envio.revisar, name="revisar"),
    path("vista-previa/", envio.vista_previa, name="vista_previa"),
    path("enviar/", envio.enviar, name="enviar"),
    path("acuse/<str:folio>/", acuse.acuse, name="acuse"),
    path("acuse/<str:folio>/acuse.pdf", acuse.acuse_pdf, name="acuse_pdf"),
    path("acuse/<str:folio>/respuestas.json", acuse.respuestas, name="respuestas"),
    path("mensajes/", mensajes.mensajes, name="mensajes"),
    path("requerimiento/<str:folio>/", requerimientos.requerimiento, name="requerimiento"),
    path("propuestas/<int:pk>/usar/", propuestas.usar, name="propuesta_usar"),
    path("propuestas/<int:pk>/descartar/", propuestas.descartar, name="propuesta_descartar"),
    path("textos-sin-usar/", choques.sobrantes, name="sobrantes"),
    path("textos-sin-usar/<int:pk>/", choques.sobrante, name="sobrante"),
    path("correccion/", correcciones.pedir, name="correccion"),
    path("correccion/dejar/", correcciones.dejar, name="correccion_dejar"),
    path("consentimiento/", consentimiento.consentimiento, name="consentimiento"),
    path("formato/", formato.formato, name="formato"),
    path("formato/formato-de-consentimiento.pdf", formato.formato_pdf, name="formato_pdf"),
    path("formato/<int:pk>/", formato.formato_archivo, name="formato_archivo"),
    path("identidad/", identidad.identidad, name="identidad"),
    path("identidad/revisar/", identidad.revisar, name="identidad_revisar"),
    path("identidad/enviar/", identidad.enviar, name="identidad_enviar"),
    path("identidad/<slug:seccion>/", identidad.grupo, name="identidad_grupo"),
    path("<slug:seccion>/", secciones.seccion, name="seccion"),
]

urlpatterns = [
    path("", tareas.tareas, name="tareas"),
    path("<slug:clave>/", include(de_una)),
]
