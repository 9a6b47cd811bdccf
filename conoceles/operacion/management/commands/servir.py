"""`conoceles servir`: el sitio completo en un proceso servidor y otro para el trabajo de reloj."""

import os
import socket
import subprocess
import sys
from contextlib import suppress
from typing import Any

from django.conf import settings
from django.core.management import BaseCommand, CommandError, CommandParser
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server.mp import MPServer

from conoceles.comun.argumentos import entero_entre
from conoceles.config.cara import CARAS, hay_vitrina
from conoceles.interrupciones.pulso import Pulso


def _exigir_puerto_libre(direccion: str, puerto: int) -> None:
    """granian comparte el puerto con quien ya lo tenga: dos sitios se repartirían las visitas en silencio."""
    familia = socket.AF_INET6 if ":" in direccion else socket.AF_INET
    with socket.socket(familia, socket.SOCK_STREAM) as enchufe:
        enchufe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            enchufe.bind((direccion, puerto))
        except OSError as error:
            raise CommandError(
                f"No se puede servir en {direccion}:{puerto}: {error.strerror}. Elija otro con --puerto (o PORT=)."
            ) from None


def atender_por_tandas() -> None:
    """Quien recibe y quien contesta son hilos distintos: sin que uno interrumpa al otro por cada petición, una página
    guardada cuesta una quinta parte menos (cinco cambios de hilo por veinte peticiones, y no por cuatro).
    """
    if hasattr(os, "SCHED_BATCH"):  # sólo Linux; un contenedor puede negarlo, y entonces se atiende igual
        with suppress(OSError):
            os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))


class Command(BaseCommand):
    help = "Sirve el sitio con granian y atiende la bandeja de salida cada medio minuto."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--direccion", default="127.0.0.1")
        parser.add_argument("--puerto", type=entero_entre(1, 65_535), default=8000)
        # SQLite prefiere pocos procesos y pocos hilos; con PostgreSQL se suben.
        parser.add_argument("--procesos", type=entero_entre(1, 64), default=1)
        parser.add_argument(
            "--hilos",
            type=entero_entre(1, 256),
            default=4,
            help="peticiones que cada proceso atiende a la vez",
        )
        parser.add_argument(
            "--cara", choices=CARAS, help="qué atiende; sin decirlo, lo que diga CONOCELES_CARA"
        )
        parser.add_argument("--sin-tareas", action="store_true", help="las tareas las llama systemd")

    def handle(self, *args: Any, **opciones: Any) -> None:
        _exigir_puerto_libre(opciones["direccion"], opciones["puerto"])
        if opciones[
            "cara"
        ]:  # los procesos que atienden la toman del entorno al arrancar, o de aquí si bifurcan
            os.environ["CONOCELES_CARA"] = settings.CONOCELES_CARA = opciones["cara"]
        os.environ["CONOCELES_LUGARES"] = str(opciones["hilos"])
        settings.CONOCELES_LUGARES = opciones["hilos"]
        self.check(databases=["default"])
        if settings.CONOCELES_LATIDO:  # si faltó, queda escrito antes de atender a nadie
            Pulso().latir()
        self.stdout.write(f"Sirviendo en http://{opciones['direccion']}:{opciones['puerto']}/")
        reloj = None if opciones["sin_tareas"] else self._arrancar_reloj()
        try:
            atender_por_tandas()  # lo heredan los procesos que atienden
            self._servidor(opciones).serve()
        finally:
            if reloj:
                reloj.terminate()
                reloj.wait(timeout=10)

    def _arrancar_reloj(self) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603 (la propia orden, sin entrada ajena)
            [sys.executable, "-m", "conoceles", "tareas", "--cada", "30"], cwd=settings.PAQUETE.parent
        )

    def _servidor(self, opciones: dict[str, Any]) -> MPServer:
        return MPServer(
            "conoceles.config.wsgi:application",
            address=opciones["direccion"],
            port=opciones["puerto"],
            interface=Interfaces.WSGI,
            workers=opciones["procesos"],
            # Uno más que los que entran a Django (`comun.cupo`): con la base callada, contesta lo guardado.
            blocking_threads=opciones["hilos"] + hay_vitrina(),
            # Delante va un proxy, o nadie: sin HTTP/2 ni WebSockets no hay que averiguar qué habla cada conexión.
            http=HTTPModes.http1,
            websockets=False,
            log_level=LogLevels.warning,
            respawn_failed_workers=True,
        )
