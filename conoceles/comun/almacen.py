"""Dónde se guardan los archivos: ninguno existe a medias, aunque el servidor se apague al escribirlo."""

from __future__ import annotations

import os
import secrets
from datetime import datetime
from functools import cache
from pathlib import Path

from django.core.files import File
from django.core.files.storage import FileSystemStorage, storages
from whitenoise.storage import CompressedManifestStaticFilesStorage

SUELTOS = "sueltos"


class Estaticos(CompressedManifestStaticFilesStorage):
    """Las hojas y los guiones, con su huella en el nombre: mientras el programa corre no cambian, y su dirección tampoco."""

    url = cache(CompressedManifestStaticFilesStorage.url)


class AlmacenEntero(FileSystemStorage):
    """Cada archivo se escribe aparte y, ya completo en el disco, toma su nombre.

    Los retratos se llaman como su huella y no se vuelven a escribir si existen: uno cortado se quedaría así.
    """

    def _save(self, name: str, content: File) -> str:
        suelto: str = super()._save(f"{SUELTOS}/{secrets.token_hex(8)}", content)  # type: ignore[misc]
        with self.open(suelto) as archivo:
            os.fsync(archivo.fileno())
        destino = Path(self.path(name))
        destino.parent.mkdir(parents=True, exist_ok=True)
        Path(self.path(suelto)).replace(destino)
        return name

    def soltar(self, *, anteriores_a: datetime) -> int:
        """Borra lo que se quedó sin nombre antes de ese instante; devuelve cuántos archivos."""
        nombres = self.listdir(SUELTOS)[1] if self.exists(SUELTOS) else []
        rutas = [f"{SUELTOS}/{nombre}" for nombre in nombres]
        viejas = [ruta for ruta in rutas if self.get_modified_time(ruta) < anteriores_a]
        for ruta in viejas:
            self.delete(ruta)
        return len(viejas)


def soltar_lo_cortado(*, anteriores_a: datetime) -> int:
    """Lo mismo en los dos almacenes, el privado y el público."""
    almacenes = (storages[nombre] for nombre in ("privado", "publico"))
    return sum(a.soltar(anteriores_a=anteriores_a) for a in almacenes if isinstance(a, AlmacenEntero))
