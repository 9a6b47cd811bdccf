"""Deja en su forma pública los correos y teléfonos tal como la gente los escribe; las direcciones, `enlaces`.

Funciones puras: devuelven el valor canónico o lanzan `ContactoInvalido` con una frase que dice qué hacer.
"""

from __future__ import annotations

import re

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from conoceles.comun.texto import normalizar


class ContactoInvalido(ValueError):
    """Lo escrito no es una dirección, un correo o un teléfono que pueda publicarse; `motivo` lo clasifica."""

    def __init__(self, motivo: str, mensaje: str) -> None:
        super().__init__(mensaje)
        self.motivo = motivo


def correo(texto: str) -> str:
    """El correo con su sitio en minúsculas; lo que va antes de la arroba se respeta."""
    limpio = normalizar(texto)
    try:
        validate_email(limpio)
    except ValidationError:
        raise ContactoInvalido(
            "correo", "Escriba un correo completo. Por ejemplo: nombre@ejemplo.mx"
        ) from None
    usuario, _, sitio = limpio.rpartition("@")
    return f"{usuario}@{sitio.lower()}"


def telefono(texto: str) -> str:
    """Diez cifras. Quita espacios, guiones, paréntesis y la clave de México."""
    cifras = re.sub(r"[\s().+-]", "", normalizar(texto))
    if len(cifras) > 10:
        cifras = re.sub(r"^(?:0?0?521?)(?=\d{10}$)", "", cifras)
    if not re.fullmatch(r"[0-9]{10}", cifras):
        raise ContactoInvalido(
            "telefono", "Escriba un teléfono de diez dígitos, con su clave de larga distancia"
        )
    return cifras
