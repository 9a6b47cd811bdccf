"""Códigos QR en SVG, para una página y para un documento."""

from __future__ import annotations

import io

import segno
from django.utils.safestring import SafeString, mark_safe


def en_linea(texto: str, *, titulo: str, clase: str) -> SafeString:
    """El dibujo para ponerlo dentro de la página; `titulo` es su texto alternativo."""
    codigo = segno.make(texto, error="m")
    # Es seguro: segno escapa el título y lo demás son trazos.
    dibujo = codigo.svg_inline(omitsize=True, border=4, svgclass=clase, title=titulo)
    return mark_safe(dibujo.replace("<svg ", '<svg role="img" ', 1))  # noqa: S308


def svg(texto: str) -> bytes:
    """El mismo código como archivo, sin margen: el documento pone el suyo."""
    salida = io.BytesIO()
    segno.make(texto, error="m").save(salida, kind="svg", border=0, xmldecl=False)
    return salida.getvalue()
