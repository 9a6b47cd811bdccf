"""El trabajo de una publicación en bloque pedida desde el panel, contando el avance."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from conoceles.calendario.models import Proceso
from conoceles.comun.segundo_plano import anotar, avance_de, lanzar
from conoceles.cuentas.models import Usuario
from conoceles.publicacion import tandas
from conoceles.publicacion.acciones import NoPublicable
from conoceles.publicacion.models import Tanda
from conoceles.registro.models import Candidatura

from . import acciones

_INESPERADO = (
    "Algo falló y no se publicó ninguna. Intente de nuevo; si se repite, avise a Informática con el folio."
)
_OTRA = "Lo guardado de esta tanda no es lo que se pidió: no se publicó ninguna. Avise a Informática y pídala otra vez."
_LOTE = 500
bitacora_tecnica = logging.getLogger(__name__)


def pedir(
    *, folio: str, proceso: Proceso, claves: Sequence[str], desde: datetime | None, por: Usuario
) -> Tanda:
    """Abre la tanda y la pone a publicar; pedirla otra vez con el mismo folio devuelve la que ya había."""
    tanda = tandas.abrir(folio=folio, proceso=proceso, claves=claves, desde=desde, por=por)
    if tanda.estado == Tanda.Estado.EN_COLA and avance_de(tanda.folio) is None:
        _empezar(tanda, por)
        tanda.refresh_from_db()
    return tanda


def esta_interrumpida(tanda: Tanda) -> bool:
    return tanda.estado in tandas.EN_CURSO and avance_de(tanda.folio) is None


def reintentar(tanda: Tanda, *, por: Usuario) -> bool:
    """Otra vez, si el servidor se apagó a la mitad; `False` si sigue en curso o ya terminó."""
    if not esta_interrumpida(tanda) or not tandas.volver_a_la_cola(tanda):
        return False
    _empezar(tanda, por)
    return True


def _empezar(tanda: Tanda, por: Usuario) -> None:
    anotar(tanda.folio, "Revisando que todas puedan publicarse")
    lanzar(_publicar, tanda.pk, por)


def _publicar(pk: int, por: Usuario) -> None:
    tanda = Tanda.objects.get(pk=pk)
    if not tandas.tomar(tanda):
        return
    if not tandas.es_la_pedida(tanda):
        tandas.fallar(tanda, error=_OTRA, fallas={}, por=por)
        return
    total = len(tanda.claves)
    try:
        with transaction.atomic():
            cambiadas = acciones.publicar(
                candidaturas=candidaturas(tanda),
                por=por,
                desde=tanda.visible_desde,
                avance=lambda hechas: anotar(tanda.folio, "Escribiendo las páginas públicas", hechas, total),
            )
            tandas.cerrar(tanda, cambiadas=cambiadas, por=por)
    except NoPublicable as error:
        tandas.fallar(tanda, error=str(error), fallas=error.fallas, por=por)
    except Exception:
        bitacora_tecnica.exception("Publicar la tanda %s", tanda.folio)
        tandas.fallar(tanda, error=_INESPERADO, fallas={}, por=por)


def candidaturas(tanda: Tanda) -> list[Candidatura]:
    """Las de la tanda, en su orden, con lo que hace falta para nombrarlas y escribirles."""
    claves: list[str] = tanda.claves
    encontradas: dict[str, Candidatura] = {}
    for inicio in range(0, len(claves), _LOTE):
        lote = Candidatura.objects.con_lo_comun().select_related("persona__cuenta")
        encontradas |= {c.clave: c for c in lote.filter(clave__in=claves[inicio : inicio + _LOTE])}
    return [encontradas[clave] for clave in claves if clave in encontradas]
