"""Lo que se elige y se escribe para registrar un movimiento de una candidatura."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from conoceles.comun.campos import DiaField, InstanteField
from conoceles.registro.catalogos import ClaseDeMovimiento, Sexo
from conoceles.registro.importacion import campos
from conoceles.registro.importacion.propuestas import edad_en
from conoceles.registro.models import Candidatura
from conoceles.registro.movimientos.pedidos import (
    ACUERDO_MAXIMO,
    MOTIVO_MAXIMO,
    Entrante,
    Pedido,
    ofrecibles,
    reparos,
)
from conoceles.registro.movimientos.tabla import Entra, paso

# En qué campo se corrige cada reparo.
_CAMPO_DE = {"entra": "nombres"}
_RESERVADOS = ("fecha_de_nacimiento", "correo", "telefono", "curp")


def _leido_con(lector: Callable[[str], Any]) -> Callable[[str], None]:
    """Un validador de formulario con la regla de la lista del registro."""

    def validar(texto: str) -> None:
        try:
            lector(texto)
        except ValueError as error:
            raise ValidationError(_oracion(str(error))) from error

    return validar


def _oracion(motivo: str) -> str:
    return f"{motivo[0].upper()}{motivo[1:].rstrip('.')}."


def _texto(rotulo: str, maximo: int, lector: Callable[[str], Any], ayuda: str = "") -> forms.CharField:
    return forms.CharField(
        label=rotulo, max_length=maximo, required=False, help_text=ayuda, validators=[_leido_con(lector)]
    )


class MovimientoForm(forms.Form):
    """El movimiento y, si alguien entra, quién. `pedido` existe cuando es válido."""

    clase = forms.ChoiceField(
        label="Qué pasó",
        widget=forms.RadioSelect,
        error_messages={"required": "Elija qué pasó.", "invalid_choice": "Elija una de las opciones."},
    )
    acuerdo = forms.CharField(
        label="Acuerdo o resolución",
        help_text="Su número, p. ej. IEM-CG-120/2027. Es público.",
        max_length=ACUERDO_MAXIMO,
        error_messages={"required": "Escriba el número del acuerdo o de la resolución."},
    )
    surte_en = InstanteField(
        label="Desde cuándo surte efectos",
        initial=timezone.now,
        error_messages={"required": "Escriba desde cuándo surte efectos."},
    )
    motivo = forms.CharField(
        label="Motivo",
        help_text="Para el expediente; no se publica ni se escribe en las cartas.",
        max_length=MOTIVO_MAXIMO,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    nombres = _texto("Nombre o nombres", 100, campos.nombre(100))
    primer_apellido = _texto("Primer apellido", 80, campos.nombre(80))
    segundo_apellido = _texto("Segundo apellido", 80, campos.nombre(80))
    mote = _texto("Sobrenombre", 100, campos.largo(100), "El que irá en la boleta.")
    sexo = forms.ChoiceField(label="Sexo", required=False, choices=[("", "No consta"), *Sexo.choices])
    fecha_de_nacimiento = DiaField(
        label="Fecha de nacimiento",
        help_text="No se publica; de ella sale su edad.",
        required=False,
        error_messages={"invalid": "Escriba la fecha como 1980-04-03."},
    )
    correo = _texto("Correo electrónico", 254, campos.correo, "No se publica; ahí se le escribe.")
    telefono = _texto("Teléfono", 20, campos.telefono, "No se publica.")
    curp = _texto("CURP", 20, campos.curp, "No se publica.")

    def __init__(self, *args: Any, candidatura: Candidatura, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.candidatura = candidatura
        self.pedido: Pedido | None = None
        clases = ofrecibles(candidatura)
        self.fields["clase"].choices = [(c.value, c.label) for c in clases]  # type: ignore[attr-defined]
        self.fields["clase"].initial = clases[0].value if len(clases) == 1 else None
        self.alguien_puede_entrar = any(paso(c).entra is not Entra.NADIE for c in clases)

    @property
    def de_quien_entra(self) -> list[forms.BoundField]:
        """Los campos de la otra persona, en su orden."""
        return [self[nombre] for nombre in list(self.fields)[4:]]

    def clean(self) -> dict[str, Any]:
        datos = self.cleaned_data
        if not self.errors:
            self.pedido = Pedido(
                self.candidatura,
                ClaseDeMovimiento(datos["clase"]),
                datos["acuerdo"].strip(),
                datos["surte_en"],
                datos["motivo"].strip(),
                self._entrante(datos),
            )
            for reparo in reparos(self.pedido, timezone.now()):
                self.add_error(_CAMPO_DE.get(reparo.dato, reparo.dato), _oracion(reparo.motivo))
        return datos

    def _entrante(self, datos: dict[str, Any]) -> Entrante | None:
        """Quien entra, si se escribió algo de ella."""
        escrito = {c.name: datos[c.name] for c in self.de_quien_entra if datos.get(c.name)}
        if not escrito:
            return None
        for campo, rotulo in (("nombres", "el nombre"), ("primer_apellido", "el primer apellido")):
            if campo not in escrito:
                self.add_error(campo, f"Escriba {rotulo} de quien entra.")
        reservados = {c: escrito.pop(c) for c in _RESERVADOS if c in escrito}
        partes = (escrito.get(c, "") for c in ("nombres", "primer_apellido", "segundo_apellido"))
        completo = " ".join(" ".join(partes).split())
        return Entrante(
            {**escrito, **self._edad(reservados), "nombre_completo": completo}, self._limpios(reservados)
        )

    def _edad(self, reservados: dict[str, Any]) -> dict[str, int]:
        """La del día de la jornada, si se sabe cuándo nació."""
        if "fecha_de_nacimiento" not in reservados:
            return {}
        edad = edad_en(reservados["fecha_de_nacimiento"], self.candidatura.proceso.jornada)
        if not campos.EDAD_MINIMA <= edad <= campos.EDAD_MAXIMA:
            self.add_error("fecha_de_nacimiento", f"Tendría {edad} años el día de la elección.")
        return {"edad": edad}

    def _limpios(self, reservados: dict[str, Any]) -> dict[str, Any]:
        lectores = {"curp": campos.curp, "telefono": campos.telefono}
        return {c: lectores[c](valor) if c in lectores else valor for c, valor in reservados.items()}
