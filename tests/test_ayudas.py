"""Lo que se explica junto a cada pregunta y cada campo se lee fácil: INFLESZ de 65 o más en cada formulario."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from django import forms
from django.conf import settings
from django.utils.html import strip_tags

import conoceles.config.urls  # noqa: F401 (con las rutas se importan todos los formularios)
from conoceles.captura import consentimiento
from conoceles.cuestionarios.definiciones import DEFINICIONES

from .legibilidad import medir

pytestmark = pytest.mark.sin_base

FACIL, LO_MENOS = 65, 50  # «bastante fácil»; y ninguna mucho peor que las demás
POCAS_PALABRAS, MUESTRA = (
    8,
    20,
)  # menos no se mide sola: es un rótulo o un ejemplo; ni un formulario con menos
_EN_PLANTILLA = re.compile(r'class="campo__ayuda"[^>]*>(.*?)</(?:p|div)>', re.DOTALL)
_TRADUCIDO = re.compile(r'{% translate "(.*?)" %}')
_SUELTO = re.compile(r"{[{%].*?[}%]}")


def ayudas() -> dict[str, list[str]]:
    """Dónde se leen → sus textos, sin marcas."""
    juntas: dict[str, dict[str, None]] = defaultdict(dict)
    for donde, texto in (*_de_cuestionarios(), *_de_formularios(), *_de_plantillas()):
        juntas[donde] |= {strip_tags(texto): None}
    return {donde: list(textos) for donde, textos in juntas.items()}


def _de_cuestionarios() -> Iterator[tuple[str, str]]:
    for clave, definicion in DEFINICIONES.items():
        for seccion in definicion:
            de_preguntas = (t for pregunta in seccion.preguntas for t in (pregunta.ayuda, *pregunta.guia))
            for texto in (seccion.ayuda, *(dicho for _, dicho in seccion.glosario), *de_preguntas):
                if texto:
                    yield clave, texto
    yield from (("consentimiento", texto) for texto in consentimiento._IMPLICA.values())


def _de_formularios() -> Iterator[tuple[str, str]]:
    for formulario in _propios(forms.BaseForm):
        for nombre, campo in formulario.base_fields.items():
            if campo.help_text and nombre != "passwordless":  # lo trae allauth y el nuestro lo quita
                yield formulario.__module__, str(campo.help_text)


def _propios(clase: type) -> Iterator[type]:
    for hija in clase.__subclasses__():
        if hija.__module__.startswith("conoceles."):
            yield hija
        yield from _propios(hija)


def _de_plantillas() -> Iterator[tuple[str, str]]:
    for ruta in sorted(Path(settings.PAQUETE, "templates").rglob("*.html")):
        for contenido in _EN_PLANTILLA.findall(ruta.read_text(encoding="utf-8")):
            if texto := _SUELTO.sub("", _TRADUCIDO.sub(r"\1", contenido)).strip():
                yield "plantillas", texto


def test_toda_ayuda_se_lee_facil():
    todas, dificiles = ayudas(), []
    assert sum(map(len, todas.values())) > 90
    assert {"curricular-2022", "identidad-2022", "consentimiento", "plantillas"} < todas.keys()
    for donde, textos in todas.items():
        todo = medir(textos)
        if todo.palabras >= MUESTRA and todo.inflesz < FACIL:
            dificiles.append(f"{donde}: {todo.inflesz:.0f}")
        for texto in textos:
            suya = medir([texto])
            if suya.palabras >= POCAS_PALABRAS and suya.inflesz < LO_MENOS:
                dificiles.append(f"{donde}: {suya.inflesz:.0f}, {texto}")
    assert not dificiles, "\n".join(dificiles)
