"""El segundo factor: aplicación de códigos (TOTP), llaves de acceso (WebAuthn) y códigos de respaldo.

De allauth se usan sus modelos y su criptografía; aquí están los verbos, con su autora, su renglón y su aviso.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from allauth.mfa.webauthn.internal.auth import WebAuthn
from django.contrib.auth.base_user import AbstractBaseUser
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet

from conoceles.bitacora.acciones import asentar
from conoceles.cuentas.models import Usuario
from conoceles.llaves.acciones import cifrar_con_maestra, descifrar_con_maestra
from conoceles.mensajes.acciones import escribir_varias

from . import cartas

Tipo = Authenticator.Type
_CONTEXTO = "segundo factor"


class AdaptadorDeFactores(DefaultMFAAdapter):
    """Lo que de allauth se cambia: los secretos se guardan cifrados y los textos son los propios."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": "Ese código no es correcto o ya se usó. Espere el siguiente y escríbalo.",
    }

    def encrypt(self, text: str) -> str:
        return cifrar_con_maestra(text.encode(), contexto=_CONTEXTO).hex()

    def decrypt(self, encrypted_text: str) -> str:
        return descifrar_con_maestra(bytes.fromhex(encrypted_text), contexto=_CONTEXTO).decode()

    def get_totp_label(self, user: AbstractBaseUser) -> str:
        """El nombre de acceso: el correo es optativo y puede ser de varias personas."""
        return user.get_username()

    def get_totp_issuer(self) -> str:
        return "Conóceles"

    def _get_site_name(self) -> str:
        return "Conóceles"


def de(usuario: Usuario) -> QuerySet[Authenticator]:
    """Los factores con los que se entra; los códigos de respaldo no cuentan como uno."""
    return Authenticator.objects.filter(user=usuario).exclude(type=Tipo.RECOVERY_CODES)


def codigos_de(usuario: Usuario) -> list[str]:
    """Los códigos de respaldo sin usar; vacío si no hay segundo factor."""
    fila = Authenticator.objects.filter(user=usuario, type=Tipo.RECOVERY_CODES).first()
    return fila.wrap().get_unused_codes() if fila else []


@transaction.atomic
def poner_totp(*, usuario: Usuario, secreto: str, por: Usuario) -> None:
    """Pide desde ahora un código de su aplicación. `secreto`: el que ya se comprobó con un código."""
    _exigir_propia(usuario, por)
    _con_respaldo(usuario, TOTP.activate(usuario, secreto).instance, "totp")


@transaction.atomic
def poner_llave(*, usuario: Usuario, nombre: str, credencial: Mapping[str, Any], por: Usuario) -> None:
    """Añade una llave de acceso (huella, rostro o llave física), ya comprobada."""
    _exigir_propia(usuario, por)
    _con_respaldo(usuario, WebAuthn.add(usuario, nombre[:100], dict(credencial)).instance, "llave")


def _exigir_propia(usuario: Usuario, por: Usuario) -> None:
    if usuario.pk != por.pk:
        raise PermissionDenied


def _con_respaldo(usuario: Usuario, puesto: Authenticator, tipo: str) -> None:
    nuevos = [puesto]
    if not Authenticator.objects.filter(user=usuario, type=Tipo.RECOVERY_CODES).exists():
        nuevos.append(RecoveryCodes.activate(usuario).instance)
    asentar(
        por=usuario,
        accion="factor:poner",
        objeto=("cuenta", usuario.acceso),
        tipo=tipo,
        puestos=_asentados(usuario, nuevos),
    )
    escribir_varias([cartas.cambio_en(usuario, "Se añadió un segundo factor")])


def _asentados(usuario: Usuario, nuevos: Iterable[Authenticator]) -> list[str]:
    """La llave de cada uno y la huella de lo que dice, leído como la base lo guardó."""
    guardados = Authenticator.objects.filter(pk__in=[factor.pk for factor in nuevos]).order_by("pk")
    return [asentado(usuario, factor) for factor in guardados]


def asentado(usuario: Usuario, factor: Authenticator) -> str:
    """«llave huella»: como queda en el asiento. Sin los códigos de respaldo ya usados, que se van marcando."""
    dicho = {clave: valor for clave, valor in factor.data.items() if clave != "used_mask"}
    return f"{factor.pk} {usuario.huella_de([factor.type, json.dumps(dicho, sort_keys=True)])}"


@transaction.atomic
def quitar(*, usuario: Usuario, factor: Authenticator, por: Usuario) -> None:
    """Quita uno; sin ninguno, sus códigos de respaldo también se van."""
    _exigir_propia(usuario, por)
    suyos = Authenticator.objects.filter(user=usuario)
    quitados = [factor.pk]
    if not de(usuario).exclude(pk=factor.pk).exists():
        quitados = sorted(suyos.values_list("pk", flat=True))
    suyos.filter(pk__in=quitados).delete()
    asentar(
        por=usuario,
        accion="factor:quitar",
        objeto=("cuenta", usuario.acceso),
        tipo=factor.type,
        quitados=quitados,
    )
    escribir_varias([cartas.cambio_en(usuario, "Se quitó un segundo factor")])


@transaction.atomic
def renovar_codigos(*, usuario: Usuario, por: Usuario) -> None:
    """Otros códigos de respaldo; los anteriores dejan de servir."""
    _exigir_propia(usuario, por)
    anteriores = Authenticator.objects.filter(user=usuario, type=Tipo.RECOVERY_CODES)
    quitados = list(anteriores.values_list("pk", flat=True))
    anteriores.delete()
    asentar(
        por=usuario,
        accion="factor:renovar_codigos",
        objeto=("cuenta", usuario.acceso),
        quitados=quitados,
        puestos=_asentados(usuario, [RecoveryCodes.activate(usuario).instance]),
    )
    escribir_varias([cartas.cambio_en(usuario, "Se pidieron otros códigos de respaldo")])


def olvidar_todos(usuario: Usuario) -> None:
    """Al cerrar una cuenta: quien la robó pudo dejar una llave suya."""
    Authenticator.objects.filter(user=usuario).delete()
