"""Los formularios de la seguridad. Todo lo que debilita o cambia la cuenta pide otra vez la contraseña."""

from __future__ import annotations

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.forms import AddWebAuthnForm, AuthenticateWebAuthnForm
from django import forms

from conoceles.comun.limites import DemasiadosIntentos, ocupar
from conoceles.cuentas import intentos
from conoceles.cuentas.forms import ContrasenaField
from conoceles.cuentas.models import Usuario


class ConContrasenaForm(forms.Form):
    """Lo que sólo hace quien sabe la contraseña."""

    actual = ContrasenaField(
        label="Su contraseña",
        help_text="La pedimos otra vez para saber que es usted.",
        autocomplete="current-password",
        error_messages={"required": "Escriba la contraseña con la que entró."},
    )

    def __init__(self, *args: Any, usuario: Usuario, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usuario = usuario

    def clean_actual(self) -> str:
        actual: str = self.cleaned_data["actual"]
        if not self.usuario.check_password(actual):
            raise forms.ValidationError("Esa no es su contraseña.")
        return actual


class CorreoForm(ConContrasenaForm):
    nuevo = forms.EmailField(
        label="Correo nuevo",
        help_text="Uno que sólo usted revise. Ahí llegarán sus avisos y enlaces.",
        widget=forms.EmailInput(attrs={"autocomplete": "email", "spellcheck": "false"}),
        error_messages={
            "required": "Escriba el correo nuevo.",
            "invalid": "Escriba el correo completo, por ejemplo nombre@ejemplo.mx.",
        },
    )
    field_order = ["nuevo", "actual"]

    def clean_nuevo(self) -> str:
        nuevo: str = self.cleaned_data["nuevo"]
        if nuevo.casefold() == self.usuario.correo.casefold():
            raise forms.ValidationError("Ese ya es su correo.")
        return nuevo


class CodigoField(forms.CharField):
    """El código de seis cifras (o uno de respaldo), copiado con espacios o sin ellos."""

    def __init__(self, **kwargs: Any) -> None:
        atributos = {"autocomplete": "one-time-code", "inputmode": "numeric", "autocapitalize": "none"}
        kwargs.setdefault("label", "Código")
        kwargs.setdefault("error_messages", {"required": "Escriba el código."})
        super().__init__(max_length=40, widget=forms.TextInput(attrs=atributos), **kwargs)

    def to_python(self, value: Any) -> str:
        return "".join((super().to_python(value) or "").split())


_CODIGO_MALO = "Ese código no es correcto o ya se usó. Espere el siguiente y escríbalo."


def gastar_codigo(usuario: Usuario, codigo: str) -> None:
    """Un código sirve una vez, también el que activó la aplicación: quien lo vio por encima del hombro llega tarde.

    Raises:
        ValidationError: si ya se usó.
    """
    try:
        ocupar(intentos.CODIGO_USADO, f"{usuario.pk}:{codigo}")
    except DemasiadosIntentos:
        raise forms.ValidationError(_CODIGO_MALO) from None


class AplicacionForm(ConContrasenaForm):
    """Activar una aplicación de códigos: el código prueba que la leyó."""

    codigo = CodigoField(label="Código que muestra la aplicación")
    field_order = ["codigo", "actual"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.secreto: str = totp.get_totp_secret(regenerate=not self.is_bound)

    def clean_codigo(self) -> str:
        codigo: str = self.cleaned_data["codigo"]
        if not totp.validate_totp_code(self.secreto, codigo):
            raise forms.ValidationError(
                "Ese código no es correcto. Escriba el que muestra ahora la aplicación."
            )
        return codigo

    def clean(self) -> dict[str, Any]:
        """El código se gasta sólo si lo demás está bien: con la contraseña mal escrita aún sirve."""
        if not self.errors:
            gastar_codigo(self.usuario, self.cleaned_data["codigo"])
        return self.cleaned_data


class CodigoForm(AuthenticateForm):
    """El segundo paso al entrar: un código de la aplicación o uno de respaldo."""

    code = CodigoField(help_text="El de su aplicación, de seis cifras, o uno de los de respaldo.")

    def clean_code(self) -> str:
        codigo: str = super().clean_code()
        gastar_codigo(self.user, codigo)
        return codigo


_MAL_FORMADA = (AttributeError, IndexError, KeyError, TypeError, ValueError)
_NO_ES_LLAVE = "El navegador no mandó una llave completa. Inténtelo otra vez."


class LlaveForm(AddWebAuthnForm):
    """Añadir una llave de acceso: la ceremonia es de allauth; aquí se pide además la contraseña."""

    actual = ConContrasenaForm.base_fields["actual"]
    clean_actual = ConContrasenaForm.clean_actual

    def __init__(self, *args: Any, usuario: Usuario, **kwargs: Any) -> None:
        super().__init__(*args, user=usuario, **kwargs)
        self.usuario = usuario
        self.fields["name"].label = "Nombre para reconocerla"
        self.fields["name"].help_text = "Por ejemplo «mi teléfono»."
        self.fields["name"].max_length = 60
        del self.fields["passwordless"]

    def clean(self) -> dict[str, Any]:
        """allauth supone una credencial bien formada; una inventada es un error de quien la mandó."""
        try:
            return super().clean()
        except _MAL_FORMADA:
            raise forms.ValidationError(_NO_ES_LLAVE) from None


class UsarLlaveForm(AuthenticateWebAuthnForm):
    """La llave como segundo factor (`user`) o, sin contraseña, para entrar (`user=None`)."""

    def clean_credential(self) -> Authenticator:
        try:
            factor = super().clean_credential()
        except _MAL_FORMADA:
            raise forms.ValidationError(_NO_ES_LLAVE) from None
        if not factor.user.is_active:
            raise forms.ValidationError("Esa llave no sirve para entrar.")
        return factor


class EntrarConLlaveForm(UsarLlaveForm):
    passwordless = True
