"""Documentos en PDF etiquetado (PDF/UA-1) e imágenes con letras, compuestos con typst a partir de `documentos/*.typ`.

Los datos viajan como JSON y la plantilla los pone como texto: nada que escriba una persona se interpreta.
Los mismos datos dan los mismos bytes: ni la hora, ni las letras de la máquina, ni la red entran en él.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

_CARPETA = Path(__file__).resolve().parents[1] / "documentos"

# Lo que dibujan las letras que trae typst: latín con todas sus marcas, griego, cirílico, puntuación, monedas y
# flechas. PDF/UA no admite un signo sin dibujo; un emoji o un control se ven como un cuadro. El texto exacto
# está en el archivo de respuestas, que es el que tiene huella.
_SIN_DIBUJO = re.compile(
    "[^\n\u0020-\u007e\u00a0-\u036f\u0391-\u03a1\u03a3-\u03ff\u0400-\u04ff\u1e00-\u1eff"
    "\u2010-\u2027\u2030-\u203e\u20a0-\u20bf\u2190-\u21ff\u25a0-\u25ff]"
)
_CUADRO = "\u25a1"


def componer(
    plantilla: str, datos: Mapping[str, Any], *, imagenes: Mapping[str, bytes] | None = None
) -> bytes:
    """El PDF de `documentos/<plantilla>.typ` con esos datos.

    `datos`: lo que quepa en JSON; `titulo` es obligatorio. `imagenes`: nombre con extensión → bytes (SVG, PNG
    o JPEG), tal como la plantilla las llama.

    Raises:
        typst.TypstError: si la plantilla está mal o falta un dato; nunca por lo que diga un texto.
    """
    return _compilar(plantilla, datos, imagenes or {}, format="pdf", pdf_standards=["ua-1"])


def dibujar(
    plantilla: str, datos: Mapping[str, Any], *, imagenes: Mapping[str, bytes] | None = None
) -> bytes:
    """El PNG de la única hoja de esa plantilla, un pixel por punto; sin metadatos. Como `componer`."""
    return _compilar(plantilla, datos, imagenes or {}, format="png", ppi=72.0)


def _compilar(plantilla: str, datos: Mapping[str, Any], imagenes: Mapping[str, bytes], **como: Any) -> bytes:
    archivos = {**_plantillas(), **imagenes, "main.typ": f'#include "{plantilla}.typ"'.encode()}
    return typst.compile(
        archivos,
        sys_inputs={"datos": json.dumps(_dibujable(datos), ensure_ascii=False)},
        **como,
        ignore_system_fonts=True,
        font_paths=[],
        package_path=_CARPETA,
        package_cache_path=_CARPETA,
    )


@lru_cache(maxsize=1)
def _plantillas() -> dict[str, bytes]:
    return {archivo.name: archivo.read_bytes() for archivo in sorted(_CARPETA.glob("*.typ"))}


def _dibujable(dato: Any) -> Any:
    """Los mismos datos, con un cuadro en lugar de cada signo que ninguna letra dibuja."""
    if isinstance(dato, str):
        return _SIN_DIBUJO.sub(_CUADRO, dato.replace("\r\n", "\n").replace("\t", " "))
    if isinstance(dato, Mapping):
        return {clave: _dibujable(valor) for clave, valor in dato.items()}
    if isinstance(dato, list | tuple):
        return [_dibujable(valor) for valor in dato]
    return dato
