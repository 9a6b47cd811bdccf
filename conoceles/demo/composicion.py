"""Quién postula a quién en la demostración: las filas del registro ficticio, a su tamaño real.

De la plantilla salen los cargos, el territorio y las alianzas; de su tabla `demo`, en qué parte de las
contiendas postula cada partido. Las personas son inventadas. La misma plantilla da siempre las mismas filas.
"""

from __future__ import annotations

import tomllib
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random
from typing import Any

from .nombres import EDAD_MINIMA, Padron, PersonaDemo
from .textos import Contexto

Plantilla = dict[str, Any]
PLANTILLA = Path(__file__).parents[1] / "plantillas" / "demostracion.toml"

# La mitad de las fórmulas las encabeza una mujer; una de cada cuatro suplentes de un hombre lo es: 56 %.
SUPLENTE_MUJER = 0.25
NO_BINARIAS = 0.004
ELECCION_CONSECUTIVA = 0.07
ACCION_AFIRMATIVA = 0.06
EDAD_MINIMA_INDIVIDUAL = 30  # la que suele pedirse para una gubernatura
VIAS = {"entidad": "ejecutiva", "distrito": "legislativa", "municipio": "municipal"}


@dataclass(frozen=True, slots=True)
class FilaDemo:
    """Una persona en una posición. Todas las claves son las de la plantilla.

    `actor_origen` es el partido de quien va por una alianza, o el propio; `None` si es independiente.
    `calidad` es `propietaria` o `suplente`; `folio` identifica la fila en el registro.
    """

    folio: str
    cargo: str
    demarcacion: str
    actor: str
    actor_origen: str | None
    numero: int
    calidad: str
    persona: PersonaDemo
    acciones_afirmativas: tuple[str, ...]
    eleccion_consecutiva: bool


@dataclass(frozen=True, slots=True)
class _Lugar:
    cargo: dict[str, Any]
    numero: int


def leer(ruta: Path = PLANTILLA) -> Plantilla:
    """La plantilla de la demostración con el territorio que incluye; quien revisa plantillas es el registro."""
    datos = tomllib.loads(ruta.read_text(encoding="utf-8"))
    (territorio,) = datos["incluye"]
    return datos | tomllib.loads((ruta.parent / territorio).read_text(encoding="utf-8"))


def componer(plantilla: Plantilla) -> Iterator[FilaDemo]:
    """Las filas, boleta por boleta y demarcación por demarcación. La plantilla ya trae lo que incluye."""
    azar = Random(plantilla["demo"]["semilla"])
    padron = Padron(azar)
    numero = 0
    for cargos, demarcacion, actor in _postulaciones(plantilla, azar):
        lugares = _lugares(plantilla, cargos, demarcacion, actor)
        for fila in _planilla(plantilla, lugares, demarcacion, actor, padron, azar):
            numero += 1
            yield FilaDemo(f"DEMO-{numero:05d}", *fila)


def contexto(fila: FilaDemo, plantilla: Plantilla, anio: int) -> Contexto:
    """Lo que el generador de textos necesita saber de una fila; `anio` es el de la jornada."""
    cargo = next(c for c in plantilla["cargos"] if c["clave"] == fila.cargo)
    lugar = next(
        d
        for d in plantilla["demarcaciones"]
        if (d["tipo"], d["clave"]) == (cargo["ambito"], fila.demarcacion)
    )
    partido = next((a["nombre"] for a in plantilla["actores"] if a["clave"] == fila.actor_origen), "")
    return Contexto(
        numero=int(fila.folio.removeprefix("DEMO-")),
        nombre=fila.persona.nombre_completo,
        sexo=fila.persona.sexo,
        edad=fila.persona.edad,
        lugar=(lugar.get("alias") or [lugar["nombre"]])[0],
        via="legislativa" if cargo["unidad"] == "lista" else VIAS[cargo["ambito"]],
        actor=partido,
        anio=anio,
    )


def _postulaciones(plantilla: Plantilla, azar: Random) -> Iterator[tuple[list, dict, dict]]:
    """Cada `(cargos, demarcación, actor)`: los cargos de una boleta que un actor postula juntos."""
    for cargos in _grupos(plantilla):
        if cargos[0]["unidad"] == "lista":
            con_lista = plantilla["demo"]["formulas_rp"]
            quienes = {d["clave"]: set(con_lista) for d in _demarcaciones(plantilla, cargos[0])}
        else:
            quienes = _presentes(plantilla, cargos[0], azar)
        for demarcacion in _demarcaciones(plantilla, cargos[0]):
            for actor in plantilla["actores"]:
                if actor["clave"] in quienes[demarcacion["clave"]]:
                    yield cargos, demarcacion, actor


def _grupos(plantilla: Plantilla) -> list[list[dict]]:
    """Los cargos por orden; los de una misma planilla, juntos."""
    grupos: dict[str, list[dict]] = defaultdict(list)
    for cargo in sorted(plantilla["cargos"], key=lambda c: c["orden"]):
        grupos[cargo["boleta"] if cargo["unidad"] == "planilla" else cargo["clave"]].append(cargo)
    return list(grupos.values())


def _demarcaciones(plantilla: Plantilla, cargo: dict) -> list[dict]:
    return [
        d
        for d in plantilla["demarcaciones"]
        if d["tipo"] == cargo["ambito"] and d.get("elige_ayuntamiento", True)
    ]


def _presentes(plantilla: Plantilla, cargo: dict, azar: Random) -> dict[str, set[str]]:
    """Demarcación → actores que postulan: alianzas e independientes por su alcance, partidos por su parte."""
    demarcaciones = _demarcaciones(plantilla, cargo)
    presentes: dict[str, set[str]] = {d["clave"]: set() for d in demarcaciones}
    aliados: dict[str, set[str]] = {d["clave"]: set() for d in demarcaciones}
    for actor in plantilla["actores"]:
        for clave in _alcance(actor, cargo, demarcaciones):
            presentes[clave].add(actor["clave"])
            aliados[clave].update(actor.get("miembros", ()))
    for partido, partes in plantilla["demo"]["presencia"].items():
        libres = [d for d in demarcaciones if partido not in aliados[d["clave"]]]
        for clave in _elegir(libres, partes[cargo["boleta"]], azar):
            presentes[clave].add(partido)
    return presentes


def _alcance(actor: dict, cargo: dict, demarcaciones: list[dict]) -> list[str]:
    todas = [d["clave"] for d in demarcaciones]
    for alcance in actor.get("alcance", ()):
        if cargo["clave"] in alcance["cargos"]:
            return [c for c in alcance.get("demarcaciones", todas) if c in todas]
    return []


def _elegir(demarcaciones: list[dict], parte: float, azar: Random) -> list[str]:
    """La parte pedida, con preferencia por donde vive más gente."""
    peso = {d["clave"]: d.get("poblacion", 1) ** 0.5 * azar.uniform(0.2, 1) for d in demarcaciones}
    return sorted(peso, key=peso.__getitem__, reverse=True)[: round(parte * len(peso))]


def _lugares(plantilla: Plantilla, cargos: list[dict], demarcacion: dict, actor: dict) -> list[_Lugar]:
    lugares = []
    for cargo in cargos:
        plazas = cargo.get("plazas_por_demarcacion", {}).get(demarcacion["clave"], cargo["plazas"])
        if cargo["unidad"] == "lista":
            plazas = min(plazas, plantilla["demo"]["formulas_rp"][actor["clave"]])
        lugares += [_Lugar(cargo, numero) for numero in range(1, plazas + 1)]
    return lugares


def _planilla(
    plantilla: Plantilla, lugares: list[_Lugar], demarcacion: dict, actor: dict, padron: Padron, azar: Random
) -> Iterator[tuple]:
    """Las personas de una postulación, alternando mujer y hombre de un lugar al siguiente."""
    sexo = azar.choice(("mujer", "hombre"))
    origenes = actor.get("miembros") or ([] if actor["tipo"] == "independiente" else [actor["clave"]])
    grupos = [grupo["clave"] for grupo in plantilla["acciones_afirmativas"]]
    encabeza = azar.choice(origenes) if origenes else None
    for lugar in lugares:
        acciones = (azar.choice(grupos),) if grupos and azar.random() < ACCION_AFIRMATIVA else ()
        # En las planillas cada lugar puede tocarle a un partido distinto; el primero lo encabeza uno.
        origen = encabeza if lugar is lugares[0] or not origenes else azar.choice(origenes)
        for calidad in ("propietaria", "suplente")[: 1 + lugar.cargo["con_suplente"]]:
            persona = padron.persona(_sexo(sexo, calidad, azar), _edad_minima(lugar.cargo))
            consecutiva = calidad == "propietaria" and azar.random() < ELECCION_CONSECUTIVA
            puesto = (
                lugar.cargo["clave"],
                demarcacion["clave"],
                actor["clave"],
                origen,
                lugar.numero,
                calidad,
            )
            yield *puesto, persona, acciones, consecutiva
        sexo = "hombre" if sexo == "mujer" else "mujer"


def _edad_minima(cargo: dict) -> int:
    return EDAD_MINIMA_INDIVIDUAL if cargo["unidad"] == "individual" else EDAD_MINIMA


def _sexo(titular: str, calidad: str, azar: Random) -> str:
    if azar.random() < NO_BINARIAS:
        return "no_binario"
    if titular == "hombre" and calidad == "suplente" and azar.random() < SUPLENTE_MUJER:
        return "mujer"
    return titular
