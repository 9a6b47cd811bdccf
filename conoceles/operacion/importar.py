"""El trabajo de una importación pedida desde el panel: revisar y aplicar, contando el avance."""

from __future__ import annotations

import logging
from collections.abc import Collection

from conoceles.comun.segundo_plano import anotar, lanzar
from conoceles.cuentas.models import Usuario
from conoceles.publicacion.registro import aplicar_revisada
from conoceles.registro.importacion import recibo
from conoceles.registro.importacion.recibo import NoAplicable
from conoceles.registro.models import Importacion
from conoceles.registro.revision import ArchivoInvalido

Estado = Importacion.Estado
_INESPERADO = "Algo falló y no se cambió nada en el registro. Intente de nuevo; si se repite, avise a Informática con el folio."

# Las cuentas de un informe que dicen si hay algo que aplicar.
CAMBIOS = ("altas", "sustituciones", "restituciones", "cambios", "bajas")

bitacora_tecnica = logging.getLogger(__name__)


def revisar(importacion: Importacion, *, por: Usuario) -> bool:
    """Pone a revisar el archivo; `False` si ya estaba en otra cosa."""
    if importacion.estado == Estado.APLICADA or not recibo.tomar(
        importacion=importacion, de=importacion.estado, a=Estado.SIMULANDO
    ):
        return False
    anotar(importacion.folio, "Leyendo el archivo")
    lanzar(_revisar, importacion.pk, por)
    return True


def aplicar(importacion: Importacion, *, confirmado: Collection[str], por: Usuario) -> bool:
    """Pone a aplicar lo revisado; de dos envíos del mismo botón, el segundo recibe `False`."""
    if not recibo.tomar(importacion=importacion, de=Estado.SIMULADA, a=Estado.APLICANDO):
        return False
    anotar(importacion.folio, "Comprobando que nada haya cambiado")
    lanzar(_aplicar, importacion.pk, confirmado, por)
    return True


def _revisar(pk: int, por: Usuario) -> None:
    importacion = Importacion.objects.select_related("proceso").get(pk=pk)
    folio = importacion.folio
    try:
        recibo.simular(importacion, lambda hechas, total: anotar(folio, "Revisando filas", hechas, total))
    except (NoAplicable, ArchivoInvalido) as error:
        recibo.rechazar(importacion=importacion, motivo=str(error), por=por)
    except Exception:
        bitacora_tecnica.exception("Revisar la importación %s", folio)
        recibo.rechazar(importacion=importacion, motivo=_INESPERADO, por=por)


def _aplicar(pk: int, confirmado: Collection[str], por: Usuario) -> None:
    importacion = Importacion.objects.select_related("proceso").get(pk=pk)
    cuentas, folio = recibo.cuentas(importacion), importacion.folio
    total = sum(cuentas.get(cosa, 0) for cosa in CAMBIOS)

    def avance(hechas: int) -> None:
        if hechas < total:
            anotar(folio, "Escribiendo candidaturas", hechas, total)
        else:
            anotar(folio, "Poniendo al día las páginas públicas")

    try:
        aplicar_revisada(importacion=importacion, por=por, confirmado=confirmado, avance=avance)
    except NoAplicable as error:
        recibo.rechazar(importacion=importacion, motivo=str(error), por=por)
    except Exception:
        bitacora_tecnica.exception("Aplicar la importación %s", folio)
        recibo.rechazar(importacion=importacion, motivo=_INESPERADO, por=por)
