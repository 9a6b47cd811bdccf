"""Los textos que propuso su partido y esperan que la persona decida."""

from __future__ import annotations

from dataclasses import dataclass

from conoceles.cuestionarios.definiciones import Seccion
from conoceles.cuestionarios.models import TextoPropuesto

from .expediente import Expediente
from .lectura import en_texto
from .panorama import url_de_seccion


@dataclass(frozen=True)
class Propuesta:
    """Una propuesta por decidir. `tiene_propio`: la persona ya guardó otra cosa en esa pregunta."""

    pk: int
    seccion: Seccion
    url: str
    etiqueta: str
    texto: str
    partido: str
    tiene_propio: bool


def por_decidir(expediente: Expediente) -> list[Propuesta]:
    """Las de secciones que ahora puede cambiar, en el orden del cuestionario."""
    definicion = expediente.definicion
    orden = [pregunta.clave for pregunta in definicion.preguntas]
    pendientes = TextoPropuesto.objects.select_related("actor").filter(
        cuestionario_id=expediente.cuestionario.pk, resuelto_en=None
    )
    return [
        _propuesta(expediente, pendiente)
        for pendiente in sorted(pendientes, key=lambda p: orden.index(p.pregunta))
        if definicion.seccion_de(pendiente.pregunta).clave in expediente.editables
    ]


def _propuesta(expediente: Expediente, pendiente: TextoPropuesto) -> Propuesta:
    pregunta = expediente.definicion.pregunta(pendiente.pregunta)
    seccion = expediente.definicion.seccion_de(pregunta.clave)
    return Propuesta(
        pk=pendiente.pk,
        seccion=seccion,
        url=url_de_seccion(expediente, seccion.clave),
        etiqueta=pregunta.etiqueta,
        texto=en_texto(pregunta, pendiente.valor),
        partido=pendiente.actor.nombre,
        tiene_propio=bool(expediente.respuestas.get(pregunta.clave)),
    )
