"""Todas las rutas en una pantalla, en tres bloques: lo privado, la demostración y lo público."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from conoceles.cuentas.seguridad.views_factores import entrar_con_llave, segundo_factor
from conoceles.cuentas.views import entrar

from .inicio import inicio

urlpatterns = [
    # Cuentas
    path("", include("conoceles.cuentas.urls")),
    # Con los nombres que allauth busca para su etapa del segundo factor
    path("entrar/", entrar, name="account_login"),
    path("entrar/segundo-factor/", segundo_factor, name="mfa_authenticate"),
    path("entrar/llave/", entrar_con_llave, name="mfa_login_webauthn"),
    path("inicio/", inicio, name="inicio"),
    # Mi candidatura
    path("mi-candidatura/", include("conoceles.captura.urls")),
    # El espacio de cada partido
    path("partido/", include("conoceles.partido.urls")),
    # Panel del instituto
    path("panel/", include("conoceles.validacion.urls")),
    path("panel/", include("conoceles.operacion.urls")),
]

if settings.CONOCELES_DEMO:
    urlpatterns += [path("demo/", include("conoceles.demo.urls"))]

# Lo público va al final: `/<proceso>/…` recoge lo que nadie más reclamó. En otra lengua, lo mismo bajo `/en/…`.
urlpatterns += i18n_patterns(path("", include("conoceles.consulta.urls")), prefix_default_language=False)

handler400 = "conoceles.comun.errores.peticion_invalida"
handler403 = "conoceles.comun.errores.prohibido"
handler404 = "conoceles.comun.errores.no_encontrado"
handler500 = "conoceles.cuentas.ocupado.error_interno"
