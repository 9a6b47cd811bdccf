"""El lapso de una constancia, elegido por días en la hora del proceso."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms

from conoceles.calendario.models import Proceso
from conoceles.comun.campos import DiaField


class LapsoForm(forms.Form):
    """Del primer momento de un día al último de otro; sin escribir nada, todo lo que consta.

    `primero`: el día de lo más antiguo que consta; `hoy`: el último que puede pedirse. `hay_corregidos`: ¿el
    registro corrigió datos de la persona ya publicados? Sólo entonces se pregunta si se muestran.
    """

    desde = DiaField(
        label="Desde el día",
        error_messages={"required": "Escriba desde qué día."},
    )
    hasta = DiaField(
        label="Hasta el día, incluido",
        error_messages={"required": "Escriba hasta qué día."},
    )

    con_datos_corregidos = forms.BooleanField(
        label="Mostrar también los datos de la persona como se leían entonces",
        help_text="Márquelo sólo si quien la pide necesita leerlos. Queda en la bitácora.",
        required=False,
    )

    def __init__(
        self, datos: Any = None, *, proceso: Proceso, primero: date, hoy: date, hay_corregidos: bool
    ) -> None:
        super().__init__(datos, initial={"desde": primero, "hasta": hoy})
        self.proceso, self.primero, self.hoy = proceso, primero, hoy
        if not hay_corregidos:
            del self.fields["con_datos_corregidos"]

    def clean(self) -> dict[str, Any]:
        limpios = super().clean() or {}
        desde, hasta = limpios.get("desde"), limpios.get("hasta")
        if desde and desde > self.hoy:
            self.add_error("desde", f"Ese día aún no llega: elija a más tardar el {_dia(self.hoy)}.")
        if hasta and hasta > self.hoy:
            self.add_error("hasta", f"Ese día aún no llega: elija a más tardar el {_dia(self.hoy)}.")
        if desde and desde < self.primero:
            self.add_error(
                "desde",
                f"De esa candidatura no consta nada antes del {_dia(self.primero)}: elija ese día o después.",
            )
        if desde and hasta and hasta < desde:
            self.add_error("hasta", "El lapso termina antes de empezar: elija el mismo día o uno posterior.")
        return limpios

    @property
    def instantes(self) -> tuple[datetime, datetime]:
        """El principio y el fin (exclusivo), ya validado."""
        fin = self.cleaned_data["hasta"] + timedelta(days=1)
        return self._medianoche(self.cleaned_data["desde"]), self._medianoche(fin)

    def _medianoche(self, dia: date) -> datetime:
        return datetime.combine(dia, time(), self.proceso.zona)


def _dia(dia: date) -> str:
    return f"{dia:%d/%m/%Y}"
