"""Servidores de usar y tirar, cada uno en su puerto y en el núcleo 0; se detienen por su número de proceso."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .poblar import RAIZ, entorno

NUCLEO_DEL_SERVIDOR, NUCLEO_DE_LA_CARGA = "0", "1"
TIC = 1 / os.sysconf("SC_CLK_TCK")  # segundos: lo menos que /proc sabe contar

_NGINX = """
daemon off; worker_processes 1; pid {carpeta}/nginx.pid; error_log {carpeta}/error.log;
events {{ worker_connections 512; }}
http {{
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=10000;
  client_body_temp_path {carpeta}; proxy_temp_path {carpeta}; fastcgi_temp_path {carpeta};
  uwsgi_temp_path {carpeta}; scgi_temp_path {carpeta};
  server {{
    listen 127.0.0.1:{puerto}; root {carpeta}/sitio;
    default_type "text/html; charset=utf-8";
    add_header Content-Encoding br; add_header Cache-Control "public, max-age=60"; add_header Vary Accept-Encoding;
  }}
}}
"""


@dataclass(frozen=True)
class Servidor:
    pid: int
    puerto: int

    def cpu(self) -> float:
        """Segundos de CPU del proceso y sus descendientes vivos."""
        return sum(_tics(pid) for pid in descendencia(self.pid)) * TIC

    def memoria(self) -> list[float]:
        """Megas residentes de cada proceso del árbol."""
        return [_residentes(pid) for pid in descendencia(self.pid)]


@contextmanager
def granian(
    carpeta: Path,
    *,
    puerto: int = 0,
    procesos: int = 1,
    hilos: int = 1,
    ajustes: Mapping[str, str] | None = None,
) -> Iterator[Servidor]:
    """El sitio entero, como lo sirve `conoceles servir`. `puerto` 0: uno libre. `ajustes`: variables de entorno."""
    puerto = puerto or puerto_libre()
    orden = [sys.executable, "-m", "conoceles", "servir", "--sin-tareas", "--puerto", str(puerto)]
    orden += ["--procesos", str(procesos), "--hilos", str(hilos)]
    with _proceso(orden, puerto, entorno(carpeta, **(ajustes or {}))) as servidor:
        yield servidor


@contextmanager
def nginx(carpeta: Path, paginas: Mapping[str, bytes]) -> Iterator[Servidor]:
    """nginx con esos bytes, ya comprimidos, como archivos: nombre → contenido."""
    puerto = puerto_libre()
    sitio = carpeta / "sitio"
    sitio.mkdir(parents=True)
    carpeta.chmod(0o755)  # el trabajador de nginx puede ser otro usuario
    for nombre, contenido in paginas.items():
        (sitio / nombre).write_bytes(contenido)
    (carpeta / "nginx.conf").write_text(_NGINX.format(carpeta=carpeta, puerto=puerto))
    orden = ["nginx", "-c", str(carpeta / "nginx.conf"), "-e", str(carpeta / "error.log")]
    with _proceso(orden, puerto, dict(os.environ)) as servidor:
        yield servidor


@contextmanager
def _proceso(orden: list[str], puerto: int, variables: Mapping[str, str]) -> Iterator[Servidor]:
    orden = ["taskset", "-c", NUCLEO_DEL_SERVIDOR, *orden]
    with tempfile.TemporaryFile() as dicho:
        proceso = subprocess.Popen(orden, cwd=RAIZ, env=variables, stdout=dicho, stderr=dicho)
        try:
            if not _atiende(proceso, puerto):
                dicho.seek(0)
                raise SystemExit(f"Un servidor del banco no arrancó:\n{dicho.read()[-2000:].decode()}")
            yield Servidor(proceso.pid, puerto)
        finally:
            _detener(proceso)


def _atiende(proceso: subprocess.Popen[bytes], puerto: int) -> bool:
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", puerto), timeout=1).close()
            return True
        except OSError:
            if proceso.poll() is not None:
                return False
            time.sleep(0.1)
    return False


def _detener(proceso: subprocess.Popen[bytes]) -> None:
    proceso.terminate()
    try:
        proceso.wait(timeout=20)
    except subprocess.TimeoutExpired:
        proceso.kill()
        proceso.wait()


def puerto_libre() -> int:
    with socket.create_server(("127.0.0.1", 0)) as libre:
        puerto: int = libre.getsockname()[1]
    return puerto


# --- /proc ------------------------------------------------------------------------------------------------


def descendencia(pid: int) -> list[int]:
    """El proceso y todos los que descienden de él."""
    hijos: dict[int, list[int]] = {}
    for carpeta in Path("/proc").iterdir():
        if carpeta.name.isdigit() and (campos := _campos(int(carpeta.name))):
            hijos.setdefault(int(campos[1]), []).append(int(carpeta.name))
    arbol = [pid]
    for uno in arbol:
        arbol += hijos.get(uno, [])
    return arbol


def _tics(pid: int) -> int:
    campos = _campos(pid)
    return int(campos[11]) + int(campos[12]) if campos else 0


def _campos(pid: int) -> list[str]:
    """Los de `/proc/PID/stat` a partir del estado; ninguno si ya murió."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    except OSError:
        return []


def _residentes(pid: int) -> float:
    try:
        renglones = Path(f"/proc/{pid}/status").read_text().splitlines()
    except OSError:
        return 0
    return next((int(r.split()[1]) / 1024 for r in renglones if r.startswith("VmRSS")), 0)
