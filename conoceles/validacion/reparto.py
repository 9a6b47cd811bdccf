"""Quiénes revisan y cuánto tiene cada quien: lo que mira quien reparte el trabajo."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q

from conoceles.calendario.models import Proceso
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso
from conoceles.cuentas.roles import ROLES
from conoceles.cuestionarios.models import Cuestionario

from . import condiciones
from .cola import Consulta, candidaturas, ordenar

_ROLES = [rol.clave for rol in ROLES.values() if rol.puede(Permiso.VALIDAR)]


@dataclass(frozen=True)
class Carga:
    """Lo asignado a una cuenta que espera revisión. `revisa`: la cuenta sigue activa y puede validar."""

    acceso: str
    nombre: str
    revisa: bool
    pendientes: int
    para_hoy: int


def activas() -> list[Usuario]:
    """Las cuentas entre las que puede repartirse, por nombre."""
    return list(Usuario.objects.filter(is_active=True, rol__in=_ROLES).order_by("nombre", "acceso"))


def quienes_revisan() -> list[tuple[str, str]]:
    """Pares (acceso, nombre) de quienes pueden revisar y de quienes tienen algo asignado aunque ya no puedan."""
    con_algo = Cuestionario.objects.exclude(asignado_a="").values("asignado_a")
    cuentas = Usuario.objects.filter(Q(is_active=True, rol__in=_ROLES) | Q(acceso__in=con_algo))
    return list(cuentas.order_by("nombre", "acceso").values_list("acceso", "nombre"))


def cargas(proceso: Proceso) -> list[Carga]:
    """Cuánto tiene cada quien, en dos consultas."""
    vence = condiciones.en_vencimiento("hasta_hoy", proceso)
    cuentas = {
        fila["asignado_a"]: fila
        for fila in candidaturas(proceso)
        .filter(condiciones.PENDIENTE)
        .exclude(asignado_a="")
        .order_by()
        .values("asignado_a")
        .annotate(pendientes=Count("pk"), para_hoy=Count("pk", filter=vence))
    }
    nada = {"pendientes": 0, "para_hoy": 0}
    vigentes = {usuario.acceso for usuario in activas()}
    return [
        Carga(
            acceso=acceso,
            nombre=nombre,
            revisa=acceso in vigentes,
            pendientes=cuentas.get(acceso, nada)["pendientes"],
            para_hoy=cuentas.get(acceso, nada)["para_hoy"],
        )
        for acceso, nombre in quienes_revisan()
    ]


def por_repartir(proceso: Proceso, cargo: str = "", *, de: str = "") -> Consulta:
    """Lo que espera revisión y no es de nadie (o es de `de`), primero lo más antiguo."""
    consulta = candidaturas(proceso).filter(condiciones.PENDIENTE, asignado_a=de)
    if cargo:
        consulta = consulta.filter(posicion__contienda__cargo__clave=cargo)
    return ordenar(consulta, "antiguas")
