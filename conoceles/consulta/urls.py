"""Lo público. El proceso vigente vive en la raíz y todos, también él, bajo `/<proceso>/`."""

from django.urls import include, path, re_path, register_converter

from . import (
    ayuda,
    bitacora_publica,
    boleta,
    boleta_en_papel,
    boleta_entrada,
    comparar,
    estadisticas,
    estado,
    formato,
    historia,
    imagen,
    interrupciones,
    mapa,
    portada,
    privacidad,
    reportar,
    servicios,
    sitemap,
    territorio,
    verificar,
    views,
)

app_name = "consulta"
register_converter(bitacora_publica.NumeroDeHoja, "hoja")
register_converter(territorio.NumeroDeSeccion, "seccion")

PAGINAS = [
    path("", portada.portada, name="portada"),
    path("boleta/", boleta_entrada.entrada, name="boleta"),
    path("boleta/municipio/<slug:municipio>/", boleta.municipio, name="boleta_de_municipio"),
    path("boleta/<seccion:seccion>/", boleta.seccion, name="boleta_de_seccion"),
    path("boleta/<seccion:seccion>/para-guardar/", boleta_en_papel.para_guardar, name="boleta_para_guardar"),
    path(
        "boleta/<seccion:seccion>/para-guardar/sin-fotos/",
        boleta_en_papel.para_guardar,
        {"con_fotos": False},
        name="boleta_sin_fotos",
    ),
    path("boleta/<seccion:seccion>/hoja/", boleta_en_papel.hoja, name="boleta_hoja"),
    path(
        "boleta/<seccion:seccion>/hoja/letra-grande/",
        boleta_en_papel.hoja,
        {"grande": True},
        name="boleta_hoja_grande",
    ),
    path("carteles/<slug:municipio>/", boleta_en_papel.cartel, name="cartel"),
    path("candidaturas/", views.lista, name="lista"),
    path("candidaturas/<slug:clave>/", views.ficha, name="ficha"),
    path("candidaturas/<slug:clave>/tarjeta.jpg", imagen.imagen, name="imagen"),
    path("candidaturas/<slug:clave>/reportar/", reportar.reportar, name="reportar"),
    path("candidaturas/<slug:clave>/reportar/<str:folio>/", reportar.recibo, name="reporte"),
    path("candidaturas/<slug:clave>/verificar/", bitacora_publica.ficha, name="verificar_ficha"),
    path("candidaturas/<slug:clave>/verificacion.json", bitacora_publica.verificacion, name="verificacion"),
    path("candidaturas/<slug:clave>/versiones/", historia.versiones, name="versiones"),
    path("candidaturas/<slug:clave>/versiones/<int:numero>/", historia.version, name="version"),
    path("comparar/", comparar.elegir, name="comparar"),
    path("comparar/<str:contienda>/", comparar.contienda, name="comparacion"),
    path("mapa/", mapa.mapa, name="mapa"),
    path("estadisticas/", estadisticas.estadisticas, name="estadisticas"),
    path(
        "estadisticas/cargo/<str:valor>/",
        estadisticas.estadisticas,
        {"faceta": "cargo"},
        name="estadisticas_cargo",
    ),
    path(
        "estadisticas/actor/<str:valor>/",
        estadisticas.estadisticas,
        {"faceta": "actor"},
        name="estadisticas_actor",
    ),
    path("estadisticas/estudios.csv", estadisticas.estudios_csv, name="estudios_csv"),
    path("estadisticas/cortes/<int:numero>.csv", estadisticas.corte_csv, name="corte_csv"),
    path("estadisticas/cortes/<int:numero>.json", estadisticas.corte_json, name="corte_json"),
    path("sitemap-<int:numero>.xml", sitemap.parte, name="sitemap_parte"),
    path("como-usar/", ayuda.como_usar, name="como_usar"),
    path("preguntas/", ayuda.preguntas, name="preguntas"),
    path("accesibilidad/", ayuda.accesibilidad, name="accesibilidad"),
    path("privacidad/", privacidad.privacidad, name="privacidad"),
    path("privacidad/formato-de-consentimiento.pdf", formato.formato, name="formato"),
    path("privacidad/<slug:version>/", privacidad.privacidad, name="aviso"),
]

BITACORA_PUBLICA = [
    path("", bitacora_publica.portada, name="bitacora_publica"),
    path("punto-de-control", bitacora_publica.punto_de_control, name="punto_de_control"),
    path("puntos/<hoja:tamano>", bitacora_publica.punto, name="punto"),
    path("hojas/<hoja:inicio>-<hoja:fin>.jsonl", bitacora_publica.hojas, name="hojas"),
    path("prueba/<hoja:secuencia>.json", bitacora_publica.prueba, name="prueba"),
    path("continuidad/<hoja:viejo>-<hoja:nuevo>.json", bitacora_publica.continuidad, name="continuidad"),
    path("llave.txt", bitacora_publica.llave, name="llave"),
    path("verificador.py", bitacora_publica.verificador, name="verificador"),
    path("<path:ruta>", bitacora_publica.sin_archivo, name="sin_archivo"),
]

urlpatterns = [
    re_path(
        r"^fotos/(?P<huella>[0-9a-f]{64})/(?P<nombre>(?:640|320|72)\.(?:webp|jpg))$",
        servicios.foto,
        name="foto",
    ),
    path("institucion.css", servicios.institucion_css, name="institucion_css"),
    path("salud/", servicios.salud, name="salud"),
    path("robots.txt", servicios.robots, name="robots"),
    path("sitemap.xml", sitemap.indice, name="sitemap"),
    path("estado/", estado.estado, name="estado"),
    path("interrupciones/", interrupciones.interrupciones, name="interrupciones"),
    path("bitacora-publica/", include(BITACORA_PUBLICA)),
    path("verificar/", verificar.verificar, name="verificar"),
    path("verificar/<str:folio>/", verificar.verificar_folio, name="verificar_folio"),
    *PAGINAS,
    path("<slug:proceso>/", include(PAGINAS)),
]
