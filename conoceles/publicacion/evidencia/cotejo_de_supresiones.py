"""¿Cada supresión es la que la bitácora dice? Ella sola ampara una versión sin contenido. En los dos sentidos."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import QuerySet

from conoceles.bitacora.models import Asiento
from conoceles.comun.ilegibles import revisar
from conoceles.publicacion.models import Supresion

SUPRIMIR = "ficha:suprimir"


def amparadas() -> set[tuple[str, int]]:
    """(clave, versión) de lo que consta que se ordenó suprimir."""
    return {
        (acto.objeto_clave, version) for acto in _asentadas() for version in acto.detalle.get("versiones", ())
    }


def primer_defecto() -> str | None:
    """`None` si todo cuadra; si no, una frase con la supresión y lo que falla."""
    return next(defectos(), None)


def defectos() -> Iterator[str]:
    huellas = {acto.detalle.get("supresion"): acto.detalle.get("huella") for acto in _asentadas()}

    def defecto(supresion: Supresion) -> str | None:
        if huellas.pop(supresion.pk, None) == supresion.huella_de_lo_ordenado:
            return None
        return f"La supresión {supresion.pk} ({supresion.clave}) no dice lo que se asentó: se escribió o se cambió por fuera."

    yield from revisar(Supresion.objects.order_by("pk"), defecto, "La supresión")
    for llave in huellas:
        yield f"Falta la supresión {llave}: se asentó y ya no está."


def _asentadas() -> QuerySet[Asiento]:
    return Asiento.objects.filter(accion=SUPRIMIR).order_by("secuencia")
