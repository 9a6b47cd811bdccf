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
        parser.add_argument("--por", default="", help="Cuenta que publica. Sólo se omite con --simular.")

    def handle(self, *args: Any, cargo: str, simular: bool, por: str, **opciones: Any) -> None:
        try:
            proceso = Proceso.objects.vigente()
        except SinProcesoVigente as error:
            raise CommandError(str(error)) from None
        _exigir_cargo(proceso, cargo)
        if simular:
            self._listar(list(cola.por_publicar(proceso, cargo)))
            return
        quien = _cuenta(por)
        no_pueden = cola.no_pueden(cola.por_publicar(proceso, cargo), quien)
        pendientes = list(cola.por_publicar(proceso, cargo).exclude(clave__in=no_pueden))
        try:
            cuantas = acciones.publicar(candidaturas=pendientes, por=quien)
        except NoPublicable as error:
            raise CommandError(f"{error} Nada se publicó.") from error
        except PermissionDenied:
            raise CommandError(f"La cuenta «{por}» no puede publicar. Nada se publicó.") from None
        for clave, motivo in no_pueden.items():
            self.stdout.write(f"{clave}: {motivo}")
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


def _cuenta(acceso: str) -> Usuario:
    """Siempre alguien: quien validó una corrección no la publica, y al sistema no se le podría preguntar."""
    if not acceso:
        raise CommandError("Diga con --por qué cuenta publica. Nada se publicó.")
    usuario = Usuario.objects.filter(acceso=acceso).first()
    if usuario is None:
        raise CommandError(f"No existe la cuenta «{acceso}».")
    return usuario
