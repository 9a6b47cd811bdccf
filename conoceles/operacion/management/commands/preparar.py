"""`conoceles preparar PLANTILLA`: deja una instalación lista para servir. Repetirlo no cambia nada."""

from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandParser, call_command


class Command(BaseCommand):
    help = "Migra la base, crea la caché, reúne los estáticos y, si se indica, carga la plantilla vigente."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "plantilla", nargs="?", help="nombre de una plantilla incluida o ruta de un .toml"
        )

    def handle(self, *args: Any, plantilla: str | None, **options: Any) -> None:
        silencio = {"verbosity": 0, "interactive": False}
        self.stdout.write("Preparando la base de datos…")
        call_command("migrate", **silencio)
        if "llaves" in settings.DATABASES:
            call_command("migrate", database="llaves", **silencio)
        if "cache" in settings.DATABASES:
            call_command("createcachetable", database="cache", verbosity=0)
        self.stdout.write("Reuniendo los archivos estáticos…")
        call_command("collectstatic", **silencio)
        if plantilla:
            call_command("cargar_proceso", plantilla, vigente=True)
        self.stdout.write(self.style.SUCCESS("Listo."))
