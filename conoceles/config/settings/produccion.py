"""Una instalación real: todo llega por el entorno y lo que falta detiene el arranque."""

from django.core.exceptions import ImproperlyConfigured

from conoceles.comun import entorno

from .base import *  # noqa: F403
from .base import CONOCELES_SITIO

DEBUG = False
SECRET_KEY = entorno.secreto("CONOCELES_CLAVE_SECRETA")
CONOCELES_CLAVE_MAESTRA = entorno.secreto("CONOCELES_CLAVE_MAESTRA")
CONOCELES_LLAVE_BITACORA = entorno.secreto("CONOCELES_LLAVE_BITACORA")
ALLOWED_HOSTS = entorno.lista("CONOCELES_DOMINIOS")
CSRF_TRUSTED_ORIGINS = [f"https://{dominio}" for dominio in ALLOWED_HOSTS]

if entorno.booleano("CONOCELES_DEMO", False):
    raise ImproperlyConfigured("CONOCELES_DEMO no puede encenderse con los ajustes de producción.")
if CONOCELES_LLAVE_BITACORA in (CONOCELES_CLAVE_MAESTRA, SECRET_KEY):
    raise ImproperlyConfigured("CONOCELES_LLAVE_BITACORA debe ser un secreto distinto de los demás.")
if not CONOCELES_SITIO.startswith("https://"):
    raise ImproperlyConfigured(f"CONOCELES_SITIO debe empezar con https://; vale {CONOCELES_SITIO!r}.")

# Detrás de un proxy propio (Apache o nginx) que fija estos encabezados y borra los ajenos.
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
ALLAUTH_TRUSTED_PROXY_COUNT = entorno.entero("CONOCELES_PROXIES", 1)
SECURE_SSL_REDIRECT = True
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_NAME = "__Host-sesion"
CSRF_COOKIE_SECURE = True
CSRF_COOKIE_NAME = "__Host-csrf"

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = entorno.texto("CONOCELES_CORREO_SERVIDOR")
EMAIL_PORT = entorno.entero("CONOCELES_CORREO_PUERTO", 587)
EMAIL_HOST_USER = entorno.texto("CONOCELES_CORREO_USUARIO", "")
EMAIL_HOST_PASSWORD = entorno.texto("CONOCELES_CORREO_CLAVE", "")
EMAIL_USE_TLS = entorno.booleano("CONOCELES_CORREO_TLS", True)
