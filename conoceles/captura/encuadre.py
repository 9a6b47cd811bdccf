"""El formulario del encuadre: los números de la foto y los pasos de sus botones, sin JavaScript."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from django import forms
from django.http import QueryDict

from conoceles.comun.encuadres import Encuadre, EncuadreInvalido, Medida
from conoceles.cuestionarios.models import Retrato

_PASO = forms.NumberInput(attrs={"step": "any", "inputmode": "decimal", "autocomplete": "off"})


def _numero(rotulo: str, ayuda: str) -> forms.FloatField:
    return forms.FloatField(
        label=rotulo,
        help_text=ayuda,
        widget=_PASO,
        error_messages={
            "invalid": f"{rotulo}: escriba un número, por ejemplo 120",
            "required": f"{rotulo}: escriba un número",
        },
    )


class EncuadreForm(forms.Form):
    """El encuadre de un retrato cuyo original se conserva; sin `datos`, el que está guardado."""

    giro = forms.IntegerField(widget=forms.HiddenInput)
    acercamiento = _numero("Acercamiento", "")
    horizontal = _numero("Posición horizontal", "0 es la orilla izquierda; 100, la derecha.")
    vertical = _numero("Posición vertical", "0 es la orilla de arriba; 100, la de abajo.")

    def __init__(self, retrato: Retrato, datos: QueryDict | None = None) -> None:
        self.guardado, self.medida = _leer(retrato)
        super().__init__(datos, initial=asdict(self.guardado))
        self.maximo = self.guardado.acercamiento_maximo(self.medida)
        self.fields["acercamiento"].help_text = f"De 100 a {self.maximo:g} por ciento."

    def clean(self) -> dict[str, Any]:
        limpios = super().clean() or {}
        if not self.errors:
            numeros = {campo: round(valor, 1) for campo, valor in limpios.items()}
            self._probar(Encuadre(**numeros).con_paso(self.data.get("paso", ""), self.medida))
        return limpios

    def _probar(self, encuadre: Encuadre) -> None:
        self.pedido = encuadre
        try:
            encuadre.caja(self.medida)
        except EncuadreInvalido as error:
            self.add_error(None if error.campo == "giro" else error.campo, str(error))


def _leer(retrato: Retrato) -> tuple[Encuadre, Medida]:
    """El encuadre con que se hizo y lo que mide su original, derecho y sin girar."""
    datos = dict(retrato.encuadre)
    ancho, alto = datos.pop("medida")
    return Encuadre(**datos), (ancho, alto)
