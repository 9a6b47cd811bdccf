"""Cifrar, descifrar y destruir. AES-256-GCM: lo alterado no se descifra, se rechaza."""

from __future__ import annotations

import os
from collections.abc import Collection
from functools import lru_cache

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

from .models import Llave

Uso = Llave.Uso
_LARGO_DE_NONCE = 12


class NoSeDescifra(Exception):
    """La llave se destruyó, no es la que cifró o alguien alteró lo cifrado: por fuera es lo mismo."""


@lru_cache(maxsize=2)
def _maestra(secreto: str) -> AESGCM:
    return AESGCM(HKDF(SHA256(), 32, salt=None, info=b"conoceles: llave maestra").derive(secreto.encode()))


def _sellar(llave: AESGCM, datos: bytes, contexto: str) -> bytes:
    """Un nonce nuevo cada vez, delante de lo cifrado. `contexto` ata el sobre a su lugar."""
    nonce = os.urandom(_LARGO_DE_NONCE)
    return nonce + llave.encrypt(nonce, datos, contexto.encode())


def _abrir(llave: AESGCM, sobre: bytes, contexto: str) -> bytes:
    try:
        return llave.decrypt(sobre[:_LARGO_DE_NONCE], sobre[_LARGO_DE_NONCE:], contexto.encode())
    except (InvalidTag, ValueError):
        raise NoSeDescifra("No se puede leer: la llave ya no existe o el contenido fue alterado.") from None


def _contexto_de_llave(candidatura: str, uso: str) -> str:
    return f"llave:{uso}:{candidatura}"


def _envolver(candidatura: str, uso: str) -> bytes:
    nueva = AESGCM.generate_key(256)
    return _sellar(_maestra(settings.CONOCELES_CLAVE_MAESTRA), nueva, _contexto_de_llave(candidatura, uso))


def _llave(fila: Llave) -> AESGCM:
    maestra = _maestra(settings.CONOCELES_CLAVE_MAESTRA)
    return AESGCM(_abrir(maestra, bytes(fila.envuelta), _contexto_de_llave(fila.candidatura, fila.uso)))


def cifrar(datos: bytes, *, candidatura: str, uso: str, contexto: str) -> bytes:
    """El sobre cifrado con la llave de esa candidatura y uso; la crea la primera vez.

    `contexto`: qué es y de quién («identidad:borrador»); un sobre copiado a otro sitio no se abre.
    """
    fila, _ = Llave.objects.get_or_create(
        candidatura=candidatura, uso=uso, defaults={"envuelta": _envolver(candidatura, uso)}
    )
    return _sellar(_llave(fila), datos, f"{contexto}:{candidatura}")


def descifrar(sobre: bytes, *, candidatura: str, uso: str, contexto: str) -> bytes:
    """Lo inverso de `cifrar`.

    Raises:
        NoSeDescifra: si la llave se destruyó, el sobre se alteró o es de otro contexto.
    """
    fila = Llave.objects.filter(candidatura=candidatura, uso=uso).first()
    if fila is None:
        raise NoSeDescifra("No se puede leer: la llave ya no existe o el contenido fue alterado.")
    return _abrir(_llave(fila), bytes(sobre), f"{contexto}:{candidatura}")


def destruir(*, candidatura: str, uso: str | None = None) -> int:
    """Borra las llaves de la candidatura, o la de un uso: nada de lo cifrado con ellas vuelve a leerse, tampoco
    en un respaldo viejo. Devuelve cuántas."""
    llaves = Llave.objects.filter(candidatura=candidatura)
    return (llaves.filter(uso=uso) if uso else llaves).delete()[0]


def con_llave(candidaturas: Collection[str], *, uso: str) -> list[str]:
    """De esas candidaturas, las que tienen llave de ese uso."""
    llaves = Llave.objects.filter(candidatura__in=candidaturas, uso=uso)
    return list(llaves.values_list("candidatura", flat=True))


def cifrar_con_maestra(datos: bytes, *, contexto: str) -> bytes:
    """Para secretos que no son de ninguna candidatura (un segundo factor); no se suprimen por separado."""
    return _sellar(_maestra(settings.CONOCELES_CLAVE_MAESTRA), datos, f"maestra:{contexto}")


def descifrar_con_maestra(sobre: bytes, *, contexto: str) -> bytes:
    """Lo inverso de `cifrar_con_maestra`; `NoSeDescifra` si se alteró o cambió la maestra."""
    return _abrir(_maestra(settings.CONOCELES_CLAVE_MAESTRA), sobre, f"maestra:{contexto}")
