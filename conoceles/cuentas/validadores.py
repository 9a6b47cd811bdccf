"""Lo que la lista de contraseñas comunes no alcanza: casi todas las suyas tienen menos de doce signos."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

LARGO_MINIMO = 12
SIGNOS_DISTINTOS = 6


class NiRepetidaNiComun:
    """Rechaza «aaaaaaaaaaaa», «121212121212» y las comunes alargadas: «qwerty123456», «Princesa2027!»."""

    def __init__(self) -> None:
        self.comunes = CommonPasswordValidator().passwords

    def validate(self, password: str, user: Any = None) -> None:
        if len(password) < LARGO_MINIMO:
            return  # ya lo dice quien cuida el largo; dos reclamos por lo mismo estorban
        llana = password.casefold()
        if len(set(llana)) < SIGNOS_DISTINTOS:
            raise ValidationError(
                "Esta contraseña repite muy pocos signos. Use una frase con palabras distintas.",
                code="password_repetida",
            )
        if re.sub(r"[\d\W_]+$", "", llana) in self.comunes or re.sub(r"^[\d\W_]+", "", llana) in self.comunes:
            raise ValidationError(
                "Esta contraseña es una palabra muy común con algo añadido. Use cuatro palabras sueltas.",
                code="password_comun",
            )

    def get_help_text(self) -> str:
        return "No puede ser una palabra común con números ni repetir los mismos signos."
