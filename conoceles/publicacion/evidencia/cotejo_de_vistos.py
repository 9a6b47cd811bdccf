"""¿Cada visto bueno lo propuso y lo resolvió quien la bitácora dice, con esas razones? En los dos sentidos."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from conoceles.bitacora.models import Asiento
from conoceles.comun.ilegibles import revisar
from conoceles.publicacion.models import VistoBueno

_PROPONER = ("visto:proponer",)
_RESOLVER = ("visto:aprobar", "visto:rechazar", "visto:retirar", "visto:omitir", "visto:cerrar")
_TANDA = 500


def primer_defecto() -> str | None:
    """`None` si todo cuadra; si no, una frase con la candidatura y lo que falla."""
    return next(defectos(), None)


def defectos() -> Iterator[str]:
    propuestos, resueltos = _huellas(_PROPONER), _huellas(_RESOLVER)

    def defecto(visto: VistoBueno) -> str | None:
        propuesto, resuelto = propuestos.pop(visto.pk, None), resueltos.pop(visto.pk, None)
        cual = f"El visto bueno {visto.pk} de {visto.clave}"
        if propuesto != visto.huella_de_lo_propuesto:
            return f"{cual} no dice lo que se propuso: fue alterado."
        actual = visto.huella_de_lo_resuelto if visto.resuelto_en else None
        return None if resuelto == actual else f"{cual} no dice cómo se resolvió: fue alterado."

    yield from revisar(VistoBueno.objects.order_by("pk"), defecto, "El visto bueno")
    for llave in sorted(propuestos):
        yield f"Falta el visto bueno {llave}: se propuso y ya no está."


def _huellas(acciones: Sequence[str]) -> dict[int, str]:
    """Visto bueno → la huella que se asentó al último."""
    actos = (
        Asiento.objects.filter(accion__in=acciones).order_by("secuencia").values_list("detalle", flat=True)
    )
    return {detalle["visto"]: detalle["huella"] for detalle in actos.iterator(_TANDA)}
