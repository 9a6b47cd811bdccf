"""`conoceles demo`: deja lista la demostración. Si ya es de hoy, no hace nada; si es de otro día, la rehace."""

import shutil
from datetime import date
from pathlib import Path
from time import monotonic
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, call_command
from django.db import connections
from django.utils import timezone

from conoceles.demo.cargar import cargar

SELLO = "demostracion.lista"


class Command(BaseCommand):
    help = "Prepara el proceso ficticio con fechas relativas a hoy."

    def handle(self, *args: Any, **options: Any) -> None:
        if not settings.CONOCELES_DEMO:
            raise CommandError(
                "La demostración sólo se monta con DJANGO_SETTINGS_MODULE=conoceles.config.settings.demo"
            )
        sello = Path(settings.DATOS) / SELLO
        hoy = timezone.localdate()
        if sello.exists() and sello.read_text(encoding="utf-8") == hoy.isoformat():
            self._decir_a_donde()
            return
        self._empezar_de_cero(sello, hoy)
        self._decir_a_donde()

    def _empezar_de_cero(self, sello: Path, hoy: date) -> None:
        inicio = monotonic()
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
        sello.write_text(hoy.isoformat(), encoding="utf-8")
        self.stdout.write(self.style.SUCCESS(f"Demostración lista en {monotonic() - inicio:.0f} s."))

    def _decir_a_donde(self) -> None:
        self.stdout.write(
            "\n  DATOS FICTICIOS. Abra en su navegador la dirección que sigue; para entrar como candidata,"
            "\n  validadora o cualquier otro papel, vaya a /demo/. Para terminar: Ctrl+C.\n"
        )
