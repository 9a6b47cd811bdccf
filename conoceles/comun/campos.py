"""Los campos que varios formularios piden igual: un día, un día con su hora y una hoja de cálculo."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from .tablas import MAX_BYTES


def _exigir_anio_creible(dia: date) -> None:
    """Un año mal tecleado; los de los extremos, además, no caben en UTC."""
    if not 1900 <= dia.year <= 2100:
        raise ValidationError("Revise el año de la fecha.")


class DiaField(forms.DateField):
    default_validators = [_exigir_anio_creible]
    default_error_messages = {"invalid": "Escriba la fecha como 2027-04-03."}

    def __init__(self, **opciones: Any) -> None:
        super().__init__(widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), **opciones)


class InstanteField(forms.DateTimeField):
    """Se escribe y se lee en la hora del proceso, hasta el minuto."""

    default_validators = [_exigir_anio_creible]
    default_error_messages = {"invalid": "Escriba el día y la hora completos, como 2027-04-29 22:30."}

    def __init__(self, **opciones: Any) -> None:
        reloj = forms.DateTimeInput(attrs={"type": "datetime-local", "step": "60"}, format="%Y-%m-%dT%H:%M")
        super().__init__(widget=reloj, **opciones)


class HojaDeCalculoField(forms.FileField):
    default_error_messages = {
        "required": "Elija el archivo.",
        "empty": "El archivo está vacío. Ábralo, revise que tenga datos y súbalo otra vez.",
    }

    def __init__(self, *, maximo: int = MAX_BYTES, **opciones: Any) -> None:
        """`maximo`: cuánto puede pesar, en bytes."""
        self.maximo = maximo
        super().__init__(
            widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx,.xls,.ods"}),
            help_text=f"CSV, XLSX, XLS u ODS, de hasta {maximo // 1_000_000} MB.",
            **opciones,
        )

    def clean(self, archivo: UploadedFile | None, inicial: Any = None) -> UploadedFile:
        limpio: UploadedFile = super().clean(archivo, inicial)
        pesa, cabe = (limpio.size or 0) / 1_000_000, self.maximo / 1_000_000
        if pesa > cabe:
            raise ValidationError(f"El archivo pesa {pesa:.1f} MB y el máximo es {cabe:.0f} MB. Divídalo.")
        return limpio
