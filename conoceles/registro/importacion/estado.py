"""Quién ocupa hoy cada posición del proceso: lo que el plan compara con el archivo."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef

from conoceles.calendario.models import Proceso
from conoceles.registro.catalogos import SituacionRegistral
from conoceles.registro.models import Candidatura

from .propuestas import Posicion

_PERSONA = (
    "nombre_completo", "nombres", "primer_apellido", "segundo_apellido", "nombre_inferido", "mote", "sexo", "edad",
)  # fmt: skip
_RESERVADOS = ("curp", "clave_de_elector", "fecha_de_nacimiento", "correo", "telefono")
_CANDIDATURA = (
    "folio_registro", "acuerdo", "aprobada_en", "partido_de_origen_id", "eleccion_consecutiva", "acciones_afirmativas",
)  # fmt: skip


@dataclass(slots=True)
class Ocupante:
    """Una candidatura registrada, con lo que una lista puede cambiarle."""

    candidatura_id: int
    persona_id: int
    clave: str
    cargo: str
    posicion: Posicion
    situacion: str
    fue_sustituida: bool
    persona: dict[str, Any]
    reservados: dict[str, Any]
    candidatura: dict[str, Any]

    @property
    def nombre(self) -> str:
        return str(self.persona["nombre_completo"])

    @property
    def puede_volver(self) -> bool:
        """Una baja llega sin causa, de una lista en que no venía; lo demás sólo lo deshace una resolución."""
        return self.situacion == SituacionRegistral.BAJA and not self.fue_sustituida


@dataclass(frozen=True)
class Estado:
    """`vigentes` y `anteriores`: quienes ya dejaron cada posición, de la primera a la última."""

    vigentes: dict[Posicion, Ocupante]
    anteriores: dict[Posicion, list[Ocupante]]
    actores: frozenset[str]

    @classmethod
    def de(cls, proceso: Proceso) -> Estado:
        todas = Candidatura.objects.del_proceso(proceso)
        anteriores: dict[Posicion, list[Ocupante]] = defaultdict(list)
        for ocupante in _leer(todas.exclude(hasta=None).order_by("hasta", "pk")):
            anteriores[ocupante.posicion].append(ocupante)
        return cls(
            {ocupante.posicion: ocupante for ocupante in _leer(todas.vigentes())},
            dict(anteriores),
            frozenset(proceso.actores.values_list("clave", flat=True)),
        )

    def por_sustituir(self, posicion: Posicion) -> Ocupante | None:
        """De una posición vacía, la última que la dejó."""
        return next(reversed(self.anteriores.get(posicion, [])), None)


def _leer(candidaturas: Any) -> Iterator[Ocupante]:
    relevos = Candidatura.objects.filter(sustituye_a=OuterRef("pk"))
    filas = candidaturas.annotate(fue_sustituida=Exists(relevos)).values(
        "pk", "clave", "persona_id", "situacion", "fue_sustituida",
        "posicion__contienda_id", "posicion__actor__clave", "posicion__numero", "posicion__calidad",
        "posicion__contienda__cargo__clave",
        *(f"persona__{campo}" for campo in _PERSONA),
        *(f"persona__reservados__{campo}" for campo in _RESERVADOS),
        *_CANDIDATURA,
    )  # fmt: skip
    for fila in filas.iterator(chunk_size=2_000):
        yield Ocupante(
            fila["pk"],
            fila["persona_id"],
            fila["clave"],
            fila["posicion__contienda__cargo__clave"],
            Posicion(
                fila["posicion__contienda_id"],
                fila["posicion__actor__clave"],
                fila["posicion__numero"],
                fila["posicion__calidad"],
            ),
            fila["situacion"],
            fila["fue_sustituida"],
            {campo: fila[f"persona__{campo}"] for campo in _PERSONA},
            # Quien no tiene renglón de datos reservados los tiene vacíos.
            {campo: fila[f"persona__reservados__{campo}"] or _vacio(campo) for campo in _RESERVADOS},
            {campo: fila[campo] for campo in _CANDIDATURA},
        )


def _vacio(campo: str) -> Any:
    return None if campo == "fecha_de_nacimiento" else ""
