"""¿El libro público de interrupciones es el que la bitácora dice? En los dos sentidos, también sus textos."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import timedelta

from conoceles.bitacora.models import Asiento
from conoceles.comun.ilegibles import ILEGIBLE

from .acciones import iso
from .models import Interrupcion

# Lo que puede tardar un acto entre que toma su hora y se asienta.
_DEMORA = timedelta(minutes=1)
_NACE = {
    "interrupcion:notar": Interrupcion.Origen.SERVICIO,
    "interrupcion:anotar": Interrupcion.Origen.PERSONAL,
}


def primer_defecto() -> str | None:
    """`None` si todo cuadra; si no, una frase con la interrupción y lo que falla."""
    return next(_defectos(), None)


def _defectos() -> Iterator[str]:
    asentados: dict[str, dict[str, Asiento]] = defaultdict(dict)
    for asiento in Asiento.objects.filter(objeto_tipo="interrupcion").order_by("secuencia"):
        asentados[asiento.objeto_clave][asiento.accion] = asiento
    for llave in Interrupcion.objects.order_by("pk").values_list("pk", flat=True):
        actos = asentados.pop(str(llave), {})
        try:
            cuadra = _cuadra(Interrupcion.objects.get(pk=llave), actos)
        except ILEGIBLE:
            cuadra = False
        if not cuadra:
            yield f"La interrupción {llave} no dice lo que se asentó: se escribió o se cambió por fuera."
    for falta in asentados:
        yield f"Falta la interrupción {falta}: se asentó y ya no está en el libro público."


def _cuadra(una: Interrupcion, actos: dict[str, Asiento]) -> bool:
    nace = next((actos[accion] for accion in _NACE if accion in actos), None)
    explica, anula = actos.get("interrupcion:explicar"), actos.get("interrupcion:anular")
    escribe = explica or nace
    return (
        nace is not None
        and escribe is not None
        and una.origen == _NACE[nace.accion]
        and una.por == nace.actor
        and (iso(una.desde), iso(una.hasta)) == (nace.detalle["desde"], nace.detalle["hasta"])
        and abs(nace.instante - una.anotada_en) <= _DEMORA
        and (una.explicada_en is None) == (explica is None)
        and (una.anulada_en is None) == (anula is None)
        and _es_su_texto(una, una.descripcion, escribe)
        and (anula is None or _es_su_texto(una, una.motivo_de_anulacion, anula))
    )


def _es_su_texto(una: Interrupcion, texto: str, asiento: Asiento) -> bool:
    """Los renglones de antes no traen la huella del texto, y el servicio nota sin escribir ninguno."""
    esperada = asiento.detalle.get("texto")
    if esperada is None:
        return asiento.accion != "interrupcion:notar" or not texto
    return bool(una.huella_de(texto) == esperada)
