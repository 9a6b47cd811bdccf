"""Se corre aparte: dos servidores de verdad, con la página ya guardada, y cuánto tarda cada uno en contestar lo nuevo.

Escribe un renglón JSON por acto y servidor: segundos entre que el acto termina y la primera respuesta que lo muestra.
"""

from __future__ import annotations

import http.client
import json
import os
import socket
import subprocess
import sys
import time
from contextlib import ExitStack, closing

from herramientas.fallas.escenario import instalacion

DEMASIADO = 20  # segundos


def puerto_libre() -> int:
    with closing(socket.socket()) as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        return int(enchufe.getsockname()[1])


def etiqueta(puerto: int, url: str) -> str:
    with closing(http.client.HTTPConnection("127.0.0.1", puerto, timeout=10)) as conexion:
        conexion.request("GET", url)
        respuesta = conexion.getresponse()
        respuesta.read()
        return respuesta.headers.get("ETag", "")


def esperar(puerto: int, url: str, anterior: str, desde: float) -> float:
    while time.monotonic() - desde < DEMASIADO:
        try:
            if etiqueta(puerto, url) not in ("", anterior):
                return time.monotonic() - desde
        except OSError:
            pass
        time.sleep(0.02)
    raise TimeoutError(f"El servidor del puerto {puerto} no mostró el cambio.")


def main() -> None:
    with instalacion(), ExitStack() as pila:
        from django.utils import timezone

        from conoceles.cuestionarios import en_bloque
        from conoceles.cuestionarios.estados import Estado
        from conoceles.publicacion import acciones
        from conoceles.publicacion.acciones import retiros
        from tests.fabricas import CandidaturaFactory
        from tests.respuestas import COMPLETAS

        candidatura = CandidaturaFactory()
        en_bloque.registrar(
            [en_bloque.Entrega(candidatura, COMPLETAS, Estado.VALIDADO, timezone.now())], por=None
        )
        acciones.al_corriente([candidatura], por=None)
        url, puertos = f"/candidaturas/{candidatura.clave}/", [puerto_libre(), puerto_libre()]
        for puerto in puertos:
            orden = [
                sys.executable,
                "-m",
                "conoceles",
                "servir",
                f"--puerto={puerto}",
                "--cara=publica",
                "--sin-tareas",
            ]
            servidor = subprocess.Popen(orden, env=os.environ | {"CONOCELES_VITRINA_MB": "8"})
            pila.callback(servidor.wait, 20)
            pila.callback(servidor.terminate)
            esperar(puerto, url, "", time.monotonic())
        una = {"candidatura": candidatura, "por": None}
        for nombre, acto in {
            "publicar": lambda: acciones.publicar(candidaturas=[candidatura], por=None),
            "retirar": lambda: retiros.retirar(**una, motivo="Queja."),
            "restablecer": lambda: retiros.restablecer(**una),
        }.items():
            antes = [[etiqueta(puerto, url) for _ in range(4)][3] for puerto in puertos]
            acto()
            desde = time.monotonic()
            for puerto, anterior in zip(puertos, antes, strict=True):
                tardo = esperar(puerto, url, anterior, desde)
                print(json.dumps({"acto": nombre, "segundos": round(tardo, 3)}), flush=True)


if __name__ == "__main__":
    main()
