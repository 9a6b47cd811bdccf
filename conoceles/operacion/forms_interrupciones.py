"""Lo que se escribe de una interrupción del servicio."""

from __future__ import annotations

from typing import Any

from django import forms

from conoceles.interrupciones.acciones import LARGO_MAXIMO

_HORA = {"type": "datetime-local", "step": "60"}
_ERRORES = {
    "required": "Escriba el día y la hora.",
    "invalid": "Escriba el día y la hora como 2027-04-29 22:30.",
}


def _hora(rotulo: str) -> forms.DateTimeField:
    """Se escribe y se lee en la hora del proceso."""
    return forms.DateTimeField(
        label=rotulo,
        widget=forms.DateTimeInput(attrs=_HORA, format="%Y-%m-%dT%H:%M"),
        error_messages=_ERRORES,
    )


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

    desde = _hora("Desde")
    hasta = _hora("Hasta")
    field_order = ("desde", "hasta", "descripcion")

    def clean(self) -> dict[str, Any]:
        for campo in ("desde", "hasta"):
            instante = self.cleaned_data.get(campo)
            if instante and not 2000 <= instante.year <= 2100:
                self.add_error(campo, "Revise el año de la fecha.")
        return self.cleaned_data


class AnularForm(forms.Form):
    """Por qué no fue así."""

    motivo = _texto("Motivo", "Es público.", "Escriba por qué se anula.")
