"""SQLite al día: el del sistema (3.7.0 a 3.51.2) puede corromper el WAL con dos o más conexiones."""

import sqlite3
import sys

VERSION_SIN_DEFECTO = (3, 51, 3)


def preferir_sqlite_al_dia() -> None:
    """Pone `pysqlite3` en el lugar de `sqlite3` si está instalado y el del sistema tiene el defecto.

    Ha de llamarse antes de que Django importe su motor.
    """
    if sqlite3.sqlite_version_info >= VERSION_SIN_DEFECTO:
        return
    try:
        import pysqlite3.dbapi2
    except ImportError:
        return
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = pysqlite3.dbapi2
