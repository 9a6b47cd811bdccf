"""Los formularios de la cuenta. Revisan forma; quien decide es el verbo."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password

from .acciones import normalizar_acceso
from .models import Usuario
from .roles import ROLES

AYUDA_CONTRASENA = (
    "Al menos 12 caracteres. Use una frase fácil de recordar, como cuatro palabras sueltas. "
    "No pedimos símbolos raros."
)


class ContrasenaField(forms.CharField):
    """Acepta pegar, espacios y acentos. Un acento escrito en dos partes (NFD) es el mismo acento."""

    def __init__(self, *, autocomplete: str, **kwargs: Any) -> None:
        # Un texto enorme sólo serviría para tener ocupado al servidor cifrándolo.
        kwargs.setdefault("max_length", 500)
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete, "data-contrasena": ""})
        super().__init__(strip=False, widget=widget, **kwargs)

    def to_python(self, value: Any) -> str:
        return unicodedata.normalize("NFC", super().to_python(value) or "")


class AccesoField(forms.CharField):
    """El nombre de acceso como lo trae la hoja: tolera mayúsculas y espacios al copiarlo."""

    def __init__(self, **kwargs: Any) -> None:
        atributos = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
        kwargs.setdefault("label", "Nombre de acceso")
        kwargs.setdefault("error_messages", {"required": "Escriba su nombre de acceso."})
        super().__init__(max_length=200, widget=forms.TextInput(attrs=atributos), **kwargs)

    def to_python(self, value: Any) -> str:
        return normalizar_acceso(super().to_python(value) or "")


class EntrarForm(forms.Form):
    acceso = AccesoField(help_text="Está en la hoja o en el correo que recibió.")
    contrasena = ContrasenaField(
        label="Contraseña",
        autocomplete="current-password",
        error_messages={"required": "Escriba su contraseña."},
    )


class RecuperarForm(forms.Form):
    acceso = AccesoField(
        help_text="Está en la hoja o en el correo que recibió. No es su dirección de correo."
    )


class NuevaContrasenaForm(forms.Form):
    """Para el enlace. `usuario` sirve para no aceptar una contraseña parecida a su nombre."""

    contrasena = ContrasenaField(
        label="Contraseña nueva",
        help_text=AYUDA_CONTRASENA,
        autocomplete="new-password",
        error_messages={"required": "Escriba la contraseña que quiere usar."},
    )

    def __init__(self, *args: Any, usuario: Usuario, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.usuario = usuario

    def clean_contrasena(self) -> str:
        contrasena: str = self.cleaned_data["contrasena"]
        validate_password(contrasena, self.usuario)
        return contrasena


class CambiarContrasenaForm(NuevaContrasenaForm):
    actual = ContrasenaField(
        label="Contraseña actual",
        autocomplete="current-password",
        error_messages={"required": "Escriba la contraseña con la que entró."},
    )
    field_order = ["actual", "contrasena"]

    def clean_actual(self) -> str:
        actual: str = self.cleaned_data["actual"]
        if not self.usuario.check_password(actual):
            raise forms.ValidationError("Esa no es su contraseña actual.")
        return actual


class CuentaForm(forms.Form):
    """Una cuenta nueva del personal."""

    acceso = AccesoField(
        help_text="Por ejemplo vera.nunez. Letras minúsculas sin acento, cifras, puntos y guiones.",
        error_messages={"required": "Escriba el nombre de acceso."},
    )
    nombre = forms.CharField(
        label="Nombre completo",
        max_length=200,
        error_messages={"required": "Escriba el nombre de la persona."},
    )
    rol = forms.ChoiceField(
        label="Rol",
        choices=[(r.clave, r.nombre) for r in ROLES.values() if r.es_personal],
        widget=forms.RadioSelect,
        error_messages={"required": "Elija un rol.", "invalid_choice": "Elija un rol de la lista."},
    )
    correo = forms.EmailField(
        label="Correo electrónico",
        required=False,
        help_text="Ahí llegará el enlace para activar la cuenta. Sin correo, se lo mostramos una vez a usted.",
        error_messages={"invalid": "Escriba el correo completo, por ejemplo nombre@ejemplo.mx."},
    )
