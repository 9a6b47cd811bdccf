"""Lo que se elige y se escribe en las pantallas de omisiones, requerimientos y plazos."""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, cast
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from django import forms
from django.http import QueryDict

from conoceles.calendario.models import Proceso
from conoceles.comun.campos import DiaField
from conoceles.registro.catalogos import TipoDeActor
from conoceles.registro.models import ActorPolitico, Cargo
from conoceles.seguimiento.acciones import MOTIVO_MAXIMO
from conoceles.seguimiento.lectura import INDEPENDIENTES, SITUACIONES, Filtros
from conoceles.seguimiento.omision import Omision

_OPCION_AJENA = {"invalid_choice": "Ese filtro no existe en este proceso: no se aplicó."}


class FiltrosForm(forms.Form):
    """Qué omisiones se ven o se requieren, tomado de la dirección. Lo que no se reconoce se dice y no se aplica."""

    actor = forms.ChoiceField(label="Postulante", required=False)
    cargo = forms.ChoiceField(label="Cargo", required=False)
    omision = forms.ChoiceField(
        label="Omisión", required=False, choices=[("", "Total o parcial"), *Omision.choices]
    )
    situacion = forms.ChoiceField(
        label="Requerimiento",
        required=False,
        choices=[("", "Cualquiera"), *((clave, rotulo) for clave, (rotulo, _) in SITUACIONES.items())],
    )

    def __init__(self, datos: QueryDict, *, proceso: Proceso) -> None:
        super().__init__(datos, auto_id="filtro_%s")
        partidos = ActorPolitico.objects.filter(proceso=proceso).exclude(tipo=TipoDeActor.INDEPENDIENTE)
        cargos = Cargo.objects.filter(proceso=proceso)
        _ofrecer(
            self, "actor", [("", "Todos"), *_pares(partidos), (INDEPENDIENTES, "Candidaturas independientes")]
        )
        _ofrecer(self, "cargo", [("", "Todos"), *_pares(cargos)])
        for campo in self.fields.values():
            campo.error_messages.update(_OPCION_AJENA)

    @property
    def filtros(self) -> Filtros:
        self.is_valid()
        return Filtros(**{campo: valor for campo, valor in self.cleaned_data.items() if valor})

    def consulta(self, **cambios: Any) -> str:
        """La parte de consulta de la dirección con estos filtros."""
        return urlencode({c: v for c, v in {**vars(self.filtros), **cambios}.items() if v})


def _ofrecer(form: forms.Form, campo: str, opciones: list[Any]) -> None:
    cast(forms.ChoiceField, form.fields[campo]).choices = opciones


def _pares(consulta: Any) -> list[tuple[str, str]]:
    return list(consulta.values_list("clave", "nombre"))


class PlazoForm(forms.Form):
    """El último día para responder y por qué se da."""

    ultimo_dia = DiaField(
        label="Último día para responder",
        help_text="El plazo termina al acabar ese día.",
        error_messages={"required": "Elija el último día para responder."},
    )
    motivo = forms.CharField(
        label="Motivo",
        help_text="Se le escribe a la persona tal como lo ponga aquí.",
        max_length=MOTIVO_MAXIMO,
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={
            "required": "Escriba el motivo.",
            "max_length": "Escriba el motivo en %(limit_value)d caracteres o menos; tiene %(show_value)d.",
        },
    )

    def hasta(self, zona: ZoneInfo) -> datetime:
        """El instante exclusivo: las 00:00 del día siguiente."""
        return datetime.combine(self.cleaned_data["ultimo_dia"] + timedelta(days=1), time.min, tzinfo=zona)
