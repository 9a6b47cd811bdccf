"""Qué le falta a un cuestionario. Funciones puras sobre (definición, respuestas): el único juez de lo
completo, para la lista de tareas, la revisión, el envío y la pantalla de quien valida."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from conoceles.comun.texto import contar

from .definiciones import PREFIERE_NO_CONTESTAR, SI, Definicion, Pregunta, Seccion, Tipo


class EstadoDeSeccion(Enum):
    """Los estados de la lista de tareas."""

    INCOMPLETA = "Incompleto"
    EN_PROGRESO = "En progreso"
    COMPLETA = "Completado"
    CON_PROBLEMA = "Hay un problema"
    NO_DISPONIBLE = "Aún no disponible"


@dataclass(frozen=True)
class Falta:
    """Algo por corregir antes de enviar. `vacia`: no se ha contestado; si no, lo escrito no cumple."""

    seccion: str
    pregunta: str
    mensaje: str
    vacia: bool


def esta_vacia(valor: Any) -> bool:
    return valor is None or valor == "" or valor == []


def faltas_de_seccion(
    definicion: Definicion,
    seccion: Seccion,
    respuestas: Mapping[str, Any],
    *,
    contar_espacios: bool = True,
    edad: int | None = None,
) -> list[Falta]:
    """Lo que impide enviar esta sección, en el orden de sus preguntas. `edad`: la del registro."""
    faltas = []
    for pregunta in seccion.preguntas:
        valor = respuestas.get(pregunta.clave)
        if not pregunta.aplica(respuestas, edad):
            continue
        if esta_vacia(valor):
            if pregunta.requerida:
                faltas.append(Falta(seccion.clave, pregunta.clave, _mensaje_de_vacia(pregunta), True))
            continue
        mensaje = (
            _mensaje_de_limite(pregunta, valor, contar_espacios)
            or _mensaje_de_combinacion(definicion, pregunta, valor, respuestas)
            or _mensaje_de_opciones(pregunta, respuestas, edad)
        )
        if mensaje:
            faltas.append(Falta(seccion.clave, pregunta.clave, mensaje, False))
    if seccion.alguna_de and all(esta_vacia(respuestas.get(clave)) for clave in seccion.alguna_de):
        faltas.append(Falta(seccion.clave, seccion.alguna_de[0], seccion.mensaje_alguna, True))
    return faltas


def faltas(
    definicion: Definicion,
    respuestas: Mapping[str, Any],
    *,
    contar_espacios: bool = True,
    edad: int | None = None,
) -> list[Falta]:
    """Todo lo que impide enviar; vacío si el cuestionario está completo."""
    return [
        falta
        for seccion in definicion
        for falta in faltas_de_seccion(
            definicion, seccion, respuestas, contar_espacios=contar_espacios, edad=edad
        )
    ]


def secciones_iguales(
    definicion: Definicion, antes: Mapping[str, Any], ahora: Mapping[str, Any]
) -> list[str]:
    """Las secciones que dicen lo mismo en dos juegos de respuestas, en el orden del cuestionario."""
    return [
        seccion.clave
        for seccion in definicion
        if all((antes.get(p.clave) or None) == (ahora.get(p.clave) or None) for p in seccion.preguntas)
    ]


def estado_de_seccion(
    definicion: Definicion,
    seccion: Seccion,
    respuestas: Mapping[str, Any],
    *,
    contar_espacios: bool = True,
    edad: int | None = None,
) -> EstadoDeSeccion:
    pendientes = faltas_de_seccion(
        definicion, seccion, respuestas, contar_espacios=contar_espacios, edad=edad
    )
    return estado_con_faltas(seccion, respuestas, pendientes)


def estado_con_faltas(
    seccion: Seccion, respuestas: Mapping[str, Any], pendientes: Collection[Falta]
) -> EstadoDeSeccion:
    """El de una sección cuyas faltas ya se saben: contarlas dos veces pesa cuando son miles."""
    if not pendientes:
        return EstadoDeSeccion.COMPLETA
    if any(not falta.vacia for falta in pendientes):
        return EstadoDeSeccion.CON_PROBLEMA
    contestadas = any(not esta_vacia(respuestas.get(p.clave)) for p in seccion.preguntas)
    return EstadoDeSeccion.EN_PROGRESO if contestadas else EstadoDeSeccion.INCOMPLETA


_QUE_FALTA = {Tipo.FOTO: "Falta subir", Tipo.OPCION: "Falta elegir", Tipo.OPCIONES: "Falta elegir"}


def _mensaje_de_vacia(pregunta: Pregunta) -> str:
    return f"{_QUE_FALTA.get(pregunta.tipo, 'Falta responder')}: {pregunta.etiqueta}"


def _mensaje_de_limite(pregunta: Pregunta, valor: Any, contar_espacios: bool) -> str:
    if pregunta.opciones:
        return ""
    renglones = valor if pregunta.tipo is Tipo.LISTA else [valor]
    for numero, texto in enumerate(renglones, start=1):
        cuenta = contar(str(texto), con_espacios=contar_espacios)
        donde = f"«{pregunta.etiqueta}»"
        if pregunta.tipo is Tipo.LISTA:
            donde = f"El renglón {numero} de {donde}"
        if pregunta.minimo and cuenta < pregunta.minimo:
            return f"{donde} tiene {cuenta:,} caracteres y el mínimo es {pregunta.minimo:,}. Faltan {pregunta.minimo - cuenta:,}"
        if pregunta.maximo and cuenta > pregunta.maximo:
            return f"{donde} tiene {cuenta:,} caracteres y el máximo es {pregunta.maximo:,}. Sobran {cuenta - pregunta.maximo:,}"
    return ""


def _mensaje_de_combinacion(
    definicion: Definicion,
    pregunta: Pregunta,
    valor: Any,
    respuestas: Mapping[str, Any],
) -> str:
    """El estatus de estudios ha de existir para el grado (no hay cédula de primaria)."""
    grado = respuestas.get("grado_max")
    if pregunta.clave != "grado_estatus" or definicion.combinaciones is None or not grado:
        return ""
    if valor in definicion.combinaciones.get(str(grado), frozenset()):
        return ""
    nombre_grado = definicion.pregunta("grado_max").etiqueta_de(grado)
    return f"«{pregunta.etiqueta_de(valor)}» no corresponde a {nombre_grado}. Elija otro estatus"


def _mensaje_de_opciones(pregunta: Pregunta, respuestas: Mapping[str, Any], edad: int | None) -> str:
    """Una opción que no existe, lo que se contradice y el «¿cuál?» de «Otra». Nunca repite lo contestado."""
    if not pregunta.opciones:
        return ""
    donde, elegidas = f"«{pregunta.etiqueta}»", pregunta.elegidas(respuestas)
    if not set(elegidas) <= set(pregunta.elegibles_a(edad)):
        return f"En {donde} elija una de las opciones que se ofrecen"
    if len(elegidas) > 1 and PREFIERE_NO_CONTESTAR in elegidas:
        return (
            f"En {donde} eligió «Prefiero no contestar» junto con otra opción: deje sólo una de las dos cosas"
        )
    if pregunta.excluye_a and SI in elegidas and respuestas.get(pregunta.excluye_a) == SI:
        return f"En {donde} contestó «Sí» y en otra pregunta que no puede ser cierta a la vez también: corrija una"
    texto = str(respuestas.get(pregunta.clave_de_texto) or "")
    if pregunta.opciones_con_texto & set(elegidas) and not texto.strip():
        return f"En {donde} eligió «Otra»: escriba cuál, o elija «Prefiero no contestar»"
    if len(texto) > pregunta.maximo > 0:
        return (
            f"Lo que escribió en {donde} tiene {len(texto):,} caracteres y el máximo es {pregunta.maximo:,}"
        )
    return ""
