"""Lo que se elige y se escribe al avisar a los actores políticos."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from conoceles.calendario.models import Proceso
from conoceles.comun.claves import folio, folio_canonico
from conoceles.registro.catalogos import TipoDeActor
from conoceles.registro.models import ActorPolitico, Cargo
from conoceles.seguimiento.circulares import ASUNTO_MAXIMO, TEXTO_MAXIMO, Destino

_LARGO = {"max_length": "Use %(limit_value)d caracteres o menos; tiene %(show_value)d."}


class AvisoForm(forms.Form):
    """Qué se dice y a quién. El folio nace con el formulario: mandarlo dos veces es mandar el mismo."""

    asunto = forms.CharField(
        label="Asunto",
        max_length=ASUNTO_MAXIMO,
        error_messages={"required": "Escriba el asunto.", **_LARGO},
    )
    texto = forms.CharField(
        label="Texto",
        help_text="El saludo, el folio y la firma del Instituto se ponen solos.",
        max_length=TEXTO_MAXIMO,
        widget=forms.Textarea(attrs={"rows": 10}),
        error_messages={"required": "Escriba el texto.", **_LARGO},
    )
    actores = forms.MultipleChoiceField(
        label="Actores políticos",
        help_text="Sin elegir ninguno, a todos.",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": "Ese actor político no es de este proceso."},
    )
    cargo = forms.ChoiceField(
        label="Con candidaturas a",
        required=False,
        error_messages={"invalid_choice": "Ese cargo no es de este proceso."},
    )
    con_pendientes = forms.BooleanField(
        label="Sólo a quienes tienen candidaturas que no han enviado sus respuestas", required=False
    )
    folio = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, datos: Any, *, proceso: Proceso) -> None:
        super().__init__(datos, initial={"folio": folio("AV")})
        actores = ActorPolitico.objects.filter(proceso=proceso).exclude(tipo=TipoDeActor.INDEPENDIENTE)
        con_nombre = actores.values_list("clave", "siglas", "nombre")
        _ofrecer(self, "actores", [(clave, f"{siglas}: {nombre}") for clave, siglas, nombre in con_nombre])
        cargos = Cargo.objects.filter(proceso=proceso).values_list("clave", "nombre")
        _ofrecer(self, "cargo", [("", "Cualquier cargo"), *cargos])

    def clean_folio(self) -> str:
        """Uno que alguien cambió a mano se vuelve otro: nunca el de un aviso ajeno mal copiado."""
        return folio_canonico(self.cleaned_data["folio"]) or folio("AV")

    @property
    def destino(self) -> Destino:
        elegido = self.cleaned_data
        return Destino(tuple(elegido["actores"]), elegido["cargo"], elegido["con_pendientes"])


def _ofrecer(form: forms.Form, campo: str, opciones: list[Any]) -> None:
    cast(forms.ChoiceField, form.fields[campo]).choices = opciones
