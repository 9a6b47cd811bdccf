"""Qué cambió entre dos documentos públicos, dicho con palabras: puro, no sabe de versiones ni de lo que se oculta."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext, gettext_noop, override

from conoceles.comun.diferencias import Tramo, por_palabras
from conoceles.comun.lenguas import ESPANOL
from conoceles.cuestionarios.definiciones import DEFINICIONES, Clase, Definicion, Pregunta, Seccion, Tipo
from conoceles.publicacion import ficha as fichas
from conoceles.publicacion.completitud import DEFINICION_POR_OMISION
from conoceles.publicacion.rotulos import rotulo

# Campos del documento → cómo se llama lo que cambió. Los datos de la persona van juntos: decir que
# cambió sólo el nombre o sólo el sexo del registro ya contaría algo de ella.
_DE_LA_PERSONA = gettext_noop("Datos de la persona en el registro")
_DE_LA_POSTULACION = gettext_noop("Datos de la postulación")
_RUBROS = {
    "persona": _DE_LA_PERSONA,
    "acciones_afirmativas": _DE_LA_PERSONA,
    "cargo": _DE_LA_POSTULACION,
    "demarcacion": _DE_LA_POSTULACION,
    "contienda": _DE_LA_POSTULACION,
    "actor": _DE_LA_POSTULACION,
    "partido_de_origen": _DE_LA_POSTULACION,
    "numero": _DE_LA_POSTULACION,
    "calidad": _DE_LA_POSTULACION,
    "eleccion_consecutiva": _DE_LA_POSTULACION,
    "registro": gettext_noop("Situación en el registro"),
    "cuestionario": gettext_noop("Situación de su cuestionario"),
    "pausas": gettext_noop("Situación de su cuestionario"),
}

Documento = dict[str, Any]
Respuestas = Mapping[str, Any]


@dataclass(frozen=True)
class Diferencia:
    """Lo que cambió de una cosa. `tramos` vacío: sólo se dice que cambió."""

    titulo: str
    tramos: tuple[Tramo, ...] = ()


def del_registro(antes: Documento, despues: Documento, *, con_tramos: bool = True) -> Iterator[Diferencia]:
    """Los datos que no son respuestas; sólo de la postulación se dice qué decían antes y después."""
    rubros = dict.fromkeys(
        rubro for campo, rubro in _RUBROS.items() if antes.get(campo) != despues.get(campo)
    )
    for rubro in rubros:
        if con_tramos and rubro == _DE_LA_POSTULACION:
            tramos = tuple(por_palabras(_postulacion(antes), _postulacion(despues)))
            yield Diferencia(gettext(rubro), tramos)
        else:
            yield Diferencia(gettext(rubro))


def _postulacion(documento: Documento) -> str:
    """Los datos de la postulación, uno por renglón; en español, como las respuestas: así se comparan."""
    origen = documento["partido_de_origen"]
    with override(ESPANOL):
        lugar = fichas.lugar(documento)
    renglones = (
        documento["cargo"]["nombre"],
        fichas.demarcacion(documento["demarcacion"], con_entidad=False),
        documento["actor"]["nombre"],
        fichas.CALIDADES[documento["calidad"]],
        lugar,
        f"Partido de origen: {origen['nombre']}" if origen else "",
    )
    return "\n".join(renglon for renglon in renglones if renglon)


def definicion_de(documento: Documento) -> Definicion:
    """El cuestionario que contestó; el de antes, si no lo dice."""
    clave = documento["cuestionario"]["definicion"] if documento else ""
    return DEFINICIONES[clave or DEFINICION_POR_OMISION]


def de_respuestas(
    definicion: Definicion,
    antes: Respuestas,
    despues: Respuestas,
    *,
    ocultas: Collection[str] = (),
    con_tramos: bool = True,
) -> Iterator[Diferencia]:
    """Lo que cambió, en el orden del cuestionario. De las secciones ocultas, o sin tramos, sólo cuáles."""
    for seccion in definicion:
        cambiadas = [p for p in _publicas(seccion) if antes.get(p.clave) != despues.get(p.clave)]
        if not cambiadas:
            continue
        if seccion.clave in ocultas or not con_tramos:
            yield Diferencia(rotulo(seccion.titulo))
            continue
        for pregunta in cambiadas:
            yield Diferencia(_rotulo(seccion, pregunta), _tramos(pregunta, antes, despues))


def _publicas(seccion: Seccion) -> list[Pregunta]:
    return [pregunta for pregunta in seccion.preguntas if pregunta.clase is Clase.PUBLICA]


def _rotulo(seccion: Seccion, pregunta: Pregunta) -> str:
    titulo = rotulo(seccion.titulo)
    return titulo if pregunta.etiqueta == seccion.titulo else f"{titulo}: {rotulo(pregunta.etiqueta)}"


def _tramos(pregunta: Pregunta, antes: Respuestas, despues: Respuestas) -> tuple[Tramo, ...]:
    """El antes y el después; de una fotografía, sólo que cambió."""
    if pregunta.tipo is Tipo.FOTO:
        return ()
    return tuple(por_palabras(_en_texto(pregunta, antes), _en_texto(pregunta, despues)))


def _en_texto(pregunta: Pregunta, respuestas: Respuestas) -> str:
    valor = respuestas.get(pregunta.clave, "")
    return "\n".join(pregunta.etiqueta_de(parte) for parte in (valor if isinstance(valor, list) else [valor]))
