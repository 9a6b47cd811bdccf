"""Cómo elige contraseña quien entra en la demostración: con su enlace, como cualquiera."""

from __future__ import annotations

from conoceles.cuentas.acciones import emitir_enlace, usar_enlace
from conoceles.cuentas.models import Enlace, Usuario

from .elenco import CONTRASENA


def poner_contrasena(usuario: Usuario) -> None:
    enlace = emitir_enlace(usuario=usuario, motivo=Enlace.Motivo.ACTIVAR, por=None)
    usar_enlace(token=enlace.strip("/").rpartition("/")[2], contrasena=CONTRASENA)
