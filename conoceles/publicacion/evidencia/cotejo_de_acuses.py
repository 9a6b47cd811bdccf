"""¿Cada acuse es el de su acto, y los dos son los que la bitácora asentó? Así un papel falso no se confirma."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any, NamedTuple

from conoceles.acuses.lectura import da_su_huella
from conoceles.acuses.models import Acuse
from conoceles.bitacora.models import Asiento
from conoceles.cuestionarios.models import Envio, Validacion
from conoceles.privacidad.models import Consentimiento, EnvioDeIdentidad
from conoceles.publicacion.memoria import constancia
from conoceles.publicacion.models import Constancia
from conoceles.seguimiento.models import Recepcion, Requerimiento

# Los actos que dan acuse. El contenido del de identidad va en un sobre: lo comprueba quien puede abrirlo.
_ACTOS: tuple[Any, ...] = (Envio, Validacion, Consentimiento, Requerimiento, Recepcion, Constancia)
_TANDA = 500


class _Dicho(NamedTuple):
    """Lo que un acuse y su acto deben decir igual."""

    huella: str
    instante: datetime
    fuera_de_plazo: bool


def primer_defecto() -> str | None:
    """`None` si todo cuadra; si no, una frase con el folio y lo que falla."""
    return next(_defectos(), None)


def _defectos() -> Iterator[str]:
    acuses = {a.folio: _Dicho(a.huella, a.instante, a.fuera_de_plazo) for a in Acuse.objects.iterator(_TANDA)}
    yield from _de_la_bitacora(acuses)
    sin_acto = set(acuses)
    for modelo in (*_ACTOS, EnvioDeIdentidad):
        for acto in modelo._default_manager.order_by("pk").iterator(_TANDA):
            sin_acto.discard(acto.folio)
            yield from _del_acto(acto, acuses.get(acto.folio))
    if sin_acto:
        yield f"El acuse {min(sin_acto)} no es de ningún acto: se escribió por fuera."


def _de_la_bitacora(acuses: dict[str, _Dicho]) -> Iterator[str]:
    asentados = Asiento.objects.filter(detalle__has_key="huella_del_acuse").order_by("secuencia")
    for detalle in asentados.values_list("detalle", flat=True).iterator(_TANDA):
        dicho = acuses.get(detalle["folio"])
        if dicho is None:
            yield f"Falta el acuse {detalle['folio']}: se asentó y ya no está."
        elif not _es_lo_asentado(dicho, detalle):
            yield f"El acuse {detalle['folio']} no dice lo que se asentó: fue alterado."


def _es_lo_asentado(dicho: _Dicho, detalle: dict[str, Any]) -> bool:
    """De un envío consta además cuándo llegó y si fue tarde."""
    if dicho.huella != detalle["huella_del_acuse"]:
        return False
    if "recibido" not in detalle:
        return True
    recibido = datetime.fromisoformat(detalle["recibido"]), detalle.get("fuera_de_plazo", False)
    return (dicho.instante, dicho.fuera_de_plazo) == recibido


def _del_acto(acto: Any, acuse: _Dicho | None) -> Iterator[str]:
    dice = _Dicho(acto.huella, acto.instante, getattr(acto, "fuera_de_plazo", False))
    if acuse is None:
        yield f"Falta el acuse {acto.folio}: su acto consta."
    elif acuse != dice:
        yield f"El acuse {acto.folio} no dice lo mismo que su acto: uno de los dos fue alterado."
    elif not _da_su_huella(acto):
        yield f"Lo que guarda el acto del acuse {acto.folio} no da su huella: fue alterado."


def _da_su_huella(acto: Any) -> bool:
    """Del que va en un sobre no hay con qué calcularla aquí.

    Ningún verbo suprime los demás: sin contenido o sin nonce, alguien los borró por fuera.
    """
    if isinstance(acto, EnvioDeIdentidad):
        return True
    return constancia.esta_integra(acto) if isinstance(acto, Constancia) else da_su_huella(acto)
