"""Una base que deja de contestar sin cerrarse, como un servidor colgado: nadie puede empezar a leer de ella."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# Los candados del índice del WAL: escritura, punto de control, recuperación y cinco de lectura
# (https://www.sqlite.org/walformat.html#wal_locks).
_PRIMERO, _CUANTOS = 120, 8


@contextmanager
def base_muda(archivo: Path) -> Iterator[None]:
    """Toma todos los candados del WAL de esa base SQLite; quien la pida espera hasta que se suelten."""
    with archivo.with_name(archivo.name + "-shm").open("r+b") as indice:
        fcntl.lockf(indice, fcntl.LOCK_EX, _CUANTOS, _PRIMERO)
        try:
            yield
        finally:
            fcntl.lockf(indice, fcntl.LOCK_UN, _CUANTOS, _PRIMERO)
