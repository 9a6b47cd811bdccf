"""Doscientas personas guardando a la vez: errores, demora y CPU por guardado, contra una transacción desnuda.

Uso: `python -m herramientas.banco.guardado [--personas 200] [--tasa 350] [--segundos 10]`. La base es SQLite con
`synchronous=FULL`; el servidor queda en un núcleo y quien carga en otro. Sin base de PostgreSQL a la mano sólo mide
SQLite; con `CONOCELES_BASE` mide ésa.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlencode

from herramientas.fallas.escenario import CSRF, Persona, instalacion, poblar

Muestra = tuple[float, bool]  # segundos, ¿se confirmó?


def main() -> None:
    opciones = argparse.ArgumentParser(description=__doc__)
    opciones.add_argument("--personas", type=int, default=200)
    opciones.add_argument("--tasa", type=int, default=350, help="guardados por segundo que se ofrecen")
    opciones.add_argument("--segundos", type=int, default=10)
    opciones.add_argument("--procesos", type=int, default=1)
    pedido = opciones.parse_args()
    with instalacion():
        personas = poblar(pedido.personas)
        servidor, puerto = _servir(pedido.procesos)
        try:
            asyncio.run(_medir(personas, puerto, servidor.pid, pedido))
        finally:
            servidor.terminate()
            servidor.wait(timeout=20)


def _servir(procesos: int) -> tuple[subprocess.Popen[bytes], int]:
    import socket

    with socket.create_server(("127.0.0.1", 0)) as libre:
        puerto = libre.getsockname()[1]
    orden = ["taskset", "-c", "0", sys.executable, "-m", "conoceles", "servir", "--sin-tareas"]
    orden += ["--puerto", str(puerto), "--procesos", str(procesos), "--hilos", "1"]
    servidor = subprocess.Popen(orden, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    for _ in range(200):
        try:
            socket.create_connection(("127.0.0.1", puerto), timeout=1).close()
            return servidor, puerto
        except OSError:
            time.sleep(0.1)
    raise SystemExit("El servidor no arrancó.")


async def _medir(personas: list[Persona], puerto: int, pid: int, pedido: argparse.Namespace) -> None:
    os.sched_setaffinity(0, {1})
    await asyncio.gather(*(_guardar(p, puerto, 0) for p in personas[:8]))  # en caliente
    referencia = _transacciones_por_segundo()
    antes = _cpu(pid)
    golpe = await asyncio.gather(*(_guardar(p, puerto, vez) for vez, p in enumerate(personas, 1)))
    _decir(f"{len(personas)} personas a la vez", golpe)
    sostenida = await _a_una_tasa(personas, puerto, pedido.tasa, pedido.segundos)
    _decir(f"{pedido.tasa}/s ofrecidos durante {pedido.segundos} s", sostenida)
    hechos = len(golpe) + len(sostenida)
    por_guardado = (_cpu(pid) - antes) / hechos
    print(
        f"CPU por guardado: {por_guardado * 1e6:,.0f} µs, {por_guardado * referencia:.1f} veces una transacción "
        f"desnuda (dos escrituras y fsync, {1e6 / referencia:,.0f} µs)"
    )


async def _a_una_tasa(personas: list[Persona], puerto: int, tasa: int, segundos: int) -> list[Muestra]:
    """Lazo abierto: cada guardado sale a su hora aunque los anteriores no hayan vuelto."""
    inicio, tareas = time.perf_counter(), []
    for vez in range(tasa * segundos):
        espera = inicio + vez / tasa - time.perf_counter()
        if espera > 0:
            await asyncio.sleep(espera)
        persona = personas[vez % len(personas)]
        tareas.append(asyncio.create_task(_guardar(persona, puerto, 1000 + vez)))
    return list(await asyncio.gather(*tareas))


async def _guardar(persona: Persona, puerto: int, vez: int) -> Muestra:
    """Un guardado automático; sin `revision` anterior conocida se dice la última confirmada."""
    intento = f"{vez:08x}"
    datos = {
        "historia_profesional": f"{vez} " + "texto de prueba " * 40,
        "revision": str(persona.revision.get("historia", 0)),
        "intento": intento,
        "previos": " ".join(i for i, _ in persona.sin_respuesta.setdefault("historia", [])[-50:]),
        "csrfmiddlewaretoken": CSRF,
    }
    persona.sin_respuesta["historia"].append((intento, ""))
    cuerpo = urlencode(datos)
    cabeza = (
        f"POST /mi-candidatura/{persona.clave}/historia/ HTTP/1.1\r\nHost: 127.0.0.1:{puerto}\r\n"
        f"Origin: http://127.0.0.1:{puerto}\r\nCookie: {persona.galletas}\r\nAccept: application/json\r\n"
        f"Content-Length: {len(cuerpo)}\r\nContent-Type: application/x-www-form-urlencoded\r\n"
        "Connection: close\r\n\r\n"
    )
    inicio = time.perf_counter()
    try:
        lector, escritor = await asyncio.open_connection("127.0.0.1", puerto)
        escritor.write((cabeza + cuerpo).encode())
        respuesta = await lector.read()
        escritor.close()
    except OSError:
        return time.perf_counter() - inicio, False
    # Un choque consigo misma (dos suyos en vuelo) es una respuesta correcta: no se escribió encima de nada.
    return time.perf_counter() - inicio, respuesta[9:12] in (b"200", b"409")


def _decir(que: str, muestras: list[Muestra]) -> None:
    demoras = sorted(demora for demora, _ in muestras)
    errores = sum(not bien for _, bien in muestras)
    p99 = demoras[min(len(demoras) - 1, int(len(demoras) * 0.99))]
    print(
        f"{que}: {errores} errores, p50 {statistics.median(demoras) * 1e3:.0f} ms, p99 {p99 * 1e3:.0f} ms",
        flush=True,
    )


def _transacciones_por_segundo(veces: int = 300) -> float:
    """La referencia: un UPDATE y un INSERT en una transacción IMMEDIATE con fsync, sin nada más."""
    with tempfile.TemporaryDirectory() as carpeta:
        base = sqlite3.connect(Path(carpeta) / "referencia.sqlite3", isolation_level=None)
        base.executescript("PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;")
        base.executescript("CREATE TABLE a (id INTEGER PRIMARY KEY, t TEXT); CREATE TABLE b (t TEXT);")
        base.execute("INSERT INTO a VALUES (1, '')")
        inicio = time.process_time()
        for vez in range(veces):
            base.execute("BEGIN IMMEDIATE")
            base.execute("UPDATE a SET t = ? WHERE id = 1", ("texto de prueba " * 40,))
            base.execute("INSERT INTO b VALUES (?)", (str(vez),))
            base.execute("COMMIT")
        gastado = time.process_time() - inicio
        base.close()
    return veces / gastado


def _cpu(pid: int) -> float:
    """Segundos de CPU del proceso y sus hijos vivos."""
    total = 0
    for carpeta in Path("/proc").iterdir():
        if not carpeta.name.isdigit():
            continue
        try:
            campos = (carpeta / "stat").read_text().rsplit(")", 1)[1].split()
        except OSError:
            continue
        if int(carpeta.name) == pid or int(campos[1]) == pid:
            total += int(campos[11]) + int(campos[12])
    return total / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
