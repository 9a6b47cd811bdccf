"""El enlace que congela una cuenta sin entrar: va en los avisos de seguridad."""

from __future__ import annotations

import hashlib
from datetime import timedelta

from django.conf import settings
from django.core import signing

from conoceles.cuentas.models import Usuario

VIGENCIA = timedelta(days=30)
_SAL = "conoceles.cuentas.congelar"


class EnlaceNoSirve(Exception):
    """El enlace de la carta venció, ya se usó o no es nuestro."""


def huella_de(secreto: str) -> str:
    return hashlib.sha256(secreto.encode()).hexdigest()


def para_congelar(usuario: Usuario) -> str:
    """Sirve aunque quien entró haya cambiado ya la contraseña; deja de servir si el buzón es otro."""
    firma = signing.dumps([usuario.pk, huella_de(usuario.correo)[:16]], salt=_SAL)
    return f"{settings.CONOCELES_SITIO}/congelar/{firma}/"


def titular_de(firma: str) -> Usuario:
    """De quién es el enlace para congelar.

    Raises:
        EnlaceNoSirve: si venció, no es nuestro, la cuenta ya está cerrada o su correo es otro.
    """
    try:
        pk, huella = signing.loads(firma, salt=_SAL, max_age=VIGENCIA)
    except (signing.BadSignature, ValueError, TypeError):
        raise EnlaceNoSirve from None
    usuario = Usuario.objects.filter(pk=pk, is_active=True).first()
    if usuario is None or huella_de(usuario.correo)[:16] != huella:
        raise EnlaceNoSirve
    return usuario
