"""Los verbos del registro que además cambian lo público: cargar un proceso y aplicar una importación."""

from __future__ import annotations

from pathlib import Path

from django.core.exceptions import PermissionDenied
from django.db import transaction

from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso
from conoceles.cuestionarios.definiciones import DEFINICIONES
from conoceles.registro import plantillas
from conoceles.registro.models import Candidatura

from .acciones import al_corriente

# La plantilla ya nombra el cuestionario de identidad que el proceso aprobó, aunque aún no se capture.
CUESTIONARIOS = frozenset(DEFINICIONES) | {"identidad-2022"}


def _exigir(por: Usuario | None) -> None:
    if por is not None and not por.puede(Permiso.IMPORTAR):
        raise PermissionDenied


def leer_plantilla(plantilla: str | Path) -> plantillas.Plantilla:
    """Lee y revisa una plantilla con los cuestionarios que existen.

    Raises:
        ArchivoInvalido: con todos los problemas, cada uno con archivo, clave y motivo.
    """
    return plantillas.leer(plantilla, definiciones=CUESTIONARIOS)


@transaction.atomic
def cargar_proceso(
    *, plantilla: plantillas.Plantilla, por: Usuario | None, vigente: bool = False
) -> plantillas.Carga:
    """Carga la plantilla y pone al día los documentos públicos, que llevan nombres, colores y fechas de ella."""
    _exigir(por)
    carga = plantillas.aplicar(plantilla, por=por, vigente=vigente)
    if carga.hubo_cambios:
        al_corriente(Candidatura.objects.del_proceso(carga.proceso).only("pk"), por=por)
    return carga
