"""¿Cada entrega de un acceso es la que la bitácora asentó? De ella depende a quién se atribuye no haber respondido."""

from __future__ import annotations

from collections.abc import Iterator

from conoceles.bitacora.models import Asiento
from conoceles.comun.ilegibles import revisar

from .models import EntregaDeAcceso

_TANDA = 500


def primer_defecto() -> str | None:
    """`None` si todo cuadra; si no, una frase con la entrega y lo que falla."""
    return next(defectos(), None)


def defectos() -> Iterator[str]:
    actos = Asiento.objects.filter(accion="acceso:entregar").values_list("objeto_clave", "detalle")
    asentadas = {detalle["entrega"]: (clave, detalle["huella"]) for clave, detalle in actos.iterator(_TANDA)}

    def defecto(entrega: EntregaDeAcceso) -> str | None:
        _, huella = asentadas.pop(entrega.pk, ("", ""))
        if huella == entrega.huella_de_lo_entregado:
            return None
        return (
            f"La entrega de acceso {entrega.pk} no dice lo que se asentó: se escribió o se cambió por fuera."
        )

    yield from revisar(EntregaDeAcceso.objects.order_by("pk"), defecto, "La entrega de acceso")
    for llave, (clave, _) in asentadas.items():
        yield f"Falta la entrega de acceso {llave} a {clave}: se asentó y ya no está."
