"""Lo que la lista de contraseñas comunes no alcanza: casi todas las suyas tienen menos de doce signos."""

from __future__ import annotations

import re
from typing import Any

from django.contrib.auth.password_validation import CommonPasswordValidator
from django.core.exceptions import ValidationError

from conoceles.comun.texto import plegar

LARGO_MINIMO = 12
SIGNOS_DISTINTOS = 6

# Lo primero que se le ocurre a quien adivina en español: la lista de Django es del inglés.
_SOLO_OBVIAS = re.compile(
    r"""(?:
    contrasena|password|clave|acceso|entrar|administrador|admin|usuario|secreto|bienvenid[oa]|hola
    |mexico|michoacan|morelia|uruapan|guadalupe|america|amor|familia|futbol|chivas
    |candidat(?:[ao]s?|uras?)|campana|partido|politica|voto|votar
    |instituto|electoral|eleccion(?:es)?|proceso|gobierno|municip(?:io|al)|ayuntamiento
    |president[ae]|diputad[ao]s?|regidora?|sindic[ao]|gobernadora?|conoceles
    |mi|del?|la|el|los|y|por|para
    )+""",
    re.VERBOSE,
)


class NiRepetidaNiComun:
    """Rechaza «aaaaaaaaaaaa», «121212121212», las comunes alargadas («qwerty123456», «Princesa2027!») y las
    hechas sólo de palabras obvias con números o signos («Contraseña123», «candidata2027Michoacan»)."""

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
        if _SOLO_OBVIAS.fullmatch(re.sub(r"[\d\W_]", "", plegar(password))):
            raise ValidationError(
                "Esta contraseña se adivina pronto: sólo lleva palabras muy usadas y números. "
                "Use cuatro palabras sueltas.",
                code="password_obvia",
            )

    def get_help_text(self) -> str:
        return "No puede ser una palabra común con números ni repetir los mismos signos."
