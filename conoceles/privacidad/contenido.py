"""Qué hay dentro de los sobres: funciones puras que ponen, limpian y preparan respuestas de identidad."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from conoceles.cuestionarios.definiciones import Clase, Definicion, Pregunta, Seccion, Tipo
from conoceles.cuestionarios.integridad import esta_vacia


@dataclass(frozen=True)
class Contenido:
    """El borrador: respuestas, preguntas que la persona eligió publicar y en qué revisión cambió cada grupo."""

    respuestas: dict[str, Any] = field(default_factory=dict)
    publicar: frozenset[str] = frozenset()
    cambios: dict[str, int] = field(default_factory=dict)

    @classmethod
    def de(cls, dato: Mapping[str, Any]) -> Contenido:
        return cls(dato["respuestas"], frozenset(dato["publicar"]), dato["cambios"])

    def como_dato(self) -> dict[str, Any]:
        return {"respuestas": self.respuestas, "publicar": sorted(self.publicar), "cambios": self.cambios}


def poner_grupo(
    guardado: Contenido, grupo: Seccion, respuestas: Mapping[str, Any], publicar: Collection[str]
) -> Contenido:
    """Lo guardado con lo nuevo de un grupo. Una clave que no viene no se toca; una vacía se borra.

    Raises:
        ValueError: si un valor no es de los que la pregunta ofrece.
    """
    nuevas = dict(guardado.respuestas)
    for pregunta in grupo.preguntas:
        for clave in filter(None, (pregunta.clave, pregunta.clave_de_texto)):
            if clave in respuestas:
                nuevas.pop(clave, None)
                valor = _limpio(pregunta, clave, respuestas[clave])
                if not esta_vacia(valor):
                    nuevas[clave] = valor
    del_grupo = {pregunta.clave for pregunta in grupo.preguntas}
    elegidas = {p.clave for p in grupo.preguntas if p.clase is Clase.CON_CONSENTIMIENTO} & set(publicar)
    return replace(guardado, respuestas=nuevas, publicar=guardado.publicar - del_grupo | elegidas)


def _limpio(pregunta: Pregunta, clave: str, valor: Any) -> Any:
    """El valor como se guarda: sin espacios de más; si son varias opciones, en el orden del cuestionario."""
    if esta_vacia(valor):
        return None
    if clave == pregunta.clave_de_texto:
        return str(valor).strip()
    elegidas = list(valor) if pregunta.tipo is Tipo.OPCIONES else [valor]
    if not set(elegidas) <= pregunta.elegibles.keys():
        raise ValueError(f"En «{pregunta.etiqueta}» llegó una opción que no se ofrece: elíjala otra vez.")
    return [c for c in pregunta.elegibles if c in elegidas] if pregunta.tipo is Tipo.OPCIONES else valor


def sin_lo_que_no_aplica(definicion: Definicion, guardado: Contenido, edad: int | None) -> Contenido:
    """Lo que queda al enviar: fuera lo que dejó de preguntarse y el «¿cuál?» de una «Otra» que ya no se eligió."""
    quedan: dict[str, Any] = {}
    for pregunta in definicion.preguntas:
        if not pregunta.aplica(guardado.respuestas, edad):
            continue
        con_texto = pregunta.opciones_con_texto & set(pregunta.elegidas(guardado.respuestas))
        for clave in (pregunta.clave, *([pregunta.clave_de_texto] if con_texto else [])):
            quedan[clave] = guardado.respuestas[clave]
    return replace(guardado, respuestas=quedan, publicar=guardado.publicar & quedan.keys())


def para_enviar(definicion: Definicion, completo: Contenido) -> dict[str, Any]:
    """Lo que un envío guarda y su huella abarca. Lo que no aplica es nulo y se dice; nunca un texto.

    `completo`: ya sin lo que no aplica y con todo lo demás contestado.
    """
    no_aplican = [p.clave for p in definicion.preguntas if p.clave not in completo.respuestas]
    return {
        "definicion": definicion.clave,
        "respuestas": {**completo.respuestas, **dict.fromkeys(no_aplican)},
        "no_aplica": no_aplican,
        "publicar": sorted(completo.publicar),
    }
