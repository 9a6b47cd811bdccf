"""Los videos en Lengua de Señas Mexicana y los audios que el instituto pone en sus páginas de ayuda; sin ellos, nada.

Se declaran en `medios.toml`, dentro de la carpeta `CONOCELES_MEDIOS` (docs/lenguas.md), y se sirven como los demás
archivos estáticos. La transcripción no es opcional: uno sin ella, o mal declarado, detiene el arranque y se dice cuál.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.templatetags.static import static

ARCHIVO = "medios.toml"
PAGINAS = {"portada", "como_usar", "preguntas", "accesibilidad"}
TIPOS = {"video", "audio"}
CAMPOS = {"pagina", "tipo", "lengua", "titulo", "archivo", "transcripcion"}


@dataclass(frozen=True)
class Medio:
    """`lengua`: la de lo que se dice y de su título (BCP 47); `transcripcion`: el texto, no el archivo."""

    pagina: str
    tipo: str
    lengua: str
    titulo: str
    archivo: str
    transcripcion: str

    @property
    def url(self) -> str:
        """Vacía mientras `preparar` no lo haya copiado junto a los demás estáticos."""
        try:
            return static(f"medios/{self.archivo}")
        except ValueError:
            return ""


def de_la_pagina(nombre: str) -> list[Medio]:
    """Los que hoy pueden verse en esa página, en el orden en que se declararon."""
    return [medio for medio in leer(settings.CONOCELES_MEDIOS) if medio.pagina == nombre and medio.url]


@lru_cache(maxsize=4)
def leer(carpeta: Path) -> tuple[Medio, ...]:
    """Los declarados; ninguno si el instituto no tiene.

    Raises:
        ImproperlyConfigured: si alguno está incompleto; dice cuál y qué le falta.
    """
    declaracion = carpeta / ARCHIVO
    if not declaracion.is_file():
        return ()
    try:
        declarados = tomllib.loads(declaracion.read_text(encoding="utf-8")).get("medio", [])
    except (OSError, ValueError) as error:
        raise ImproperlyConfigured(
            f"{declaracion} no se puede leer: revise que sea TOML en UTF-8."
        ) from error
    return tuple(_medio(carpeta, numero, datos) for numero, datos in enumerate(declarados, start=1))


def _medio(carpeta: Path, numero: int, datos: dict[str, Any]) -> Medio:
    if defecto := _defecto(carpeta, datos):
        raise ImproperlyConfigured(f"{carpeta / ARCHIVO}, medio {numero}: {defecto}")
    texto = (carpeta / datos["transcripcion"]).read_text(encoding="utf-8").strip()
    return Medio(**datos | {"transcripcion": texto})


def _defecto(carpeta: Path, datos: dict[str, Any]) -> str:
    """Qué le falta; vacío si nada."""
    if faltan := sorted(CAMPOS - datos.keys()):
        return f"falta {', '.join(faltan)}."
    if sobran := sorted(datos.keys() - CAMPOS):
        return f"no se conoce {', '.join(sobran)}."
    if datos["pagina"] not in PAGINAS or datos["tipo"] not in TIPOS:
        return f"la página es una de {', '.join(sorted(PAGINAS))}; el tipo, {' o '.join(sorted(TIPOS))}."
    for campo in ("archivo", "transcripcion"):
        ruta = carpeta / datos[campo]
        if ruta.parent != carpeta or not ruta.is_file() or not ruta.stat().st_size:
            return f"no está el archivo «{datos[campo]}», o está vacío. Todo medio lleva su {campo}."
    return ""
