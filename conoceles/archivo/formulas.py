"""Propietaria y suplente: quién es quién cuando el archivo se contradice. Nunca se pierde a una persona.

Regla: manda la hoja de candidaturas; si ahí dos personas tienen la misma calidad en una fórmula, decide
la hoja de identidad; si tampoco, la segunda conserva su calidad y pasa al siguiente número libre.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from conoceles.registro.catalogos import Calidad
from conoceles.registro.importacion.propuestas import clave_de_independiente

from .avisos import Avisos, Clase
from .texto import plegado

if TYPE_CHECKING:
    from .plan import Alta


def sin_repetidas(altas: list[Alta], avisos: Avisos) -> list[Alta]:
    """La misma persona en el mismo lugar, una vez: lo que la segunda fila añade se suma; lo que contradice, consta."""
    primeras: dict[tuple[object, ...], Alta] = {}
    for alta in altas:
        lugar = (*alta.postulacion, alta.numero, alta.calidad, plegado(alta.nombre))
        primera = primeras.setdefault(lugar, alta)
        if primera is alta:
            continue
        avisos.anotar(Clase.FILA_REPETIDA, alta.fila, detalle=f"repite la fila {primera.fila}")
        for pregunta, valor in alta.respuestas.items():
            if primera.respuestas.setdefault(pregunta, valor) != valor:
                avisos.anotar(Clase.DATO_APARTADO, alta.fila, pregunta, valor=str(valor))
    return list(primeras.values())


def resolver(altas: list[Alta], dichas: Mapping[tuple[str, ...], str], avisos: Avisos) -> None:
    """Deja a lo sumo una propietaria y una suplente por número. `dichas`: lo que dice la otra hoja."""
    formulas: dict[tuple[object, ...], list[Alta]] = {}
    ultimos: dict[tuple[str, ...], int] = {}
    for alta in altas:
        formulas.setdefault((*alta.postulacion, alta.numero), []).append(alta)
        ultimos[alta.postulacion] = max(alta.numero, ultimos.get(alta.postulacion, 0))
    for formula in formulas.values():
        for alta in formula:
            _contrastar(alta, formula, dichas, avisos)
        _separar(formula, ultimos, avisos)


def _contrastar(
    alta: Alta, formula: list[Alta], dichas: Mapping[tuple[str, ...], str], avisos: Avisos
) -> None:
    """Cambia la calidad sólo si en su fórmula alguien más la tiene y la otra hoja las distingue."""
    otra = dichas.get(alta.llave, "")
    if not otra or otra == alta.calidad:
        return
    demas = [a for a in formula if a is not alta]
    en_disputa = any(a.calidad == alta.calidad and dichas.get(a.llave) != otra for a in demas)
    libre = all(a.calidad != otra for a in demas)
    if (en_disputa or not alta.calidad) and libre:
        avisos.anotar(Clase.CALIDAD_SEGUN_IDENTIDAD, alta.fila, detalle=otra)
        alta.calidad = otra
    elif alta.calidad:
        avisos.anotar(Clase.CALIDAD_CONTRADICHA, alta.fila, detalle=f"la otra dice {otra}")


def _separar(formula: list[Alta], ultimos: dict[tuple[str, ...], int], avisos: Avisos) -> None:
    """La segunda propietaria y la segunda suplente, si las hay, van juntas al mismo número libre.

    Dos independientes con el mismo número no se contradicen: cada quien se postula aparte.
    """
    ocupadas = {alta.calidad for alta in formula} - {""}
    vueltas: Counter[str] = Counter()
    libres: dict[int, int] = {}
    for alta in formula:
        if not alta.calidad:
            alta.calidad = next((c for c in Calidad.values if c not in ocupadas), Calidad.PROPIETARIA)
            ocupadas.add(alta.calidad)
        alta.vuelta = vueltas[alta.calidad]
        vueltas[alta.calidad] += 1
        if not alta.vuelta or alta.actor.es_independiente:
            continue
        if alta.vuelta not in libres:
            ultimos[alta.postulacion] += 1
            libres[alta.vuelta] = ultimos[alta.postulacion]
        detalle = f"{alta.calidad} del número {alta.numero}, ahora {libres[alta.vuelta]}"
        avisos.anotar(Clase.LUGAR_OCUPADO, alta.fila, detalle=detalle)
        alta.numero = libres[alta.vuelta]


def nombrar_independientes(altas: list[Alta]) -> None:
    """Cada candidatura independiente es un actor: el archivo las escribe todas con el mismo rótulo."""
    formulas: dict[tuple[object, ...], list[Alta]] = {}
    for alta in altas:
        if alta.actor.es_independiente:
            formulas.setdefault((*alta.postulacion, alta.numero, alta.vuelta), []).append(alta)
    for formula in formulas.values():
        titular = min(formula, key=lambda alta: alta.calidad != Calidad.PROPIETARIA)
        clave = clave_de_independiente(titular.cargo.clave, titular.territorio.clave, titular.nombre)
        nombre = f"Candidatura independiente: {titular.nombre}"[:200]
        for alta in formula:
            alta.actor = replace(alta.actor, clave=clave, siglas="Independiente", nombre=nombre)
