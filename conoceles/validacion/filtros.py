"""Los filtros de la cola tal como llegan en la dirección."""

from __future__ import annotations

from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict

from conoceles.calendario.models import Proceso
from conoceles.registro.catalogos import TipoDeDemarcacion
from conoceles.registro.models import ActorPolitico, Cargo, Demarcacion

from .cola import ORDENES
from .condiciones import ASIGNACIONES, DE_LA_CUENTA, ESPERAS, ESTADOS, MARCAS, VENCIMIENTOS
from .reparto import quienes_revisan

_TODOS = ("", "Todos")
_CUALQUIERA = ("", "Cualquiera")
_OPCION_AJENA = {"invalid_choice": "Ese filtro no existe en este proceso: no se aplicó."}
_OMISIONES: dict[str, Any] = {"estado": "pendientes", "orden": "antiguas"}


class FiltrosForm(forms.Form):
    """Lo que no se reconoce se dice y no se aplica."""

    q = forms.CharField(label="Nombre", required=False, max_length=100)
    # Se elige con las cuentas de arriba; aquí sólo se conserva al buscar.
    estado = forms.ChoiceField(
        widget=forms.HiddenInput,
        required=False,
        choices=[(clave, rotulo) for clave, (rotulo, _) in ESTADOS.items()],
    )
    asignada = forms.ChoiceField(label="Asignada", required=False)
    vence = forms.ChoiceField(
        label="Vencimiento", required=False, choices=[_CUALQUIERA, *VENCIMIENTOS.items()]
    )
    espera = forms.ChoiceField(
        label="Espera desde hace",
        required=False,
        choices=[_CUALQUIERA, *((clave, rotulo) for clave, (rotulo, _) in ESPERAS.items())],
    )
    marca = forms.ChoiceField(
        label="Conviene mirar",
        required=False,
        choices=[("", "Todo"), *((clave, rotulo) for clave, (rotulo, _) in MARCAS.items())],
    )
    cargo = forms.ChoiceField(label="Cargo", required=False)
    demarcacion = forms.ChoiceField(label="Demarcación", required=False)
    actor = forms.ChoiceField(label="Actor político", required=False)
    orden = forms.ChoiceField(
        label="Orden",
        required=False,
        choices=[("antiguas", "Más antiguas"), ("vence", "Vencen antes")],
    )

    def __init__(self, datos: QueryDict, *, proceso: Proceso) -> None:
        datos = datos.copy()
        for campo, omision in _OMISIONES.items():
            datos[campo] = datos.get(campo) or omision
        super().__init__(datos, auto_id="filtro_%s")
        self._ofrecer("asignada", [("", "A quien sea"), *ASIGNACIONES.items(), *_cuentas()])
        self._ofrecer("cargo", [_TODOS, *_pares(Cargo.objects.filter(proceso=proceso))])
        self._ofrecer("demarcacion", [("", "Todas"), *_demarcaciones(proceso)])
        self._ofrecer("actor", [_TODOS, *_pares(ActorPolitico.objects.filter(proceso=proceso))])
        for suyo in self.fields.values():
            suyo.error_messages.update(_OPCION_AJENA)

    def _ofrecer(self, campo: str, opciones: list[Any]) -> None:
        cast(forms.ChoiceField, self.fields[campo]).choices = opciones

    @property
    def aplicados(self) -> dict[str, Any]:
        """Los filtros válidos, con estado y orden siempre presentes."""
        self.is_valid()
        datos = {**_OMISIONES, **self.cleaned_data}
        datos["estado"] = datos["estado"] if datos["estado"] in ESTADOS else _OMISIONES["estado"]
        datos["orden"] = datos["orden"] if datos["orden"] in ORDENES else _OMISIONES["orden"]
        return datos

    def consulta(self, **cambios: Any) -> str:
        """La parte de consulta de la dirección con estos filtros, sin lo que vale por omisión."""
        valores = {**self.aplicados, **cambios}
        omisiones = {**_OMISIONES, "pagina": 1}
        return urlencode({c: v for c, v in valores.items() if v and omisiones.get(c) != v})


def _cuentas() -> list[tuple[str, list[tuple[str, str]]]]:
    """Las de quienes revisan o tienen algo asignado, cada una con el valor que filtra lo suyo."""
    cuentas = [(f"{DE_LA_CUENTA}{acceso}", nombre) for acceso, nombre in quienes_revisan()]
    return [("A una cuenta", cuentas)] if cuentas else []


def _pares(consulta: Any) -> list[tuple[str, str]]:
    return list(consulta.values_list("clave", "nombre"))


def _demarcaciones(proceso: Proceso) -> list[tuple[str, list[tuple[str, str]]]]:
    """Por tipo, y dentro por clave; el valor lleva el tipo porque las claves se repiten entre tipos."""
    grupos: dict[str, list[tuple[str, str]]] = {}
    filas = Demarcacion.objects.filter(proceso=proceso).values_list("tipo", "clave", "nombre")
    for tipo, clave, nombre in filas:
        rotulo = f"{clave} {nombre}" if tipo == TipoDeDemarcacion.DISTRITO else nombre
        grupos.setdefault(tipo, []).append((f"{tipo}-{clave}", rotulo))
    return [(TipoDeDemarcacion(tipo).label, opciones) for tipo, opciones in grupos.items()]
