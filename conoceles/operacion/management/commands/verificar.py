"""`conoceles verificar`: que nadie haya tocado por fuera la bitácora, lo publicado ni lo que se firmó."""

from collections.abc import Callable
from typing import Any

from django.core.checks import Tags, run_checks
from django.core.management import BaseCommand, CommandError

from conoceles.bitacora import cadena
from conoceles.comun.base_quieta import base_quieta
from conoceles.cuestionarios import evidencia as cuestionarios
from conoceles.interrupciones import integridad as interrupciones
from conoceles.mensajes import integridad as mensajes
from conoceles.privacidad import integridad as privacidad
from conoceles.publicacion import retratos
from conoceles.publicacion.evidencia import (
    auditoria,
    cotejo_de_acuses,
    cotejo_de_vistos,
    cotejo_del_registro,
    integridad,
)
from conoceles.seguimiento import integridad as seguimiento


def _disparadores() -> str | None:
    """El primer aviso de los disparadores que hacen las tablas sólo de agregar."""
    return next((str(aviso.msg) for aviso in run_checks(tags=[Tags.database], databases=["default"])), None)


def _a_salvo(revisar: Callable[[], str | None]) -> str | None:
    """Lo que halla una revisión; si ni siquiera puede terminar, eso es lo que halla y las demás siguen."""
    try:
        with base_quieta():
            return revisar()
    except Exception as error:
        return f"no se pudo terminar ({type(error).__name__}: {error}); lo que leía no es lo que este programa escribió."


class Command(BaseCommand):
    help = "Revisa la bitácora, lo publicado y los puntos de control contra sus huellas y firmas. Sale con código 1 si algo no cuadra; no cambia nada."

    def handle(self, *args: Any, **options: Any) -> None:
        revisiones: dict[str, Callable[[], str | None]] = {
            "Tablas sólo de agregar": _disparadores,
            "Cadena de la bitácora": cadena.primer_defecto,
            "Instantáneas y fichas": integridad.primer_defecto,
            "Registro": cotejo_del_registro.primer_defecto,
            "Fotografías": retratos.primer_defecto,
            "Acuses y constancias": cotejo_de_acuses.primer_defecto,
            "Cuestionarios y observaciones": cuestionarios.primer_defecto,
            "Vistos buenos": cotejo_de_vistos.primer_defecto,
            "Cartas y avisos": mensajes.primer_defecto,
            "Plazos": seguimiento.primer_defecto,
            "Interrupciones": interrupciones.primer_defecto,
            "Lecturas y formatos de identidad": privacidad.primer_defecto,
            "Bitácora pública": lambda: auditoria.primer_defecto(self._decir_cuantas),
        }
        defectos = 0
        for nombre, revisar in revisiones.items():
            defecto = _a_salvo(revisar)
            defectos += defecto is not None
            self.stdout.write(f"{nombre}: {defecto or 'bien'}")
        if defectos:
            raise CommandError(f"{defectos} de {len(revisiones)} revisiones encontraron un defecto.")

    def _decir_cuantas(self, van: int) -> None:
        self.stdout.write(f"  {van:,} hojas…")
