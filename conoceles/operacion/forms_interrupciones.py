"""Lo que se escribe de una interrupción del servicio."""

from __future__ import annotations

from django import forms

from conoceles.comun.campos import InstanteField
from conoceles.interrupciones.acciones import LARGO_MAXIMO

_SI_FALTA = {"required": "Escriba el día y la hora."}


def _texto(rotulo: str, ayuda: str, si_falta: str) -> forms.CharField:
    return forms.CharField(
        label=rotulo,
        help_text=ayuda,
        max_length=LARGO_MAXIMO,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": si_falta,
            "max_length": "Use %(limit_value)d caracteres o menos; tiene %(show_value)d.",
        },
    )


class DescripcionForm(forms.Form):
    """Qué pasó, para que lo lea cualquiera."""

    descripcion = _texto(
        "Qué dejó de funcionar y por qué",
        "Es público. No escriba datos personales.",
        "Diga qué dejó de funcionar.",
    )


class AnotarForm(DescripcionForm):
    """Una interrupción que el servicio no notó."""

    desde = InstanteField(label="Desde", error_messages=_SI_FALTA)
    hasta = InstanteField(label="Hasta", error_messages=_SI_FALTA)
    field_order = ("desde", "hasta", "descripcion")


class AnularForm(forms.Form):
    """Por qué no fue así."""

    motivo = _texto("Motivo", "Es público.", "Escriba por qué se anula.")
