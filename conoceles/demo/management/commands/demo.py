"""`conoceles demo`: deja lista la demostración. Si ya es de hoy y de este código, no hace nada; si no, la rehace."""

import gc
import hashlib
import shutil
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connections
from django.utils import timezone

from conoceles.demo.cargar import cargar

SELLO = "demostracion.lista"
# Se crean millones de objetos que viven hasta el final: recorrerlos cada 700 gasta un segundo de cada siete.
OBJETOS_ENTRE_RECOLECCIONES = 100_000


def _huella_del_codigo() -> str:
    """Cambia con cualquier archivo del paquete: una base de otra versión tendría otras tablas y otros estilos."""
    estados = [
        (str(archivo.relative_to(settings.PAQUETE)), archivo.stat().st_size, archivo.stat().st_mtime_ns)
        for archivo in sorted(settings.PAQUETE.rglob("*"))
        if archivo.is_file() and archivo.suffix != ".pyc"
    ]
    return hashlib.sha256(repr(estados).encode()).hexdigest()[:16]


class Command(BaseCommand):
    help = "Prepara el proceso ficticio con fechas relativas a hoy."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.CONOCELES_DEMO:
            raise CommandError(
                "La demostración sólo se monta con DJANGO_SETTINGS_MODULE=conoceles.config.settings.demo"
            )
        sello = Path(settings.DATOS) / SELLO
        marca = f"{timezone.localdate().isoformat()} {_huella_del_codigo()}"
        if sello.exists() and sello.read_text(encoding="utf-8") == marca:
            self._decir_a_donde()
            return
        self._empezar_de_cero(sello, marca)
        self._decir_a_donde()

    def _empezar_de_cero(self, sello: Path, marca: str) -> None:
        inicio = monotonic()
        gc.set_threshold(OBJETOS_ENTRE_RECOLECCIONES)
        sello.unlink(missing_ok=True)
        connections.close_all()
        for base in settings.DATABASES.values():
            if "sqlite3" not in str(base["ENGINE"]):
                raise CommandError("La demostración se monta sobre SQLite: quite CONOCELES_BASE del entorno.")
            for cola in ("", "-wal", "-shm"):
                Path(f"{base['NAME']}{cola}").unlink(missing_ok=True)
        shutil.rmtree(settings.MEDIA_ROOT, ignore_errors=True)
        call_command("preparar")
        cargar(decir=lambda texto: self.stdout.write(texto))
        sello.write_text(marca, encoding="utf-8")
        self.stdout.write(self.style.SUCCESS(f"Demostración lista en {monotonic() - inicio:.0f} s."))

    def _decir_a_donde(self) -> None:
        self.stdout.write(
            "\n  DATOS FICTICIOS. Abra en su navegador la dirección que sigue; para entrar como candidata,"
            "\n  validadora o cualquier otro papel, vaya a /demo/. Para terminar: Ctrl+C.\n"
        )
