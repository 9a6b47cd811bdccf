"""Lo que las fábricas escriben sin verbo, dado por asentado: si no, `verificar` lo nombra, y con razón."""

from __future__ import annotations

from collections.abc import Iterator

from django.db import transaction

from conoceles.bitacora.acciones import Acto, asentar_varios
from conoceles.bitacora.models import Asiento
from conoceles.calendario import integridad
from conoceles.calendario.models import Proceso
from conoceles.comun.sales import exacto
from conoceles.cuentas.models import Usuario
from conoceles.registro.models import Candidatura, Representacion
from conoceles.registro.plantillas.cotejo import huella_del_catalogo


@transaction.atomic
def asentar_lo_fabricado() -> None:
    """Las cuentas, de quién son y los procesos que no constan, como están ahora."""
    asentar_varios(por=None, actos=[*_cuentas(), *_ligas(), *_procesos()])


def _ya(accion: str):
    return Asiento.objects.filter(accion=accion).values("objeto_clave")


def _cuentas() -> Iterator[Acto]:
    for cuenta in Usuario.objects.exclude(acceso__in=_ya("cuenta:crear")):
        dicho = {
            "rol": cuenta.rol,
            **cuenta.huellas("titular", "correo", "contrasena"),
            "primera": exacto(cuenta.primera_entrada_en),
        }
        yield Acto("cuenta:crear", ("cuenta", cuenta.acceso), dicho)


def _ligas() -> Iterator[Acto]:
    con_cuenta = Candidatura.objects.exclude(persona__cuenta=None).exclude(clave__in=_ya("acceso:dar"))
    for clave, acceso in con_cuenta.values_list("clave", "persona__cuenta__acceso"):
        yield Acto("acceso:dar", ("candidatura", clave), {"cuenta": acceso})
    representan = Representacion.objects.exclude(cuenta__acceso__in=_ya("representacion:acreditar"))
    for una in representan.select_related("cuenta", "actor__proceso"):
        dicho = {"actor": una.actor.clave, "proceso": una.actor.proceso.clave}
        yield Acto("representacion:acreditar", ("cuenta", una.cuenta.acceso), dicho)


def _procesos() -> Iterator[Acto]:
    for proceso in Proceso.objects.exclude(clave__in=_ya("proceso:cargar")):
        dicho = {**integridad.asentado(proceso), "catalogo": huella_del_catalogo(proceso)}
        yield Acto("proceso:cargar", ("proceso", proceso.clave), dicho)
