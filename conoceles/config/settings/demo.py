"""La demostración: proceso ficticio, correo a la vista y `/demo/` para entrar como cada persona.

Sólo sirve en la propia máquina; `produccion` se niega a arrancar con la demostración encendida.
"""

from .base import *  # noqa: F403
from .base import DATOS

DEBUG = False
CONOCELES_DEMO = True
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = True  # http://localhost
ALLOWED_HOSTS = ["localhost", "127.0.0.1", "[::1]"]


def _al_azar_en(nombre: str) -> str:
    """Un secreto al azar por carpeta de datos: dos demostraciones no comparten sesiones ni llaves."""
    from django.core.management.utils import get_random_secret_key

    archivo = DATOS / nombre
    if not archivo.exists():
        archivo.write_text(get_random_secret_key(), encoding="utf-8")
        archivo.chmod(0o600)
    return archivo.read_text(encoding="utf-8")


SECRET_KEY = _al_azar_en("clave-de-la-demo")
CONOCELES_CLAVE_MAESTRA = _al_azar_en("clave-maestra-de-la-demo")
CONOCELES_LLAVE_BITACORA = _al_azar_en("llave-de-la-bitacora-de-la-demo")
CONOCELES_ORIGEN_BITACORA = "demostracion.example/bitacora-publica"  # el mismo en cualquier puerto
