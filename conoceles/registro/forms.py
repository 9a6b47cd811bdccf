"""El acuse de entrega de un acceso, como lo escriben el Instituto y los partidos."""

from __future__ import annotations

from datetime import datetime, time
from typing import Any

from django import forms
from django.utils import timezone

from conoceles.comun.campos import DiaField


class EntregaForm(forms.Form):
    """Cuándo y a quién se entregó."""

    fecha = DiaField(
        label="Fecha de entrega",
        initial=timezone.localdate,
        error_messages={"required": "Escriba la fecha en que se entregó."},
    )
    recibio = forms.CharField(
        label="Quién recibió",
        help_text="El nombre de quien firmó el acuse de entrega.",
        max_length=200,
        error_messages={"required": "Escriba el nombre de quien recibió la hoja."},
    )

    @property
    def datos(self) -> dict[str, Any]:
        """Lo que pide `registrar_entrega`. El acuse trae el día, no la hora: se guarda su primer instante."""
        datos = dict(self.cleaned_data)
        dia = datos.pop("fecha")
        return {**datos, "entregado_en": datetime.combine(dia, time.min, timezone.get_current_timezone())}
