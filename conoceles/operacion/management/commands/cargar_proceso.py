"""`conoceles cargar_proceso PLANTILLA`: deja un proceso electoral listo para recibir su registro."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from conoceles.publicacion.registro import leer_plantilla
from conoceles.registro.plantillas import Carga, disponibles
from conoceles.registro.revision import ArchivoInvalido
from conoceles.territorio.acciones import cargar_proceso


class Command(BaseCommand):
    help = "Carga la plantilla de un proceso electoral. Cargarla dos veces deja lo mismo."

    def add_arguments(self, parser: CommandParser) -> None:
        trae = ", ".join(disponibles())
        parser.add_argument("plantilla", help=f"Ruta de un archivo TOML, o una de: {trae}")
        parser.add_argument("--vigente", action="store_true", help="Es el proceso que el sitio muestra.")

    def handle(self, *args: Any, **opciones: Any) -> None:
        try:
            plantilla = leer_plantilla(opciones["plantilla"])
            carga = cargar_proceso(plantilla=plantilla, por=None, vigente=opciones["vigente"])
        except ArchivoInvalido as error:
            raise CommandError(
                f"No se cargó nada; la plantilla tiene por corregir {len(error.problemas)}:\n{error}"
            ) from error
        self._informar(carga)
        for pendiente in plantilla.pendientes:
            self.stdout.write(self.style.WARNING(f"  Pendiente: {pendiente}"))

    def _informar(self, carga: Carga) -> None:
        titulo = f"{carga.proceso.nombre} ({carga.proceso.clave})"
        if not carga.hubo_cambios:
            self.stdout.write(f"{titulo}: sin cambios.")
            return
        cuentas = ", ".join(f"{n} {lista.replace('_', ' ')}" for lista, n in carga.cuentas.items())
        self.stdout.write(self.style.SUCCESS(f"{titulo}: cargado. {cuentas or 'Ahora es el vigente'}."))
        for sobrante in carga.sobrantes:
            self.stdout.write(f"  Ya no está en la plantilla y se conserva: {sobrante}")
