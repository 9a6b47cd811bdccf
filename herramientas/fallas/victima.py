"""El servidor que va a morir: dos procesos con la aplicación de verdad, y la petición que los sorprende."""

from __future__ import annotations

import os
import signal
import socket
from dataclasses import dataclass
from urllib.parse import urlencode
from wsgiref.simple_server import ServerHandler, WSGIRequestHandler, WSGIServer

from .escenario import CSRF, Persona

PROCESOS = 2


class _Callado(WSGIRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


ServerHandler.http_version = "1.0"  # una petición por conexión: la respuesta termina cuando se cierra


class Victima:
    """`with Victima() as servidor`: escucha en un puerto libre hasta que se le mata."""

    def __enter__(self) -> Victima:
        from django.core.wsgi import get_wsgi_application
        from django.db import connections

        connections.close_all()  # una conexión abierta no puede compartirse entre procesos
        aplicacion = get_wsgi_application()
        self.enchufe = socket.create_server(("127.0.0.1", 0))
        self.puerto = self.enchufe.getsockname()[1]
        self.procesos = []
        for _ in range(PROCESOS):
            if pid := os.fork():
                self.procesos.append(pid)
                continue
            try:
                servidor = WSGIServer(self.enchufe.getsockname(), _Callado, bind_and_activate=False)
                servidor.socket = self.enchufe
                servidor.server_name, servidor.server_port = "127.0.0.1", self.puerto
                servidor.setup_environ()
                servidor.set_app(aplicacion)
                servidor.serve_forever()
            finally:
                os._exit(1)
        return self

    def matar(self) -> None:
        """SIGKILL a todos a la vez: ni un `finally` se ejecuta."""
        for pid in self.procesos:
            os.kill(pid, signal.SIGKILL)
        for pid in self.procesos:
            os.waitpid(pid, 0)
        self.procesos = []

    def __exit__(self, *args: object) -> None:
        self.matar()
        self.enchufe.close()


@dataclass
class Respuesta:
    estado: int
    lugar: str
    cuerpo: bytes


class Peticion:
    """Un POST ya en camino. `respuesta()` es `None` si la conexión se cortó antes de traerla entera."""

    def __init__(
        self, servidor: Victima, persona: Persona, ruta: str, datos: dict[str, str], *, json: bool
    ) -> None:
        cuerpo = urlencode({**datos, "csrfmiddlewaretoken": CSRF})
        cabeza = (
            f"POST {ruta} HTTP/1.0\r\nHost: 127.0.0.1\r\nOrigin: http://127.0.0.1\r\nCookie: {persona.galletas}\r\n"
            f"Accept: {'application/json' if json else 'text/html'}\r\nContent-Length: {len(cuerpo)}\r\n"
            "Content-Type: application/x-www-form-urlencoded\r\n\r\n"
        )
        self.enchufe = socket.create_connection(("127.0.0.1", servidor.puerto), timeout=30)
        self.enchufe.sendall((cabeza + cuerpo).encode())

    def respuesta(self) -> Respuesta | None:
        trozos = []
        try:
            while trozo := self.enchufe.recv(65536):
                trozos.append(trozo)
        except OSError:
            pass
        finally:
            self.enchufe.close()
        cabeza, corte, cuerpo = b"".join(trozos).partition(b"\r\n\r\n")
        if not corte:
            return None
        lineas = cabeza.decode("latin-1").split("\r\n")
        campos = dict(linea.lower().split(": ", 1) for linea in lineas[1:] if ": " in linea)
        if len(cuerpo) < int(campos.get("content-length", "0")):
            return None
        original = dict(linea.split(": ", 1) for linea in lineas[1:] if ": " in linea)
        return Respuesta(int(lineas[0].split()[1]), original.get("Location", ""), cuerpo)
