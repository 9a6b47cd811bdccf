"""Para las pruebas: rápido, sin red y con las mismas reglas que una instalación."""

import tempfile
from pathlib import Path

from django.core.management.utils import get_random_secret_key

from .base import *  # noqa: F403
from .base import DATABASES, STORAGES, TEMPLATES

DEBUG = False
SECRET_KEY = get_random_secret_key()
CONOCELES_CLAVE_MAESTRA = get_random_secret_key()
CONOCELES_LLAVE_BITACORA = get_random_secret_key()
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://localhost
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},  # las mismas que en una instalación: 300 vaciarían los límites
    }
}
for aparte in ("cache", "llaves"):  # en las pruebas todo va en la misma transacción
    DATABASES.pop(aparte)
MEDIA_ROOT = Path(tempfile.mkdtemp(prefix="conoceles-pruebas-"))
for nombre in ("default", "privado", "publico"):
    STORAGES[nombre]["OPTIONS"]["location"] = MEDIA_ROOT / nombre
STATIC_ROOT = MEDIA_ROOT / "static"  # vacía: WhiteNoise sólo avisa si no existe
STATIC_ROOT.mkdir()
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
CONOCELES_SEGUNDO_PLANO = False
CONOCELES_LATIDO = 0
TEMPLATES[0]["OPTIONS"]["string_if_invalid"] = "⟪variable sin definir: %s⟫"
