"""El recibo de un archivo de movimientos: es una importación más, con otro perfil y otro permiso."""

from __future__ import annotations

from collections.abc import Callable

from django.db import transaction

from conoceles.calendario.models import Proceso
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso
from conoceles.registro.importacion import recibo
from conoceles.registro.models import Importacion

from . import archivo, informe


def recibir(*, proceso: Proceso, nombre: str, contenido: bytes, por: Usuario | None) -> Importacion:
    """Guarda el archivo y abre su recibo."""
    return recibo.recibir(
        proceso=proceso, nombre=nombre, contenido=contenido, perfil=archivo.PERFIL, es_completo=False, por=por,
        permiso=Permiso.MOVER_REGISTRO,
    )  # fmt: skip


def planear(
    importacion: Importacion, avance: Callable[[int, int], None] = lambda hechas, total: None
) -> archivo.PlanDeMovimientos:
    """El plan de su archivo contra lo registrado en este momento.

    Raises:
        NoAplicable: si el archivo ya no se guarda.
    """
    contenido = recibo.contenido_de(importacion)
    return archivo.planear(contenido, importacion.archivo, proceso=importacion.proceso, avance=avance)


@transaction.atomic
def simular(
    importacion: Importacion, avance: Callable[[int, int], None] = lambda hechas, total: None
) -> archivo.PlanDeMovimientos:
    """Revisa el archivo y guarda el informe. No escribe en el registro."""
    plan = planear(importacion, avance)
    recibo.guardar_revision(
        importacion=importacion, informe=informe.resumir(plan), es_aplicable=plan.es_aplicable
    )
    return plan
