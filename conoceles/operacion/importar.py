"""El trabajo de una importación pedida desde el panel: revisar y aplicar, contando el avance."""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from typing import Any

from django.utils import timezone

from conoceles.comun.segundo_plano import anotar, lanzar
from conoceles.cuentas.models import Usuario
from conoceles.publicacion.movimientos import aplicar_archivo
from conoceles.publicacion.registro import aplicar_revisada
from conoceles.registro.importacion import recibo
from conoceles.registro.importacion.recibo import NoAplicable
from conoceles.registro.models import Importacion
from conoceles.registro.movimientos.pedidos import NoProcede
from conoceles.registro.revision import ArchivoInvalido

Estado = Importacion.Estado
Simular = Callable[[Importacion, Callable[[int, int], None]], Any]
_INESPERADO = "Algo falló y no se cambió nada en el registro. Intente de nuevo; si se repite, avise a Informática con el folio."

# Las cuentas de un informe que dicen si hay algo que aplicar.
CAMBIOS = ("altas", "sustituciones", "restituciones", "cambios", "bajas")

bitacora_tecnica = logging.getLogger(__name__)


def revisar(importacion: Importacion, *, por: Usuario, simular: Simular | None = None) -> bool:
    """Pone a revisar el archivo; `False` si ya estaba en otra cosa. `simular`: cómo se lee, si no es una lista."""
    if importacion.estado == Estado.APLICADA or not recibo.tomar(
        importacion=importacion, de=importacion.estado, a=Estado.SIMULANDO
    ):
        return False
    anotar(importacion.folio, "Leyendo el archivo")
    lanzar(_revisar, importacion.pk, simular or recibo.simular, por)
    return True


def aplicar(importacion: Importacion, *, confirmado: Collection[str], por: Usuario) -> bool:
    """Pone a aplicar lo revisado; de dos envíos del mismo botón, el segundo recibe `False`."""
    if not recibo.tomar(importacion=importacion, de=Estado.SIMULADA, a=Estado.APLICANDO):
        return False
    anotar(importacion.folio, "Comprobando que nada haya cambiado")
    lanzar(_aplicar, importacion.pk, confirmado, por)
    return True


def aplicar_movimientos(importacion: Importacion, *, por: Usuario) -> bool:
    """Lo mismo, de un archivo de movimientos."""
    if not recibo.tomar(importacion=importacion, de=Estado.SIMULADA, a=Estado.APLICANDO):
        return False
    anotar(importacion.folio, "Registrando los movimientos y poniendo al día las páginas públicas")
    lanzar(_aplicar_movimientos, importacion.pk, por)
    return True


def _revisar(pk: int, simular: Simular, por: Usuario) -> None:
    with _dejando_recibo(pk, por) as importacion:
        folio = importacion.folio
        simular(importacion, lambda hechas, total: anotar(folio, "Revisando filas", hechas, total))


def _aplicar(pk: int, confirmado: Collection[str], por: Usuario) -> None:
    with _dejando_recibo(pk, por) as importacion:
        cuentas, folio = recibo.cuentas(importacion), importacion.folio
        total = sum(cuentas.get(cosa, 0) for cosa in CAMBIOS)

        def avance(hechas: int) -> None:
            if hechas < total:
                anotar(folio, "Escribiendo candidaturas", hechas, total)
            else:
                anotar(folio, "Poniendo al día las páginas públicas")

        aplicar_revisada(importacion=importacion, por=por, confirmado=confirmado, avance=avance)


def _aplicar_movimientos(pk: int, por: Usuario) -> None:
    with _dejando_recibo(pk, por) as importacion:
        aplicar_archivo(importacion=importacion, por=por)


@contextmanager
def _dejando_recibo(pk: int, por: Usuario) -> Iterator[Importacion]:
    """La importación; si el trabajo falla, su recibo dice por qué no se cambió nada."""
    importacion = Importacion.objects.select_related("proceso").get(pk=pk)
    try:
        # En otro hilo no hay petición que ponga el huso: sin esto, las cartas dirían la hora de Greenwich.
        with timezone.override(importacion.proceso.zona):
            yield importacion
    except (NoAplicable, NoProcede, ArchivoInvalido) as error:
        recibo.rechazar(importacion=importacion, motivo=str(error), por=por)
    except Exception:
        bitacora_tecnica.exception("Trabajar la importación %s", importacion.folio)
        recibo.rechazar(importacion=importacion, motivo=_INESPERADO, por=por)
