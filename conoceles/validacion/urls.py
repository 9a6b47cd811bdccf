"""Las rutas de la revisión y la publicación."""

from django.urls import path

from .views import (
    actos,
    asignacion,
    bandeja,
    bitacora,
    constancia,
    correcciones,
    formatos,
    identidad,
    ocultar,
    publicacion,
    reportes,
    revision,
    supresiones,
    tandas,
    turnos,
    vistos,
)

app_name = "validacion"

urlpatterns = [
    path("", bandeja.bandeja, name="bandeja"),
    path("empezar/", actos.empezar, name="empezar"),
    # De quién es cada revisión
    path("asignar/", asignacion.elegidas, name="asignar"),
    path("asignacion/", asignacion.asignacion, name="asignacion"),
    path("asignacion/repartir/", asignacion.repartir_pendientes, name="repartir"),
    path("asignacion/pasar/", asignacion.pasar, name="pasar"),
    path("publicacion/", publicacion.publicacion, name="publicacion"),
    path("publicacion/tandas/<str:folio>/", tandas.tanda, name="tanda"),
    path("publicacion/tandas/<str:folio>/avance/", tandas.avance, name="tanda_avance"),
    path("publicacion/tandas/<str:folio>/lista.csv", tandas.lista, name="tanda_lista"),
    path("publicacion/tandas/<str:folio>/reintentar/", tandas.reintentar, name="tanda_reintentar"),
    path("bitacora/", bitacora.bitacora, name="bitacora"),
    path("bitacora/bitacora.csv", bitacora.descargar, name="bitacora_csv"),
    path("bitacora/comprobar/", bitacora.comprobar_cadena, name="bitacora_comprobar"),
    # Lo que decide una persona distinta de quien lo propone, y lo que las personas piden corregir
    path("vistos/", vistos.vistos, name="vistos"),
    path("vistos/<int:pk>/", vistos.visto, name="visto"),
    path("vistos/<int:pk>/desistir/", vistos.desistir, name="desistir"),
    path("correcciones/", correcciones.correcciones, name="correcciones"),
    path("correcciones/<int:pk>/", correcciones.correccion, name="correccion"),
    # Lo que la ciudadanía avisa que está mal en una página
    path("errores/", reportes.reportes, name="reportes"),
    path("errores/<str:folio>/", reportes.reporte, name="reporte"),
    # Formatos de consentimiento: la instancia interna los registra; Transparencia los lee y revisa
    path("formatos/", formatos.formatos, name="formatos"),
    path("formatos/recibir/", formatos.recibir, name="formatos_recibir"),
    path("formatos/recibir/<slug:clave>/", formatos.recibir_de, name="formato_recibir"),
    path("formatos/<int:pk>/", formatos.formato, name="formato"),
    path("formatos/<int:pk>/archivo/", formatos.archivo, name="formato_archivo"),
    # La identidad: Igualdad la lee con un propósito; Transparencia ve quién la ha leído
    path("identidad/", identidad.buscar, name="identidad"),
    path("identidad/lecturas/", identidad.lecturas, name="lecturas"),
    path("identidad/<slug:clave>/", identidad.leer, name="identidad_leer"),
    # Constancias: se expiden desde una candidatura y se leen por su folio
    path("constancias/<str:folio>/", constancia.constancia, name="constancia"),
    path("constancias/<str:folio>/pdf/", constancia.constancia_pdf, name="constancia_pdf"),
    path("constancias/<str:folio>/json/", constancia.constancia_json, name="constancia_json"),
    path("constancias/<str:folio>/firma/", constancia.constancia_firma, name="constancia_firma"),
    path("candidaturas/<slug:clave>/constancia/", constancia.expedir, name="expedir_constancia"),
    # Una candidatura
    path("candidaturas/<slug:clave>/", revision.revision, name="revision"),
    path("candidaturas/<slug:clave>/foto/<slug:huella>/", revision.foto, name="foto"),
    path("candidaturas/<slug:clave>/observar/", revision.observar, name="observar"),
    path("candidaturas/<slug:clave>/observaciones/<int:pk>/quitar/", revision.quitar, name="quitar"),
    path("candidaturas/<slug:clave>/turno/", turnos.tomar, name="turno"),
    path("candidaturas/<slug:clave>/turno/soltar/", turnos.soltar, name="soltar"),
    # Sus actos: cada dirección es el verbo
    path("candidaturas/<slug:clave>/tomar/", actos.revisar, {"verbo": "tomar"}, name="tomar"),
    path("candidaturas/<slug:clave>/devolver/", actos.revisar, {"verbo": "devolver"}, name="devolver"),
    path("candidaturas/<slug:clave>/validar/", actos.revisar, {"verbo": "validar"}, name="validar"),
    path("candidaturas/<slug:clave>/reabrir/", actos.revisar, {"verbo": "reabrir"}, name="reabrir"),
    path(
        "candidaturas/<slug:clave>/validar-y-publicar/",
        actos.publicar,
        {"verbo": "validar-y-publicar"},
        name="validar-y-publicar",
    ),
    path("candidaturas/<slug:clave>/publicar/", actos.publicar, {"verbo": "publicar"}, name="publicar"),
    path(
        "candidaturas/<slug:clave>/restablecer/", actos.publicar, {"verbo": "restablecer"}, name="restablecer"
    ),
    path("candidaturas/<slug:clave>/programar/", publicacion.programar, name="programar"),
    path("candidaturas/<slug:clave>/retirar/", actos.retirar, name="retirar"),
    path("candidaturas/<slug:clave>/suprimir/", supresiones.suprimir, name="suprimir"),
    path("candidaturas/<slug:clave>/ocultar/", ocultar.ocultar, name="ocultar"),
    path("candidaturas/<slug:clave>/reanudar/", ocultar.reanudar, name="reanudar"),
]
