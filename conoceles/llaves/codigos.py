"""Códigos de autenticidad (HMAC-SHA256): lo que sólo pudo escribir quien tiene el secreto de la bitácora.

No se derivan de la maestra: quien pudiera leer lo cifrado no podría, por eso, asentar. Cada uso tiene su llave.
"""

from __future__ import annotations

import hmac
from functools import lru_cache

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

CADENA = "cadena de la bitacora interna"
CABEZA = "cabeza de la bitacora interna"
COMPROBACION = "comprobacion de la bitacora interna"
LATIDO = "latido del servicio"


def codigo(datos: bytes, *, uso: str, renglon: int | None = None) -> str:
    """En hexadecimal. `renglon`: el de la bitácora del que son, por si entonces regía otro secreto."""
    return hmac.digest(_llave(_secreto(renglon), uso), datos, "sha256").hex()


def es_codigo(dicho: str, datos: bytes, *, uso: str, renglon: int | None = None) -> bool:
    return hmac.compare_digest(str(dicho).encode(), codigo(datos, uso=uso, renglon=renglon).encode())


def _secreto(renglon: int | None) -> str:
    """El que regía en ese renglón; sin decir cuál, el de hoy."""
    if renglon is not None and settings.CONOCELES_SECRETOS_ANTERIORES_BITACORA:
        for hasta, secreto in _anteriores(tuple(settings.CONOCELES_SECRETOS_ANTERIORES_BITACORA)):
            if renglon <= hasta:
                return secreto
    return str(settings.CONOCELES_LLAVE_BITACORA)


@lru_cache(maxsize=2)
def _anteriores(renglones: tuple[str, ...]) -> list[tuple[int, str]]:
    try:
        separados = [renglon.split(" ", 1) for renglon in renglones]
        return sorted((int(hasta), secreto) for hasta, secreto in separados)
    except ValueError as error:  # sin repetir lo que dice: trae un secreto
        raise ImproperlyConfigured(
            "CONOCELES_SECRETOS_ANTERIORES_BITACORA: cada uno es «último-renglón secreto», separados por comas."
        ) from error


@lru_cache(maxsize=16)
def _llave(secreto: str, uso: str) -> bytes:
    return HKDF(SHA256(), 32, salt=None, info=f"conoceles: {uso}".encode()).derive(secreto.encode())
