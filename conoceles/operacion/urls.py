"""Las rutas de operación del panel."""

from django.urls import URLPattern, path

from .views import (
    accesos,
    avisos,
    cartas,
    cierres,
    cuentas,
    entregas,
    estadistica,
    importacion,
    interrupciones,
    movimientos,
    movimientos_en_bloque,
    omisiones,
    plazos,
    representaciones,
    requerimientos,
)

app_name = "operacion"

urlpatterns: list[URLPattern] = [
    # Importar el registro
    path("registro/", importacion.importaciones, name="importaciones"),
    path("registro/plantilla.csv", importacion.plantilla, name="importacion_plantilla"),
    path("registro/<str:folio>/", importacion.importacion, name="importacion"),
    path("registro/<str:folio>/avance.json", importacion.avance, name="importacion_avance"),
    path("registro/<str:folio>/aplicar/", importacion.aplicar, name="importacion_aplicar"),
    path("registro/<str:folio>/revisar/", importacion.revisar, name="importacion_revisar"),
    path("registro/<str:folio>/rechazos.csv", importacion.hallazgos, name="importacion_hallazgos"),
    # Sustituciones, renuncias, sentencias, restituciones
    path("movimientos/", movimientos_en_bloque.movimientos, name="movimientos"),
    path("movimientos/plantilla.csv", movimientos_en_bloque.plantilla, name="movimientos_plantilla"),
    path("movimientos/archivos/<str:folio>/", movimientos_en_bloque.lote, name="lote"),
    path("movimientos/archivos/<str:folio>/avance.json", movimientos_en_bloque.avance, name="lote_avance"),
    path("movimientos/archivos/<str:folio>/aplicar/", movimientos_en_bloque.aplicar, name="lote_aplicar"),
    path("movimientos/archivos/<str:folio>/revisar/", movimientos_en_bloque.revisar, name="lote_revisar"),
    path(
        "movimientos/archivos/<str:folio>/rechazos.csv",
        movimientos_en_bloque.hallazgos,
        name="lote_hallazgos",
    ),
    path("movimientos/archivos/<str:folio>/hechos.csv", movimientos_en_bloque.hechos, name="lote_hechos"),
    path("movimientos/<slug:clave>/", movimientos.movimiento, name="movimiento"),
    # Quién no respondió: omisiones, requerimientos y plazos propios
    path("omisiones/", omisiones.omisiones, name="omisiones"),
    path("omisiones/lista.csv", omisiones.lista, name="omisiones_csv"),
    path("omisiones/requerir/", omisiones.requerir, name="requerir"),
    path("omisiones/<slug:clave>/plazo/", plazos.plazo, name="plazo"),
    path("requerimientos/", requerimientos.requerimientos, name="requerimientos"),
    path("requerimientos/hojas/", requerimientos.hojas, name="requerimiento_hojas"),
    path("requerimientos/<str:folio>/", requerimientos.requerimiento, name="requerimiento"),
    # Accesos, cuentas del personal y bandeja de salida
    path("accesos/", accesos.accesos, name="accesos"),
    path("accesos/dar/", accesos.dar, name="accesos_dar"),
    path("accesos/hojas/", accesos.hojas, name="accesos_hojas"),
    path("accesos/lista.csv", entregas.lista, name="accesos_csv"),
    path("accesos/<str:clave>/hoja/", accesos.hoja, name="acceso_hoja"),
    path("accesos/<str:clave>/entrega/", entregas.entrega, name="acceso_entrega"),
    path("accesos/<str:clave>/entrega/<int:pk>/anular/", entregas.anular, name="entrega_anular"),
    path("accesos/<str:clave>/cerrar/", cierres.cerrar, name="acceso_cerrar"),
    path("accesos/<str:clave>/reabrir/", cierres.reabrir, name="acceso_reabrir"),
    path("representaciones/", representaciones.representaciones, name="representaciones"),
    path("representaciones/nueva/", representaciones.nueva, name="representacion_nueva"),
    path("representaciones/<str:acceso>/enlace/", representaciones.enlace, name="representacion_enlace"),
    path(
        "representaciones/<str:acceso>/desactivar/",
        representaciones.desactivar,
        name="representacion_desactivar",
    ),
    path(
        "representaciones/<str:acceso>/reactivar/",
        representaciones.reactivar,
        name="representacion_reactivar",
    ),
    path("cuentas/", cuentas.cuentas, name="cuentas"),
    path("cuentas/nueva/", cuentas.nueva, name="cuenta_nueva"),
    path("cuentas/<str:acceso>/enlace/", cuentas.enlace, name="cuenta_enlace"),
    path("cuentas/<str:acceso>/desactivar/", cuentas.desactivar, name="cuenta_desactivar"),
    path("cuentas/<str:acceso>/reactivar/", cuentas.reactivar, name="cuenta_reactivar"),
    # Los cortes de la estadística pública
    path("estadistica/", estadistica.estadistica, name="estadistica"),
    path("estadistica/cortar/", estadistica.cortar, name="estadistica_cortar"),
    path("estadistica/avance.json", estadistica.avance, name="estadistica_avance"),
    path("estadistica/previa/", estadistica.previa, name="estadistica_previa"),
    # Cuándo faltó el servicio
    path("interrupciones/", interrupciones.interrupciones, name="interrupciones"),
    path("interrupciones/anotar/", interrupciones.anotar, name="interrupcion_anotar"),
    path("interrupciones/<int:pk>/explicar/", interrupciones.explicar, name="interrupcion_explicar"),
    path("interrupciones/<int:pk>/anular/", interrupciones.anular, name="interrupcion_anular"),
    path("cartas/", cartas.cartas, name="cartas"),
    path("cartas/reintentar/", cartas.reintentar, name="cartas_reintentar"),
    path("cartas/candidatura/<slug:clave>/", cartas.hilo, name="hilo"),
    path("cartas/<int:numero>/", cartas.carta, name="carta"),
    # Avisos del Instituto a los actores políticos
    path("avisos/", avisos.avisos, name="avisos"),
    path("avisos/nuevo/", avisos.nuevo, name="aviso_nuevo"),
    path("avisos/<str:folio>/", avisos.aviso, name="aviso"),
]
