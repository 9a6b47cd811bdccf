"""Para quien escribe el código: depuración abierta, todo en la máquina propia."""

from .base import *  # noqa: F403
from .base import STORAGES

DEBUG = True
SECRET_KEY = "sólo para desarrollo: no protege nada y no sirve en ninguna instalación"  # noqa: S105
CONOCELES_CLAVE_MAESTRA = SECRET_KEY
CONOCELES_LLAVE_BITACORA = SECRET_KEY
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://localhost
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
