"""Disparadores que hacen una tabla sólo de agregar, en SQLite y en PostgreSQL.

Son la última puerta: aunque alguien entre a la base por fuera de la aplicación, un UPDATE, un
DELETE o (en PostgreSQL) un TRUNCATE se rechazan. En SQLite hace falta `recursive_triggers=ON`
para que un INSERT OR REPLACE no los esquive, y alterar la tabla los borra: por eso se comprueba
al arrancar que existen.
"""

from dataclasses import dataclass

from django.db import connection, migrations


@dataclass(frozen=True)
class SoloAgregar:
    """Una tabla que no se edita ni se borra.

    `borrables` son las columnas que pueden pasar a NULL (la supresión de datos personales borra el
    contenido y deja la constancia); cualquier otro cambio se rechaza.
    """

    tabla: str
    columnas: tuple[str, ...] = ()
    borrables: tuple[str, ...] = ()

    @property
    def nombres(self) -> tuple[str, str]:
        return f"{self.tabla}_sin_update", f"{self.tabla}_sin_delete"

    def _condicion(self, distinto: str) -> str:
        if not self.borrables:
            return "1=1"
        fijas = [f"NEW.{c} {distinto} OLD.{c}" for c in self.columnas if c not in self.borrables]
        anulables = [f"(NEW.{c} IS NOT NULL AND NEW.{c} {distinto} OLD.{c})" for c in self.borrables]
        return " OR ".join(fijas + anulables)

    def _sql_sqlite(self) -> list[str]:
        sin_update, sin_delete = self.nombres
        mensaje = f"'{self.tabla} es sólo de agregar'"
        return [
            f"CREATE TRIGGER IF NOT EXISTS {sin_update} BEFORE UPDATE ON {self.tabla} "
            f"WHEN {self._condicion('IS NOT')} BEGIN SELECT RAISE(ABORT, {mensaje}); END",
            f"CREATE TRIGGER IF NOT EXISTS {sin_delete} BEFORE DELETE ON {self.tabla} "
            f"BEGIN SELECT RAISE(ABORT, {mensaje}); END",
        ]

    def _sql_postgresql(self) -> list[str]:
        sin_update, sin_delete = self.nombres
        return [
            "CREATE OR REPLACE FUNCTION conoceles_solo_agregar() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION '% es sólo de agregar', TG_TABLE_NAME; END $$",
            f"CREATE OR REPLACE TRIGGER {sin_update} BEFORE UPDATE ON {self.tabla} FOR EACH ROW "
            f"WHEN ({self._condicion('IS DISTINCT FROM')}) EXECUTE FUNCTION conoceles_solo_agregar()",
            f"CREATE OR REPLACE TRIGGER {sin_delete} BEFORE DELETE OR TRUNCATE ON {self.tabla} "
            "FOR EACH STATEMENT EXECUTE FUNCTION conoceles_solo_agregar()",
        ]

    def poner(self) -> None:
        """Crea los disparadores; si ya estaban, no cambia nada."""
        sentencias = self._sql_sqlite() if connection.vendor == "sqlite" else self._sql_postgresql()
        with connection.cursor() as cursor:
            for sentencia in sentencias:
                cursor.execute(sentencia)

    def quitar(self) -> None:
        """Sólo para deshacer la migración y para vaciar la base entre pruebas."""
        sobre = "" if connection.vendor == "sqlite" else f" ON {self.tabla}"
        with connection.cursor() as cursor:
            for nombre in self.nombres:
                cursor.execute(f"DROP TRIGGER IF EXISTS {nombre}{sobre}")

    def faltantes(self) -> list[str]:
        """Los disparadores que la base no tiene o tiene desactivados; vacío si está completa."""
        consulta = (
            "SELECT name FROM sqlite_master WHERE type='trigger' AND tbl_name=%s"
            if connection.vendor == "sqlite"
            else "SELECT tgname FROM pg_trigger WHERE tgrelid=%s::regclass AND NOT tgisinternal "
            "AND tgenabled <> 'D'"
        )
        with connection.cursor() as cursor:
            cursor.execute(consulta, [self.tabla])
            presentes = {fila[0] for fila in cursor.fetchall()}
        return [nombre for nombre in self.nombres if nombre not in presentes]

    def operacion(self) -> migrations.RunPython:
        """La operación de migración que los pone y los quita."""
        return migrations.RunPython(lambda apps, editor: self.poner(), lambda apps, editor: self.quitar())
