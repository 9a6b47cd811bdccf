"""Avisos de instalación que se ven con `check`; el de SQLite, con `check --deploy`."""

import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core import checks

from .sqlite import VERSION_SIN_DEFECTO


@checks.register(checks.Tags.security, deploy=True)
def sqlite_al_dia(app_configs: Any, **opciones: Any) -> list[checks.Warning]:
    """El WAL de SQLite 3.7.0 a 3.51.2 puede corromperse con dos o más conexiones."""
    usa_sqlite = any("sqlite3" in str(base["ENGINE"]) for base in settings.DATABASES.values())
    if not usa_sqlite or sqlite3.sqlite_version_info >= VERSION_SIN_DEFECTO:
        return []
    return [
        checks.Warning(
            f"SQLite {sqlite3.sqlite_version} tiene un defecto que puede dañar la base con varias conexiones.",
            hint="Instale el extra `sqlite` (pysqlite3) o use PostgreSQL con CONOCELES_BASE.",
            id="conoceles.W001",
        )
    ]


@checks.register(checks.Tags.translation)
def lenguas_compiladas(app_configs: Any, **opciones: Any) -> list[checks.Warning]:
    """Una lengua traducida y sin compilar no se ofrece, y nada más lo diría."""
    return [
        checks.Warning(
            f"La lengua «{lengua}» está traducida y no compilada: el sitio no la ofrece.",
            hint="Ejecute `python -m herramientas.catalogos compilar`; si le faltan textos, dirá cuáles.",
            id="conoceles.W002",
        )
        for lengua in _sin_compilar()
    ]


def _sin_compilar() -> Iterator[str]:
    for carpeta in map(Path, settings.LOCALE_PATHS):
        for fuente in sorted(carpeta.glob("*/LC_MESSAGES/django.po")):
            if not fuente.with_suffix(".mo").exists():
                yield fuente.parts[-3]
