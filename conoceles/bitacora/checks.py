"""Al arrancar: que los disparadores que cuidan las tablas sólo de agregar sigan ahí.

En SQLite alterar una tabla los borra y sin `recursive_triggers` un INSERT OR REPLACE los esquiva; en
PostgreSQL alguien puede desactivarlos. Nada de eso deja rastro en la tabla: por eso se mira.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Error, Tags, Warning, register
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from conoceles.comun.disparadores import SoloAgregar, ajenos

# Todas las tablas sólo de agregar del programa, según cada aplicación las dice al cargarse.
REGISTRADAS: list[SoloAgregar] = []


def comprobar(disparadores: SoloAgregar) -> list[CheckMessage]:
    """Los defectos de una tabla sólo de agregar; vacío si está completa o si aún no existe."""
    if disparadores.tabla not in connection.introspection.table_names():
        return []
    faltantes = disparadores.faltantes()
    # Avisos y no errores lo que pone al día `migrate`, que no corre con errores: el que una versión nueva del programa
    # trae para una tabla que ya estaba, y el de una anterior.
    mensaje, remedio, clave = (
        (Warning, "Ejecute migrate.", "bitacora.W003")
        if faltantes and _falta_migrar()
        else (Error, "Averigüe quién lo quitó y vuelva a ponerlo con SoloAgregar.poner().", "bitacora.E001")
    )
    errores: list[CheckMessage] = [
        mensaje(
            f"Falta el disparador {nombre}: {disparadores.tabla} podría editarse o borrarse.",
            hint=remedio,
            id=clave,
        )
        for nombre in faltantes
    ]
    errores += [
        Warning(
            f"El disparador {nombre} no es el de este programa: {disparadores.tabla} podría editarse o borrarse.",
            hint="Si acaba de actualizar, ejecute migrate; si no, averigüe quién lo cambió.",
            id="bitacora.W001",
        )
        for nombre in disparadores.cambiados()
    ]
    if not _disparadores_recursivos():
        errores.append(
            Error(
                "SQLite tiene apagado recursive_triggers: un INSERT OR REPLACE borraría renglones sin aviso.",
                hint="Póngalo en el init_command de la base.",
                id="bitacora.E002",
            )
        )
    return errores


@register(Tags.database)
def comprobar_ajenos(*, databases: Sequence[str] | None = None, **opciones: Any) -> list[CheckMessage]:
    """Uno que no es del programa puede deshacer lo que se escribe sin que quede rastro: se nombra, sea de la tabla que sea."""
    if "default" not in (databases or ()):
        return []
    return [
        Warning(
            f"El disparador {nombre} de {tabla} no es de este programa: puede borrar o cambiar lo que se escribe.",
            hint="Averigüe quién lo puso y quítelo.",
            id="bitacora.W002",
        )
        for nombre, tabla in ajenos(REGISTRADAS)
    ]


def _falta_migrar() -> bool:
    ejecutor = MigrationExecutor(connection)
    return bool(ejecutor.migration_plan(ejecutor.loader.graph.leaf_nodes()))


def _disparadores_recursivos() -> bool:
    if connection.vendor != "sqlite":
        return True
    with connection.cursor() as cursor:
        return bool(cursor.execute("PRAGMA recursive_triggers").fetchone()[0])


def registrar(disparadores: SoloAgregar) -> None:
    """La comprobación de una tabla. Corre con `check --database default` y antes de migrar."""
    REGISTRADAS.append(disparadores)

    def comprobacion(*, databases: Sequence[str] | None = None, **opciones: Any) -> list[CheckMessage]:
        return comprobar(disparadores) if "default" in (databases or ()) else []

    register(comprobacion, Tags.database)
