"""Personas inventadas: nombre, sexo, edad y sobrenombre, siempre las mismas para la misma semilla."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from random import Random

_DATOS = tomllib.loads(Path(__file__).with_name("nombres.toml").read_text(encoding="utf-8"))
MUJERES = _DATOS["mujeres"].split()
HOMBRES = _DATOS["hombres"].split()
APELLIDOS = _DATOS["apellidos"].split()
_MOTES: dict[str, str] = _DATOS["motes"]
_MOTES_LIBRES: list[str] = _DATOS["motes_libres"]["lista"]

SEXOS = ("mujer", "hombre", "no_binario")
EDAD_MINIMA, EDAD_FRECUENTE, EDAD_MAXIMA = 21, 40, 78

_FORMAS = re.compile(r"\[([^|\]]*)\|([^|\]]*)\|([^\]]*)\]")


@dataclass(frozen=True, slots=True)
class PersonaDemo:
    """Una persona inventada. `segundo_apellido` y `mote` pueden ir vacíos; `edad` en años."""

    nombres: str
    primer_apellido: str
    segundo_apellido: str
    sexo: str
    edad: int
    mote: str

    @property
    def nombre_completo(self) -> str:
        return " ".join(filter(None, (self.nombres, self.primer_apellido, self.segundo_apellido)))


def concordar(texto: str, sexo: str) -> str:
    """Elige la forma de cada `[femenina|masculina|neutra]` según el sexo."""
    return _FORMAS.sub(lambda formas: formas[1 + SEXOS.index(sexo)], texto)


class Padron:
    """Reparte personas sin repetir nombre completo."""

    def __init__(self, azar: Random) -> None:
        self._azar = azar
        self._vistos: set[str] = set()

    def persona(self, sexo: str, edad_minima: int = EDAD_MINIMA) -> PersonaDemo:
        while True:
            persona = self._inventar(sexo, edad_minima)
            if persona.nombre_completo not in self._vistos:
                self._vistos.add(persona.nombre_completo)
                return persona

    def _inventar(self, sexo: str, edad_minima: int) -> PersonaDemo:
        azar = self._azar
        nombres = self._nombres(sexo)
        primero, segundo = azar.sample(APELLIDOS, 2)
        return PersonaDemo(
            nombres=nombres,
            primer_apellido=primero,
            segundo_apellido="" if azar.random() < 0.03 else segundo,
            sexo=sexo,
            edad=round(azar.triangular(edad_minima, EDAD_MAXIMA, EDAD_FRECUENTE)),
            mote=self._mote(nombres, sexo) if azar.random() < 0.12 else "",
        )

    def _nombres(self, sexo: str) -> str:
        azar = self._azar
        lista = {"mujer": MUJERES, "hombre": HOMBRES}.get(sexo) or azar.choice((MUJERES, HOMBRES))
        return " ".join(azar.sample(lista, 2 if azar.random() < 0.45 else 1))

    def _mote(self, nombres: str, sexo: str) -> str:
        propio = _MOTES.get(nombres.split()[0])
        return propio or concordar(self._azar.choice(_MOTES_LIBRES), sexo)
