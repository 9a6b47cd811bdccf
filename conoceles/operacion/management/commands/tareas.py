"""`conoceles tareas`: el trabajo de reloj, una vez o cada cierto tiempo."""

import signal
import threading
from typing import Any

from django.core.management import BaseCommand, CommandParser
from django.db import close_old_connections

from conoceles.comun.argumentos import entero_entre
from conoceles.operacion.tareas import correr


class Command(BaseCommand):
    help = "Atiende las recuperaciones pedidas y despacha la bandeja de salida. Repetirla no envía dos veces."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--cada",
            type=entero_entre(1, 86_400),
            metavar="SEGUNDOS",
            help="repetir; sin esto, una sola vuelta",
        )

    def handle(self, *args: Any, cada: int | None, **options: Any) -> None:
        self.check(databases=["default"])
        if not cada:
            for nombre, resultado in correr().items():
                self.stdout.write(f"{nombre}: {'falló' if resultado is None else resultado}")
            return
        basta = threading.Event()
        for aviso in (signal.SIGTERM, signal.SIGINT):
            signal.signal(aviso, lambda *_: basta.set())
        while not basta.is_set():
            close_old_connections()
            correr()
            basta.wait(cada)
