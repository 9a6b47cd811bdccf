"""`conoceles publicar`: publica todo lo validado que aún no está a la vista, o dice qué publicaría."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.exceptions import PermissionDenied
from django.core.management.base import BaseCommand, CommandError

from conoceles.calendario.models import Proceso, SinProcesoVigente
from conoceles.cuentas.models import Usuario
from conoceles.publicacion.acciones import NoPublicable
from conoceles.registro.models import Cargo
from conoceles.validacion import acciones, cola


class Command(BaseCommand):
    help = "Publica lo validado del proceso vigente: todo o nada. Repetirlo no cambia nada."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cargo", default="", help="Sólo este cargo (su clave).")
        parser.add_argument("--simular", action="store_true", help="Dice qué se publicaría, sin publicarlo.")
        parser.add_argument(
            "--por", default="", help="Cuenta que publica; sin ella, queda a nombre del sistema."
        )

    def handle(self, *args: Any, cargo: str, simular: bool, por: str, **opciones: Any) -> None:
        try:
            proceso = Proceso.objects.vigente()
        except SinProcesoVigente as error:
            raise CommandError(str(error)) from None
        _exigir_cargo(proceso, cargo)
        pendientes = list(cola.por_publicar(proceso, cargo))
        if simular:
            self._listar(pendientes)
            return
        try:
            cuantas = acciones.publicar(candidaturas=pendientes, por=_cuenta(por))
        except NoPublicable as error:
            raise CommandError(f"{error} Nada se publicó.") from error
        except PermissionDenied:
            raise CommandError(f"La cuenta «{por}» no puede publicar. Nada se publicó.") from None
        self.stdout.write(f"Publicadas: {cuantas}.")

    def _listar(self, pendientes: list[Any]) -> None:
        for candidatura in pendientes:
            self.stdout.write(
                f"{candidatura.clave}  {candidatura.contienda}  {candidatura.posicion.actor}  {candidatura.persona}"
            )
        self.stdout.write(f"Se publicarían: {len(pendientes)}. Es una simulación: nada cambió.")


def _exigir_cargo(proceso: Proceso, clave: str) -> None:
    claves = list(Cargo.objects.filter(proceso=proceso).values_list("clave", flat=True))
    if clave and clave not in claves:
        raise CommandError(f"No hay un cargo «{clave}» en {proceso}. Los que hay: {', '.join(claves)}.")


def _cuenta(acceso: str) -> Usuario | None:
    if not acceso:
        return None
    usuario = Usuario.objects.filter(acceso=acceso).first()
    if usuario is None:
        raise CommandError(f"No existe la cuenta «{acceso}».")
    return usuario
