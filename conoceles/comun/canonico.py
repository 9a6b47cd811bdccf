"""Los mismos datos, siempre los mismos bytes: lo que permite firmar, comparar y encadenar."""

import hashlib
import json
import unicodedata


def _canonico(dato: object) -> object:
    # `bool` es `int`; los decimales no entran porque cada lenguaje los escribe a su modo.
    if dato is None or isinstance(dato, bool | int):
        return dato
    if isinstance(dato, str):
        return unicodedata.normalize("NFC", dato)
    if isinstance(dato, list | tuple):
        return [_canonico(elemento) for elemento in dato]
    if isinstance(dato, dict):
        return _claves_canonicas(dato)
    raise TypeError(f"No tiene forma canónica: {type(dato).__name__}. Conviértalo antes a texto o a entero.")


def _claves_canonicas(dato: dict) -> dict:
    if not all(isinstance(clave, str) for clave in dato):
        raise TypeError("Las claves de un JSON canónico son texto.")
    canonico = {unicodedata.normalize("NFC", clave): _canonico(valor) for clave, valor in dato.items()}
    if len(canonico) != len(dato):
        raise ValueError("Dos claves se escriben distinto y son la misma en NFC.")
    return canonico


def json_canonico(dato: object) -> bytes:
    """JSON en UTF-8, claves en orden de punto de código, NFC y sin espacios.

    Acepta `None`, booleanos, enteros, texto, listas, tuplas y diccionarios de esos.
    `TypeError` con cualquier otro tipo (también decimales); `ValueError` con texto que no
    cabe en UTF-8 o con claves que se confunden.
    """
    texto = json.dumps(_canonico(dato), ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return texto.encode("utf-8")


def huella(dato: object, *, sal: bytes = b"") -> str:
    """SHA-256 (64 hexadecimales) de `sal` seguida del JSON canónico.

    La sal va delante sin separador: use siempre el mismo largo.
    """
    return huella_de_bytes(json_canonico(dato), sal=sal)


def huella_de_bytes(canonico: bytes, *, sal: bytes = b"") -> str:
    """La misma huella, de un JSON que ya está en su forma canónica."""
    return hashlib.sha256(sal + canonico).hexdigest()
