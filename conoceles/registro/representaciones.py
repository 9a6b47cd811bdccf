"""Quién representa a cada partido en este sistema: su cuenta, ligada a un solo actor político."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.db import transaction

from conoceles.bitacora.acciones import asentar
from conoceles.cuentas import acciones as cuentas
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.cuentas.roles import REPRESENTACION

from .models import ActorPolitico, Representacion


@transaction.atomic
def acreditar(
    *, actor: ActorPolitico, acceso: str, nombre: str, correo: str = "", por: Usuario | None
) -> Usuario:
    """Abre la cuenta de quien representa al actor; se entra con un enlace.

    Raises:
        PermissionDenied: si quien lo hace no entrega accesos.
        ValidationError: si algún dato de la cuenta no es válido, campo por campo.
    """
    usuario = cuentas.crear_cuenta(
        acceso=acceso, nombre=nombre, correo=correo, rol=REPRESENTACION.clave, por=por
    )
    Representacion.objects.create(cuenta=usuario, actor=actor)
    asentar(
        por=por,
        accion="representacion:acreditar",
        objeto=("cuenta", usuario.acceso),
        actor=actor.clave,
        proceso=actor.proceso.clave,
    )
    return usuario


def partido_de(usuario: Usuario) -> ActorPolitico:
    """El actor al que representa.

    Raises:
        PermissionDenied: si su cuenta no representa a nadie.
    """
    exigir(usuario, Permiso.REPRESENTAR)
    representacion = (
        Representacion.objects.select_related("actor__proceso").filter(cuenta_id=usuario.pk).first()
    )
    if representacion is None:
        raise PermissionDenied("Su cuenta no está ligada a ningún partido.")
    return representacion.actor
