"""Leer un TOML escrito a mano (plantilla o perfil) y decir todo lo que tiene mal, clave por clave."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from rapidfuzz import process

from .valores import Lector

MAX_BYTES = 5_000_000

# Lo que el lector de TOML dice en inglés, en palabras de quien escribe la plantilla.
_DEFECTOS_DE_TOML = (
    ("Unterminated string", "falta cerrar comillas"),
    ("Illegal character '\\n'", "falta cerrar comillas"),
    ("Illegal character", "hay un carácter que no puede ir ahí"),
    ("Expected '=' after a key", "después de una clave falta el signo ="),
    ("Invalid initial character for a key", "una clave empieza con un carácter que no vale"),
    ("Unclosed array", "falta cerrar un corchete ]"),
    ("Unclosed inline table", "falta cerrar una llave }"),
    ("Expected newline or end of document", "sobra algo al final del renglón"),
    ("Invalid date or datetime", "hay una fecha que no existe"),
    ("Cannot overwrite a value", "una clave está escrita dos veces"),
    ("Cannot declare", "una tabla está declarada dos veces"),
    ("Duplicate inline table key", "una clave está escrita dos veces"),
    ("Invalid value", "hay un valor que no se entiende (¿faltan comillas?)"),
    ("Unescaped '\\'", "una diagonal inversa dentro de comillas se escribe doble"),
)


@dataclass(frozen=True)
class Problema:
    """Un defecto: en qué archivo, en qué clave y por qué."""

    archivo: str
    clave: str
    motivo: str

    def __str__(self) -> str:
        donde = f"{self.archivo}, {self.clave}" if self.clave else self.archivo
        return f"{donde}: {self.motivo}"


class ArchivoInvalido(Exception):
    """No se usó nada del archivo; `problemas` los trae todos, no sólo el primero."""

    def __init__(self, problemas: list[Problema]) -> None:
        super().__init__("\n".join(map(str, problemas)))
        self.problemas = problemas


@dataclass
class Revision:
    """Junta los problemas de una lectura para decirlos de una vez."""

    archivo: str
    problemas: list[Problema] = field(default_factory=list)

    def falla(self, clave: str, motivo: str, archivo: str = "") -> None:
        self.problemas.append(Problema(archivo or self.archivo, clave, motivo))

    def exigir_limpia(self) -> None:
        if self.problemas:
            raise ArchivoInvalido(self.problemas)


def sugerencia(escrito: str, validas: Iterable[str]) -> str:
    """«; ¿quiso decir X?» si algo se parece; si no, nada."""
    parecida = process.extractOne(escrito, list(validas), score_cutoff=70)
    return f"; ¿quiso decir {parecida[0]}?" if parecida else ""


# --- Claves y valores ---


@dataclass(frozen=True)
class Campo:
    lector: Lector
    obligatorio: bool = True


def optativo(lector: Lector) -> Campo:
    return Campo(lector, obligatorio=False)


Esquema = dict[str, Campo]


def leer_con(
    datos: dict[str, Any], esquema: Esquema, revision: Revision, donde: str, archivo: str = ""
) -> dict[str, Any]:
    """Las claves válidas de `datos`, ya leídas; lo demás queda dicho en `revision`."""
    leidos = {}
    for clave, valor in datos.items():
        ruta = f"{donde}.{clave}" if donde else clave
        if clave not in esquema:
            revision.falla(ruta, f"no existe{sugerencia(clave, esquema)}", archivo)
            continue
        try:
            leidos[clave] = esquema[clave].lector(valor)
        except ValueError as error:
            revision.falla(ruta, str(error), archivo)
    for clave, campo in esquema.items():
        if campo.obligatorio and clave not in datos:
            revision.falla(f"{donde}.{clave}" if donde else clave, "falta", archivo)
    return leidos


# --- El archivo ---


def abrir_toml(ruta: Path, nombre: str) -> dict[str, Any]:
    """El contenido de un TOML; lo que el lector dice en inglés sale en español, con su renglón.

    Raises:
        ArchivoInvalido: si no se puede leer.
    """
    try:
        crudo = ruta.read_bytes() if ruta.stat().st_size <= MAX_BYTES else b""
        if not crudo:
            raise ArchivoInvalido([Problema(nombre, "", "está vacío o pesa más de 5 MB")])
        return tomllib.loads(crudo.decode("utf-8-sig"))
    except OSError as error:
        raise ArchivoInvalido([Problema(nombre, "", "no se puede abrir; revise sus permisos")]) from error
    except UnicodeDecodeError as error:
        motivo = "no está en UTF-8; guárdelo con esa codificación"
        raise ArchivoInvalido([Problema(nombre, "", motivo)]) from error
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        raise ArchivoInvalido([_defecto_de_toml(nombre, str(error))]) from error


def _defecto_de_toml(nombre: str, mensaje: str) -> Problema:
    motivo = next((m for inicio, m in _DEFECTOS_DE_TOML if mensaje.startswith(inicio)), "no es TOML válido")
    if renglon := re.search(r"line (\d+)", mensaje):
        return Problema(nombre, f"renglón {renglon[1]}", motivo)
    return Problema(nombre, "al final" if "end of document" in mensaje else "", motivo)
