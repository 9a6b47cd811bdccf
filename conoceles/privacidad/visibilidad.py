"""Las únicas funciones que deciden qué respuestas son públicas. Puras: no consultan nada.

La regla de la identidad es la tabla de verdad de `docs/consentimiento.md`; una prueba la lee de ahí.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any, Protocol

from conoceles.cuestionarios.definiciones import PREFIERE_NO_CONTESTAR, SI, Clase, Definicion, Pregunta
from conoceles.cuestionarios.integridad import esta_vacia

INTEGRA = "integra"  # valor de `alcance_accion_afirmativa`; el otro es `grupo`


class Manifestaciones(Protocol):
    """Lo que hace falta saber de un consentimiento, venga de la pantalla o del papel (nulo: no se transcribió)."""

    @property
    def tratamiento(self) -> bool | None: ...
    @property
    def publicacion(self) -> bool | None: ...
    @property
    def estadistica(self) -> bool | None: ...


def publicables(definicion: Definicion, respuestas: Mapping[str, Any]) -> dict[str, Any]:
    """Las respuestas que la ciudadanía puede ver, en el orden de la definición.

    Es una lista de lo permitido: una pregunta desconocida, reservada, sin respuesta o que no aplica
    queda fuera sin que nadie tenga que acordarse.
    """
    visibles = {}
    for pregunta in definicion.preguntas:
        valor = respuestas.get(pregunta.clave)
        if pregunta.clase is Clase.PUBLICA and pregunta.aplica(dict(respuestas)) and not esta_vacia(valor):
            visibles[pregunta.clave] = valor
    return visibles


def identidad_publicable(
    definicion: Definicion,
    respuestas: Mapping[str, Any],
    *,
    consentimiento: Manifestaciones | None,
    publicar: Collection[str],
    acciones_afirmativas: Collection[str],
    alcance: str,
    formato_coincide: bool,
    edad: int | None,
) -> dict[str, Any]:
    """Las respuestas de identidad que la ciudadanía puede ver, en el orden de la definición.

    `publicar`: las preguntas que la persona eligió publicar. `acciones_afirmativas`: aquellas por las que se
    registró. `alcance`: con `integra`, lo del grupo se publica aunque no lo consienta; con `grupo`, de la acción
    afirmativa sólo se publica lo que ya dice el registro, que no sale de aquí.
    """
    if consentimiento is None or not consentimiento.tratamiento:
        return {}
    publicas: dict[str, Any] = {}
    for seccion in definicion:
        por_registro = alcance == INTEGRA and bool(seccion.grupo) and seccion.grupo in acciones_afirmativas
        for pregunta in seccion.preguntas:
            consentida = consentimiento.publicacion and formato_coincide and pregunta.clave in publicar
            forzosa = por_registro and not pregunta.solo_con_consentimiento
            if (consentida or forzosa) and _puede_ser_publica(pregunta, respuestas, publicas, edad):
                publicas |= _con_su_texto(pregunta, respuestas)
    return publicas


def _puede_ser_publica(
    pregunta: Pregunta, respuestas: Mapping[str, Any], publicas: Mapping[str, Any], edad: int | None
) -> bool:
    """De su clase, contestada, aplicable y, si depende de otra, con esa otra ya publicada como «Sí»."""
    elegidas = pregunta.elegidas(respuestas)
    return (
        pregunta.clase is Clase.CON_CONSENTIMIENTO
        and bool(elegidas)
        and PREFIERE_NO_CONTESTAR not in elegidas
        and pregunta.aplica(respuestas, edad)
        and (not pregunta.solo_si or publicas.get(pregunta.solo_si) == SI)
    )


def _con_su_texto(pregunta: Pregunta, respuestas: Mapping[str, Any]) -> dict[str, Any]:
    """La respuesta y, si eligió «Otra», lo que escribió; un texto que se quedó sin su opción no sale."""
    con_texto = pregunta.opciones_con_texto & set(pregunta.elegidas(respuestas))
    claves = [pregunta.clave, *([pregunta.clave_de_texto] if con_texto else [])]
    return {clave: respuestas[clave] for clave in claves if not esta_vacia(respuestas.get(clave))}


def ampara(papel: Manifestaciones, pantalla: Manifestaciones) -> bool:
    """¿El papel firmado autoriza todo lo que la pantalla dice autorizado? Si no, no se publica.

    Retirar algo en la pantalla no lo desampara: el papel autoriza entonces de más, y rige la pantalla.
    """
    return (
        bool(papel.tratamiento or not pantalla.tratamiento)
        and bool(papel.publicacion or not pantalla.publicacion)
        and bool(papel.estadistica or not pantalla.estadistica)
    )
