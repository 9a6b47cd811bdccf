"""`conoceles crear_cuenta`: la primera cuenta de Informática, que abrirá las demás desde el panel."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.management import BaseCommand, CommandError, CommandParser
from django.db import transaction

from conoceles.comun.horas import con_zona
from conoceles.cuentas import acciones
from conoceles.cuentas.models import Enlace
from conoceles.cuentas.roles import ROLES


class Command(BaseCommand):
    help = "Abre una cuenta del personal y muestra, una sola vez, el enlace para elegir contraseña."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("acceso", metavar="ACCESO", help="nombre de acceso, por ejemplo irma.lopez")
        parser.add_argument("--nombre", required=True)
        parser.add_argument(
            "--rol", default="informatica", choices=[r.clave for r in ROLES.values() if r.es_personal]
        )
        parser.add_argument("--correo", default="")

    @transaction.atomic
    def handle(self, *args: Any, acceso: str, nombre: str, rol: str, correo: str, **options: Any) -> None:
        try:
            usuario = acciones.crear_cuenta(acceso=acceso, nombre=nombre, rol=rol, correo=correo, por=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        enlace = acciones.emitir_enlace(usuario=usuario, motivo=Enlace.Motivo.ACTIVAR, por=None)
        vence_en = usuario.enlaces.get().vence_en
        self.stdout.write(f"Cuenta abierta: {usuario.acceso} ({usuario.rol_visible})")
        self.stdout.write(f"Vence el {con_zona(vence_en)}. Este enlace no se guarda ni se vuelve a mostrar:")
        self.stdout.write(enlace)
