"""La instalación entera, bases y archivos: guardarla, volver a ella y retratarla para saber si dos son iguales."""

from __future__ import annotations

import hashlib
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

CON_DATOS = ("default", "llaves")  # la tercera base sólo guarda límites de intentos y avances

LLAVES = "llaves.llaves_llave"
# Las llaves nacen del azar de OpenSSL, que no se repite: de ellas y de lo que cifran sólo se cuentan las filas.
# Que cada sobre se abra y diga lo que su huella lo comprueba `verificar`.
OPACAS = (LLAVES, "default.publicacion_partedeidentidad")


class Retrato(NamedTuple):
    """Por tabla, cuántas filas y la huella de todas; por archivo público, la de sus bytes."""

    tablas: dict[str, tuple[int, str]]
    archivos: dict[str, str]

    def distintas(self, otro: Retrato) -> list[str]:
        """Las tablas en que difieren. Una llave de más no cuenta: vive en otra base y no abre nada que exista."""
        distintas = {tabla for tabla in self.tablas if self.tablas[tabla] != otro.tablas[tabla]}
        if self.tablas[LLAVES] > otro.tablas[LLAVES]:
            distintas.discard(LLAVES)
        return sorted(distintas)

    def en_cuentas(self) -> Retrato:
        """Sin mirar el contenido: PostgreSQL no deshace sus secuencias y lo repetido lleva otras llaves."""
        return Retrato({tabla: (filas, "") for tabla, (filas, _) in self.tablas.items()}, self.archivos)

    def le_faltan(self, otro: Retrato) -> list[str]:
        """Los archivos del otro que aquí no están o son otros. Uno de más no daña: nada lo nombra."""
        return sorted(ruta for ruta in otro.archivos if self.archivos.get(ruta) != otro.archivos[ruta])


def retratar() -> Retrato:
    from django.core.files.storage import storages
    from django.db import connections

    tablas = {}
    for alias in CON_DATOS:
        with connections[alias].cursor() as cursor:
            for tabla in connections[alias].introspection.table_names(cursor):
                cursor.execute(f'SELECT * FROM "{tabla}"')  # noqa: S608 (los nombres los da la base)
                filas = sorted(map(repr, cursor.fetchall()))
                nombre = f"{alias}.{tabla}"
                tablas[nombre] = len(filas), "" if nombre in OPACAS else _huella("\n".join(filas).encode())
    publicos = Path(storages["publico"].location)
    archivos = {str(a.relative_to(publicos)): _huella(a.read_bytes()) for a in _archivos(publicos)}
    return Retrato(tablas, archivos)


def _huella(contenido: bytes) -> str:
    return hashlib.sha256(contenido).hexdigest()


def _archivos(carpeta: Path) -> Iterator[Path]:
    return (ruta for ruta in carpeta.rglob("*") if ruta.is_file())


def guardar(nombre: str) -> None:
    """Una copia de todo, a la que se regresa con `volver`."""
    _copiar(nombre, de_vuelta=False)


def volver(nombre: str) -> None:
    _copiar(nombre, de_vuelta=True)


def _copiar(nombre: str, *, de_vuelta: bool) -> None:
    from django.conf import settings
    from django.db import connections

    connections.close_all()  # nadie se queda mirando una base que va a cambiar
    for alias in CON_DATOS:
        base = connections[alias]
        _copiar_base(base, *_sentido(str(base.settings_dict["NAME"]), f"_{nombre}", de_vuelta))
    _copiar_carpeta(*map(Path, _sentido(str(settings.MEDIA_ROOT), f"-{nombre}", de_vuelta)))


def _sentido(original: str, sufijo: str, de_vuelta: bool) -> tuple[str, str]:
    """De dónde a dónde."""
    return (original + sufijo, original) if de_vuelta else (original, original + sufijo)


def _copiar_base(base: Any, de: str, a: str) -> None:
    if base.vendor == "postgresql":
        with base._nodb_cursor() as cursor:
            cursor.execute(f'DROP DATABASE IF EXISTS "{a}" WITH (FORCE)')
            cursor.execute(f'CREATE DATABASE "{a}" TEMPLATE "{de}"')
        return
    for sufijo in ("", "-wal", "-shm"):
        Path(a + sufijo).unlink(missing_ok=True)
        if Path(de + sufijo).exists():
            shutil.copyfile(de + sufijo, a + sufijo)


def _copiar_carpeta(de: Path, a: Path) -> None:
    shutil.rmtree(a, ignore_errors=True)
    if de.exists():
        shutil.copytree(de, a)
