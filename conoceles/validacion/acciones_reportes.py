"""Atender lo que la ciudadanía avisó que está mal en una página."""

from __future__ import annotations

from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, exigir
from conoceles.reportes import acciones
from conoceles.reportes.models import Reporte


def atender_reporte(*, reporte: Reporte, respuesta: str, por: Usuario) -> Reporte:
    """Lo cierra y deja lo que leerá quien guardó el folio.

    Raises:
        reportes.acciones.YaAtendido: si otra persona lo cerró antes.
    """
    exigir(por, Permiso.VALIDAR)
    return acciones.atender(reporte=reporte, respuesta=respuesta, por=por)
