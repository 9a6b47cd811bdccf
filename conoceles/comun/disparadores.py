"""Disparadores que hacen una tabla sólo de agregar, en SQLite y en PostgreSQL.

Son la última puerta: aunque alguien entre a la base por fuera de la aplicación, un UPDATE, un
DELETE o (en PostgreSQL) un TRUNCATE se rechazan. En SQLite hace falta `recursive_triggers=ON`
para que un INSERT OR REPLACE no los esquive, y alterar la tabla los borra: por eso se comprueba
al arrancar que existen y que dicen lo que aquí está escrito.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.db import connection, migrations

_CUERPO = "BEGIN RAISE EXCEPTION '% es sólo de agregar', TG_TABLE_NAME; END"


@dataclass(frozen=True)
class SoloAgregar:
    """Una tabla que no se edita ni se borra.

    `borrables` son las columnas que pueden pasar a NULL, todas a la vez (la supresión de datos personales
    borra el contenido y deja la constancia); cualquier otro cambio se rechaza.
    """

    tabla: str
    columnas: tuple[str, ...] = ()
    borrables: tuple[str, ...] = ()

    @property
    def nombres(self) -> tuple[str, str]:
        return f"{self.tabla}_sin_update", f"{self.tabla}_sin_delete"

    def _condicion(self, distinto: str) -> str:
        """Cuándo se rechaza un cambio: si toca algo fijo o si de lo borrable queda algo."""
        fijas = [f"NEW.{c} {distinto} OLD.{c}" for c in self.columnas if c not in self.borrables]
        quedan = [f"NEW.{c} IS NOT NULL" for c in self.borrables]
        return " OR ".join(fijas + quedan) or "1=1"

    def _creaciones(self) -> dict[str, str]:
        """Cada disparador y la orden que lo crea en este motor."""
        es_sqlite = connection.vendor == "sqlite"
        ordenes = self._en_sqlite() if es_sqlite else self._en_postgresql()
        return dict(zip(self.nombres, ordenes, strict=True))

    def _en_sqlite(self) -> tuple[str, str]:
        sin_update, sin_delete = self.nombres
        mensaje = f"'{self.tabla} es sólo de agregar'"
        return (
            f"CREATE TRIGGER {sin_update} BEFORE UPDATE ON {self.tabla} "
            f"WHEN {self._condicion('IS NOT')} BEGIN SELECT RAISE(ABORT, {mensaje}); END",
            f"CREATE TRIGGER {sin_delete} BEFORE DELETE ON {self.tabla} "
            f"BEGIN SELECT RAISE(ABORT, {mensaje}); END",
        )

    def _en_postgresql(self) -> tuple[str, str]:
        sin_update, sin_delete = self.nombres
        return (
            f"CREATE TRIGGER {sin_update} BEFORE UPDATE ON {self.tabla} FOR EACH ROW "
            f"WHEN ({self._condicion('IS DISTINCT FROM')}) EXECUTE FUNCTION conoceles_solo_agregar()",
            f"CREATE TRIGGER {sin_delete} BEFORE DELETE OR TRUNCATE ON {self.tabla} "
            "FOR EACH STATEMENT EXECUTE FUNCTION conoceles_solo_agregar()",
        )

    def poner(self) -> None:
        """Crea los disparadores; si ya estaban, los reemplaza."""
        self.quitar()
        with connection.cursor() as cursor:
            if connection.vendor != "sqlite":
                cursor.execute(
                    "CREATE OR REPLACE FUNCTION conoceles_solo_agregar() RETURNS trigger LANGUAGE plpgsql AS "
                    f"$$ {_CUERPO} $$"
                )
            for creacion in self._creaciones().values():
                cursor.execute(creacion)

    def quitar(self) -> None:
        """Sólo para deshacer la migración y para vaciar la base entre pruebas."""
        sobre = "" if connection.vendor == "sqlite" else f" ON {self.tabla}"
        with connection.cursor() as cursor:
            for nombre in self.nombres:
                cursor.execute(f"DROP TRIGGER IF EXISTS {nombre}{sobre}")

    def faltantes(self) -> list[str]:
        """Los disparadores que la base no tiene o tiene desactivados; vacío si está completa."""
        presentes = self._presentes()
        return [nombre for nombre in self.nombres if nombre not in presentes]

    def cambiados(self) -> list[str]:
        """Los que están y no hacen lo que aquí está escrito: con el mismo nombre podrían no impedir nada."""
        creaciones = self._creaciones()
        return [
            nombre
            for nombre, (definicion, cuerpo) in self._presentes().items()
            if _esencia(definicion) != _esencia(creaciones.get(nombre, "")) or cuerpo.strip() != _CUERPO
        ]

    def _presentes(self) -> dict[str, tuple[str, str]]:
        """Los de la tabla que la base sí dispara: su definición y el cuerpo de la función que llaman."""
        consulta = (
            "SELECT name, sql FROM sqlite_master WHERE type='trigger' AND tbl_name=%s"
            if connection.vendor == "sqlite"
            else "SELECT tgname, pg_get_triggerdef(t.oid, true), prosrc FROM pg_trigger t "
            "JOIN pg_proc p ON p.oid = tgfoid WHERE tgrelid=%s::regclass AND NOT tgisinternal "
            "AND tgenabled IN ('O', 'A')"
        )
        with connection.cursor() as cursor:
            cursor.execute(consulta, [self.tabla])
            return {
                nombre: (definicion, cuerpo[0] if cuerpo else _CUERPO)
                for nombre, definicion, *cuerpo in cursor.fetchall()
            }

    def operacion(self) -> migrations.RunPython:
        """La operación de migración que los pone y los quita."""
        return migrations.RunPython(lambda apps, editor: self.poner(), lambda apps, editor: self.quitar())


def ajenos(conocidas: Iterable[SoloAgregar]) -> list[tuple[str, str]]:
    """(disparador, tabla) de los que hay en la base y no son del programa: uno puede borrar lo que otra tabla recibe."""
    nuestros = {nombre for tabla in conocidas for nombre in tabla.nombres}
    consulta = (
        "SELECT name, tbl_name FROM sqlite_master WHERE type='trigger'"
        if connection.vendor == "sqlite"
        else "SELECT tgname, c.relname FROM pg_trigger t JOIN pg_class c ON c.oid = tgrelid "
        "JOIN pg_namespace n ON n.oid = c.relnamespace WHERE NOT tgisinternal AND n.nspname = current_schema()"
    )
    with connection.cursor() as cursor:
        cursor.execute(consulta)
        return sorted((nombre, tabla) for nombre, tabla in cursor.fetchall() if nombre not in nuestros)


def _esencia(creacion: str) -> str:
    """Sin lo que PostgreSQL cambia al devolverla: mayúsculas, espacios, paréntesis y tipos que agrega."""
    return re.sub(r"::character varying|::\w+|[()\s]", "", creacion.lower())
