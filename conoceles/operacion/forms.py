"""Los formularios de operación."""

from __future__ import annotations

from typing import Any

from django import forms

from conoceles.calendario.models import Proceso
from conoceles.comun.campos import HojaDeCalculoField
from conoceles.cuentas.forms import CuentaForm
from conoceles.registro.catalogos import TipoDeActor
from conoceles.registro.entregas import MOTIVO_MAXIMO
from conoceles.registro.forms import EntregaForm
from conoceles.registro.importacion import perfil as perfiles
from conoceles.registro.models import ActorPolitico, EntregaDeAcceso


class ArchivoForm(forms.Form):
    """Una hoja de cálculo."""

    archivo = HojaDeCalculoField(label="Archivo")


class ImportacionForm(forms.Form):
    """El archivo del registro y cómo leerlo."""

    archivo = HojaDeCalculoField(
        label="Archivo del registro", error_messages={"required": "Elija el archivo del registro."}
    )
    perfil = forms.ChoiceField(
        label="Formato", help_text="Si es la plantilla de esta página, deje el formato propio.",
        error_messages={"invalid_choice": "Elija un formato de la lista."},
    )  # fmt: skip
    es_completo = forms.BooleanField(
        label="Es la lista completa de los cargos que contiene",
        help_text="Quien esté registrado en esos cargos y no venga en el archivo se dará de baja.",
        required=False,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["perfil"].choices = list(perfiles.disponibles().items())  # type: ignore[attr-defined]


class EntregaDelInstitutoForm(EntregaForm):
    """Además, por qué medio: un partido sólo entrega por su conducto."""

    canal = forms.ChoiceField(
        label="Cómo se entregó",
        choices=EntregaDeAcceso.Canal.choices,
        widget=forms.RadioSelect,
        error_messages={
            "required": "Elija cómo se entregó.",
            "invalid_choice": "Elija una de las opciones.",
        },
    )
    field_order = ["canal"]


class AnularEntregaForm(forms.Form):
    """Por qué una entrega registrada no cuenta."""

    motivo = forms.CharField(
        label="Por qué se anula",
        max_length=MOTIVO_MAXIMO,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Queda con la entrega, para quien la consulte después.",
        error_messages={"required": "Escriba por qué se anula."},
    )


class RepresentacionForm(CuentaForm):
    """La cuenta de quien representa a un partido, y a cuál."""

    rol = None  # type: ignore[assignment]  # así se quita un campo heredado
    actor = forms.ModelChoiceField(
        label="Partido o alianza",
        queryset=ActorPolitico.objects.none(),
        empty_label="Elija uno",
        help_text=(
            "Verá las candidaturas que ese partido postula; en una alianza, cada quien las que salieron de sus filas."
        ),
        error_messages={
            "required": "Elija a quién representa.",
            "invalid_choice": "Elija uno de la lista.",
        },
    )
    field_order = ["actor", "nombre", "acceso", "correo"]

    def __init__(self, *args: Any, proceso: Proceso, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        actores = proceso.actores.exclude(tipo=TipoDeActor.INDEPENDIENTE)
        self.fields["actor"].queryset = actores  # type: ignore[attr-defined]
        self.fields["actor"].label_from_instance = lambda actor: f"{actor.nombre} ({actor.siglas})"  # type: ignore[attr-defined]
