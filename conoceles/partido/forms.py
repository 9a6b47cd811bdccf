"""Los filtros de la lista y lo que la representación escribe."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from conoceles.comun.campos import HojaDeCalculoField
from conoceles.registro.catalogos import TipoDeDemarcacion
from conoceles.registro.models import ActorPolitico, Candidatura

from .cola import ESTADOS, VENCIMIENTOS, rotulo
from .plan import MAX_BYTES

_OPCION_AJENA = {"invalid_choice": "Ese filtro no existe: no se aplicó."}


class FiltrosForm(forms.Form):
    """Los filtros de la lista, tomados de la dirección. Lo que no se reconoce se dice y no se aplica."""

    q = forms.CharField(label="Nombre, clave o folio", required=False, max_length=100)
    # Se elige con las cuentas de arriba; aquí sólo se conserva al buscar.
    estado = forms.ChoiceField(
        widget=forms.HiddenInput, required=False, choices=[(clave, rotulo(clave)) for clave in ESTADOS]
    )
    cargo = forms.ChoiceField(label="Cargo", required=False)
    demarcacion = forms.ChoiceField(label="Demarcación", required=False)
    vence = forms.ChoiceField(
        label="Vencimiento", required=False, choices=[("", "Cualquiera"), *VENCIMIENTOS.items()]
    )

    def __init__(self, datos: QueryDict, *, actor: ActorPolitico) -> None:
        datos = datos.copy()
        datos["estado"] = datos.get("estado") or "todas"
        super().__init__(datos, auto_id="filtro_%s")
        contiendas = Candidatura.objects.vigentes().de_partido(actor).order_by()
        _ofrecer(self, "cargo", [("", "Todos"), *_cargos(contiendas)])
        _ofrecer(self, "demarcacion", [("", "Todas"), *_demarcaciones(contiendas)])
        for nombre in self.fields:
            self.fields[nombre].error_messages.update(_OPCION_AJENA)

    @property
    def aplicados(self) -> dict[str, Any]:
        """Los filtros válidos, con el estado siempre presente."""
        self.is_valid()
        datos = {"estado": "todas", **self.cleaned_data}
        datos["estado"] = datos["estado"] if datos["estado"] in ESTADOS else "todas"
        return datos

    def consulta(self, **cambios: Any) -> str:
        """La parte de consulta de la dirección con estos filtros, sin lo que vale por omisión."""
        valores = {**self.aplicados, **cambios}
        omisiones = {"estado": "todas", "pagina": 1}
        return urlencode({c: v for c, v in valores.items() if v and omisiones.get(c) != v})


def _ofrecer(form: forms.Form, campo: str, opciones: list[Any]) -> None:
    cast(forms.ChoiceField, form.fields[campo]).choices = opciones


def _cargos(candidaturas: Any) -> list[tuple[str, str]]:
    """Sólo los cargos en que el partido postula."""
    campos = [f"posicion__contienda__cargo__{campo}" for campo in ("orden", "clave", "nombre")]
    return [(clave, nombre) for _, clave, nombre in sorted(set(candidaturas.values_list(*campos).distinct()))]


def _demarcaciones(candidaturas: Any) -> list[tuple[str, list[tuple[str, str]]]]:
    """Por tipo, y dentro por clave; el valor lleva el tipo porque las claves se repiten entre tipos."""
    campos = [f"posicion__contienda__demarcacion__{campo}" for campo in ("tipo", "clave", "nombre")]
    grupos: dict[str, list[tuple[str, str]]] = {}
    for tipo, clave, nombre in sorted(set(candidaturas.values_list(*campos).distinct())):
        texto = f"{clave} {nombre}" if tipo == TipoDeDemarcacion.DISTRITO else nombre
        grupos.setdefault(tipo, []).append((f"{tipo}-{clave}", texto))
    return [(TipoDeDemarcacion(tipo).label, opciones) for tipo, opciones in grupos.items()]


class ArchivoForm(forms.Form):
    """La lista de textos por proponer."""

    archivo = HojaDeCalculoField(
        label="Archivo con los textos",
        maximo=MAX_BYTES,
        error_messages={"required": "Elija el archivo con los textos."},
    )
