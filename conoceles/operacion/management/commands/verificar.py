"""`conoceles verificar`: que nadie haya tocado por fuera la bitácora ni lo publicado."""

from typing import Any

from django.core.checks import Tags, run_checks
from django.core.management import BaseCommand, CommandError

from conoceles.bitacora import cadena
from conoceles.publicacion import integridad


def _disparadores() -> str | None:
    """El primer aviso de los disparadores que hacen las tablas sólo de agregar."""
    return next((str(aviso.msg) for aviso in run_checks(tags=[Tags.database], databases=["default"])), None)


REVISIONES = {
    "Tablas sólo de agregar": _disparadores,
    "Cadena de la bitácora": cadena.primer_defecto,
    "Instantáneas y fichas": integridad.primer_defecto,
}


class Command(BaseCommand):
    help = "Revisa la bitácora y lo publicado contra sus huellas. Sale con código 1 si algo no cuadra; no cambia nada."

    def handle(self, *args: Any, **options: Any) -> None:
        defectos = 0
        for nombre, revisar in REVISIONES.items():
            defecto = revisar()
            defectos += defecto is not None
            self.stdout.write(f"{nombre}: {defecto or 'bien'}")
        if defectos:
            raise CommandError(f"{defectos} de {len(REVISIONES)} revisiones encontraron un defecto.")
