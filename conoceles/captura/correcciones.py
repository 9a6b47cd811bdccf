"""Lo que «mi candidatura» dice de corregir a petición: si puede pedirse, en qué va y qué se concedió."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django import forms

from conoceles.comun import horas
from conoceles.comun.texto import normalizar
from conoceles.cuestionarios.acciones import por_que_no_puede_pedirse
from conoceles.cuestionarios.acciones.correcciones import MOTIVO_MAXIMO
from conoceles.cuestionarios.definiciones import Definicion, Seccion
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import SolicitudDeCorreccion

from . import panorama
from .expediente import Expediente


@dataclass(frozen=True)
class Correccion:
    """La última solicitud, como se le dice a la persona. `abiertas`: (sección, dirección) por corregir."""

    solicitud: SolicitudDeCorreccion
    pedidas: str
    abiertas: list[tuple[Seccion, str]]
    vence: str

    @property
    def espera(self) -> bool:
        return self.solicitud.resuelta_en is None

    @property
    def se_nego_algo(self) -> bool:
        return not self.espera and self.solicitud.concedidas != self.solicitud.secciones


def ultima(expediente: Expediente) -> Correccion | None:
    """La que importa ahora: la que espera, la concedida que corre o la que se negó y aún no pide otra."""
    if expediente.cuestionario.estado not in (Estado.VALIDADO, Estado.EN_CORRECCION):
        return None
    solicitud = expediente.cuestionario.solicitudes.order_by("pedida_en").last()
    if solicitud is None or solicitud.atendida_en is not None:
        return None
    abiertas = [s for s in expediente.definicion if s.clave in expediente.editables]
    return Correccion(
        solicitud,
        ", ".join(s.titulo for s in expediente.definicion if s.clave in solicitud.secciones),
        [(seccion, panorama.url_de_seccion(expediente, seccion.clave)) for seccion in abiertas],
        horas.plazo(solicitud.vence_en) if solicitud.vence_en else "",
    )


def puede_pedirse(expediente: Expediente, ahora: datetime) -> bool:
    if expediente.cuestionario.estado != Estado.VALIDADO:  # lo más común: sin una consulta más
        return False
    return not por_que_no_puede_pedirse(expediente.cuestionario, ahora)


class PedirForm(forms.Form):
    """Qué secciones quiere corregir y por qué."""

    secciones = forms.MultipleChoiceField(
        label="Qué secciones quiere corregir",
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": "Elija al menos una sección.",
            "invalid_choice": "Elija sólo entre las secciones del cuestionario.",
        },
    )
    motivo = forms.CharField(
        label="Qué necesita corregir y por qué",
        max_length=MOTIVO_MAXIMO,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text="Lo lee sólo el personal del Instituto. No escriba aquí el texto nuevo: lo hará cuando se lo permitan.",
        error_messages={"required": "Explique qué necesita corregir y por qué."},
    )

    def __init__(self, datos: object = None, *, definicion: Definicion) -> None:
        super().__init__(datos)  # type: ignore[arg-type]
        campo = self.fields["secciones"]
        campo.choices = [(s.clave, s.titulo) for s in definicion]  # type: ignore[attr-defined]

    def clean_motivo(self) -> str:
        motivo = normalizar(self.cleaned_data["motivo"])
        if not motivo:
            raise forms.ValidationError(self.fields["motivo"].error_messages["required"])
        return motivo
