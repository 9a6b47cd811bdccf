"""El turno de quien revisa: diez minutos para trabajar sin que otra persona decida lo mismo a la vez.

Es blando: se renueva con cada acto, vencido es de quien llegue y puede arrebatarse a propósito. Tomarlo y
renovarlo no se asientan (duran minutos y el acto que sigue ya dice quién fue); arrebatarlo, sí.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone

from conoceles.bitacora.acciones import asentar
from conoceles.comun.horas import hora
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso
from conoceles.cuestionarios.estados import Estado, TransicionInvalida
from conoceles.cuestionarios.models import Cuestionario, Turno

from .comun import exigir, exigir_vigente, objeto_de, tomar_candado


class TurnoAjeno(Exception):
    """Otra persona tiene el turno; `turno` dice quién y hasta cuándo."""

    def __init__(self, turno: Turno) -> None:
        super().__init__(
            f"{turno.por} está revisando esta candidatura hasta las {hora(turno.vence_en)}. "
            "Para actuar, espere o tome el turno."
        )
        self.turno = turno


def turno_de(cuestionario: Cuestionario) -> Turno | None:
    """El que corre ahora; uno vencido ya no es de nadie."""
    return Turno.objects.filter(cuestionario=cuestionario, vence_en__gt=timezone.now()).first()


def exigir_turno(cuestionario: Cuestionario, por: Usuario) -> Turno | None:
    """El turno que corre, si es de `por`; `None` si está libre. Se llama ya con el candado del cuestionario.

    Raises:
        TurnoAjeno: si otra persona lo tiene.
    """
    actual = turno_de(cuestionario)
    if actual and actual.por != por.acceso:
        raise TurnoAjeno(actual)
    return actual


def ocupar(cuestionario: Cuestionario, por: Usuario) -> Turno:
    """Lo que hace primero todo acto de quien revisa, ya con el candado: toma el turno libre o renueva el suyo.

    Raises:
        TurnoAjeno: si otra persona lo tiene.
    """
    ahora = timezone.now()
    actual = exigir_turno(cuestionario, por)
    turno, _ = Turno.objects.update_or_create(
        cuestionario=cuestionario,
        defaults={
            "por": por.acceso,
            "desde": actual.desde if actual else ahora,
            "vence_en": _vence(cuestionario, ahora),
        },
    )
    return turno


def terminar(cuestionario: Cuestionario, por: Usuario) -> None:
    """Lo que hace el acto que saca de revisión: comprueba el turno y lo deja libre.

    Raises:
        TurnoAjeno: si otra persona lo tiene.
    """
    exigir_turno(cuestionario, por)
    Turno.objects.filter(cuestionario=cuestionario).delete()


def _vence(cuestionario: Cuestionario, ahora: datetime) -> datetime:
    return ahora + timedelta(minutes=cuestionario.candidatura.proceso.parametros.minutos_de_turno)


@transaction.atomic
def tomar_turno_de(*, cuestionario: Cuestionario, por: Usuario) -> Turno:
    """Ocupa el turno libre o renueva el propio, de algo que está en revisión.

    Raises:
        TurnoAjeno: si otra persona lo tiene.
        estados.TransicionInvalida: si no está en revisión.
    """
    cuestionario = _en_revision(cuestionario, por)
    return ocupar(cuestionario, por)


@transaction.atomic
def arrebatar(*, cuestionario: Cuestionario, de: str, por: Usuario) -> Turno:
    """Quita el turno a `de`, que es a quien se vio en la pantalla. Si ya no lo tiene, se toma como cualquiera.

    Raises:
        TurnoAjeno: si ahora es de una tercera persona, a quien nadie decidió quitárselo.
        estados.TransicionInvalida: si no está en revisión.
    """
    cuestionario = _en_revision(cuestionario, por)
    actual = turno_de(cuestionario)
    if actual and actual.por == de != por.acceso:
        actual.delete()
        asentar(por=por, accion="turno:arrebatar", objeto=objeto_de(cuestionario), de=de)
    return ocupar(cuestionario, por)


@transaction.atomic
def soltar(*, cuestionario: Cuestionario, por: Usuario) -> None:
    """Deja libre el turno propio; el de otra persona no se toca."""
    exigir(por, Permiso.VALIDAR, cuestionario)
    Turno.objects.filter(cuestionario=cuestionario, por=por.acceso).delete()


@transaction.atomic
def renovar(*, cuestionario: Cuestionario, por: Usuario) -> Turno | None:
    """Quien vuelve a abrir la revisión con su turno vivo lo alarga; no toma uno libre. Devuelve el que corre."""
    exigir(por, Permiso.VALIDAR, cuestionario)
    ahora = timezone.now()
    suyo = Turno.objects.filter(cuestionario=cuestionario, por=por.acceso, vence_en__gt=ahora)
    suyo.update(vence_en=_vence(cuestionario, ahora))
    return turno_de(cuestionario)


def _en_revision(cuestionario: Cuestionario, por: Usuario) -> Cuestionario:
    """Con el candado y el permiso. Lo recién enviado se toma con `tomar`, que además cambia el estado."""
    cuestionario = tomar_candado(cuestionario)
    exigir(por, Permiso.VALIDAR, cuestionario)
    exigir_vigente(cuestionario, "tomar el turno")
    if cuestionario.estado != Estado.EN_VALIDACION:
        estado = Estado(cuestionario.estado).label
        raise TransicionInvalida(f"No se puede tomar el turno: el cuestionario está «{estado}».")
    return cuestionario
