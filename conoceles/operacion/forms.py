"""Los formularios de operación."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile

from conoceles.comun.tablas import MAX_BYTES
from conoceles.registro.importacion import perfil as perfiles


class ImportacionForm(forms.Form):
    """El archivo del registro y cómo leerlo."""

    archivo = forms.FileField(
        label="Archivo del registro",
        help_text=f"CSV, XLSX, XLS u ODS, de hasta {MAX_BYTES // 1_000_000} MB.",
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,.xlsx,.xls,.ods"}),
        allow_empty_file=True,
        error_messages={"required": "Elija el archivo del registro."},
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

    def clean_archivo(self) -> UploadedFile:
        archivo: UploadedFile = self.cleaned_data["archivo"]
        if not archivo.size:
            raise forms.ValidationError(
                "El archivo está vacío. Ábralo, revise que tenga datos y súbalo otra vez."
            )
        if archivo.size > MAX_BYTES:
            raise forms.ValidationError(
                f"El archivo pesa {archivo.size / 1_000_000:.1f} MB y el máximo es {MAX_BYTES // 1_000_000} MB. Divídalo."
            )
        return archivo
