"""Qué versiones hay y cuál rige. No consulta nada: por eso lo usan lo privado y lo público.

Cada versión son dos archivos, `AAAA-MM-DD-simplificado.html` y `AAAA-MM-DD-integral.html`, con la fecha desde
la que rige. Son plantillas con una sola variable, `instituto`. Un texto que ya rigió no se edita: se agrega otro
con su fecha. La clave lleva un trozo de la huella para que un texto retocado a escondidas sea otra versión y se
vuelva a preguntar.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, Template
from django.utils.safestring import SafeString


@dataclass(frozen=True)
class Aviso:
    """Una versión: `clave` es la que se guarda con cada consentimiento; `huella`, SHA-256 de sus dos textos."""

    clave: str
    desde: date
    huella: str
    _simplificado: str
    _integral: str

    def simplificado(self, instituto: object) -> SafeString:
        """El de ocho renglones, con el nombre y el contacto del instituto."""
        return _dibujar(self._simplificado, instituto)

    def integral(self, instituto: object) -> SafeString:
        """El completo. Sus títulos empiezan en h3."""
        return _dibujar(self._integral, instituto)


def _dibujar(texto: str, instituto: object) -> SafeString:
    return Template(texto).render(Context({"instituto": instituto}))


def versiones() -> tuple[Aviso, ...]:
    """Todas, de la más antigua a la más reciente; nunca está vacía."""
    return _leer(settings.CONOCELES_AVISOS)


def en_vigor(hoy: date) -> Aviso:
    """La que rige ese día; antes de la primera, la primera."""
    todas = versiones()
    return next((aviso for aviso in reversed(todas) if aviso.desde <= hoy), todas[0])


def por_clave(clave: str) -> Aviso | None:
    return next((aviso for aviso in versiones() if aviso.clave == clave), None)


@lru_cache(maxsize=4)
def _leer(carpeta: Path) -> tuple[Aviso, ...]:
    avisos = tuple(_aviso(archivo) for archivo in sorted(carpeta.glob("*-simplificado.html")))
    if not avisos:
        raise ImproperlyConfigured(
            f"No hay avisos de privacidad en {carpeta}. Ponga ahí AAAA-MM-DD-simplificado.html y "
            "AAAA-MM-DD-integral.html, o quite CONOCELES_AVISOS para usar los de fábrica."
        )
    return avisos


def _aviso(archivo: Path) -> Aviso:
    """
    Raises:
        ImproperlyConfigured: si el nombre no empieza con una fecha o falta el integral.
    """
    fecha = archivo.name.removesuffix("-simplificado.html")
    try:
        desde = date.fromisoformat(fecha)
        textos = [archivo.read_text("utf-8"), archivo.with_name(f"{fecha}-integral.html").read_text("utf-8")]
    except (ValueError, OSError) as error:
        raise ImproperlyConfigured(
            f"No se puede usar el aviso de privacidad {archivo.name}: {error}"
        ) from None
    huella = hashlib.sha256("\0".join(textos).encode()).hexdigest()
    return Aviso(f"{fecha}-{huella[:8]}", desde, huella, *textos)
