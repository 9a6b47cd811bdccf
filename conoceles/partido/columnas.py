"""Qué dice cada columna de una lista de textos. Lo que no está permitido por nombre se rechaza por nombre."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from conoceles.calendario.models import Proceso
from conoceles.comun.texto import plegar
from conoceles.cuestionarios.acciones.propuestas import se_propone
from conoceles.cuestionarios.definiciones import DEFINICIONES, Definicion, Pregunta
from conoceles.registro.models import Candidatura

CLAVE, FOLIO = "clave", "folio_registro"
_IDENTIFICAN = {"clave": CLAVE, "folio_registro": FOLIO, "folio_de_registro": FOLIO, "folio": FOLIO}
# Las que la plantilla trae para saber de quién es cada fila; no se leen.
INFORMATIVAS = ("persona", "cargo", "demarcacion")

DE_IDENTIDAD = "Es del cuestionario de identidad: sólo la propia persona lo contesta. Borre la columna y súbalo otra vez."
_DE_LA_PERSONA = "Esta respuesta la da la propia persona: un partido no la propone. Borre la columna."
_DESCONOCIDA = "No se reconoce esta columna. Use los títulos de la plantilla o bórrela."


@dataclass
class Columnas:
    """Título → qué es. `rechazadas`: pares (título, motivo)."""

    identifican: dict[str, str] = field(default_factory=dict)
    preguntas: dict[str, Pregunta] = field(default_factory=dict)
    rechazadas: list[tuple[str, str]] = field(default_factory=list)


def definicion_curricular(proceso: Proceso) -> Definicion:
    return DEFINICIONES[proceso.cuestionarios.get("curricular", "curricular-2022")]


def que_se_proponen(proceso: Proceso) -> list[Pregunta]:
    return [pregunta for pregunta in definicion_curricular(proceso).preguntas if se_propone(pregunta)]


def reconocer(encabezados: tuple[str, ...], proceso: Proceso) -> Columnas:
    """Cada columna por la clave o el rótulo de su pregunta, sin distinguir acentos ni mayúsculas."""
    curriculares = dict(_por_nombre(definicion_curricular(proceso)))
    de_identidad = _nombres_de_identidad()
    columnas, vistas = Columnas(), dict[str, str]()
    for titulo in filter(None, encabezados):
        nombre = plegar(titulo)
        pregunta = curriculares.get(nombre)
        if nombre in _IDENTIFICAN:
            columnas.identifican[titulo] = _IDENTIFICAN[nombre]
        elif pregunta is not None and se_propone(pregunta):
            previa = vistas.setdefault(pregunta.clave, titulo)
            if previa == titulo:
                columnas.preguntas[titulo] = pregunta
            else:
                columnas.rechazadas.append(
                    (titulo, f"Es la misma pregunta que la columna «{previa}». Deje una.")
                )
        elif nombre not in INFORMATIVAS:
            columnas.rechazadas.append((titulo, _motivo(nombre, pregunta, de_identidad)))
    _exigir_lo_indispensable(columnas)
    return columnas


def _motivo(nombre: str, pregunta: Pregunta | None, de_identidad: set[str]) -> str:
    if pregunta is not None:
        return _DE_LA_PERSONA
    return DE_IDENTIDAD if nombre in de_identidad else _DESCONOCIDA


def _exigir_lo_indispensable(columnas: Columnas) -> None:
    if not columnas.identifican:
        columnas.rechazadas.append(
            ("", "Falta la columna «clave» o «folio_registro», que dice de quién es cada fila.")
        )
    elif not columnas.preguntas and not columnas.rechazadas:
        columnas.rechazadas.append(("", "No hay ninguna columna con textos por proponer. Use la plantilla."))


def _por_nombre(definicion: Definicion) -> Iterator[tuple[str, Pregunta]]:
    for pregunta in definicion.preguntas:
        yield plegar(pregunta.etiqueta), pregunta
        yield plegar(pregunta.clave), pregunta


def _nombres_de_identidad() -> set[str]:
    """Los de todas las versiones: una columna vieja tampoco entra."""
    return {
        nombre
        for definicion in DEFINICIONES.values()
        if definicion.tipo == "identidad"
        for nombre, _ in _por_nombre(definicion)
    }


def plantilla(proceso: Proceso, candidaturas: list[Candidatura]) -> tuple[list[str], list[list[str]]]:
    """Los títulos y una fila por candidatura, con lo que la identifica y los textos en blanco."""
    preguntas = que_se_proponen(proceso)
    titulos = ["clave", "folio_registro", *INFORMATIVAS, *(pregunta.clave for pregunta in preguntas)]
    filas = [
        [
            c.clave,
            c.folio_registro,
            c.persona.nombre_completo,
            c.cargo.nombre,
            c.contienda.demarcacion.nombre,
            *("" for _ in preguntas),
        ]
        for c in candidaturas
    ]
    return titulos, filas
