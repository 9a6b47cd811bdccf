"""¿El libro público de interrupciones es el que la bitácora dice? En los dos sentidos, también sus textos."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta

from conoceles.bitacora.models import Asiento
from conoceles.comun.ilegibles import revisar

from .acciones import iso
from .models import Interrupcion, Latido

# Lo que puede tardar un acto entre que toma su hora y se asienta.
_DEMORA = timedelta(minutes=1)
_NACE = {
    "interrupcion:notar": Interrupcion.Origen.SERVICIO,
    "interrupcion:anotar": Interrupcion.Origen.PERSONAL,
}


def primer_defecto() -> str | None:
    """`None` si todo cuadra; si no, una frase con la interrupción y lo que falla."""
    return next(defectos(), None)


def defectos() -> Iterator[str]:
    if any(not latido.es_autentico for latido in Latido.objects.all()):
        yield "El último latido no es el que el servicio dejó: se cambió por fuera."
    asentados: dict[str, dict[str, Asiento]] = defaultdict(dict)
    for asiento in Asiento.objects.filter(objeto_tipo="interrupcion").order_by("secuencia"):
        asentados[asiento.objeto_clave][asiento.accion] = asiento
    guardadas = {str(llave) for llave in Interrupcion.objects.values_list("pk", flat=True)}

    def defecto(una: Interrupcion) -> str | None:
        cual = f"La interrupción {una.pk} no dice lo que se asentó"
        return None if _cuadra(una, asentados[str(una.pk)]) else f"{cual}: se escribió o se cambió por fuera."

    yield from revisar(Interrupcion.objects.order_by("pk"), defecto, "La interrupción")
    for falta in asentados.keys() - guardadas:
        yield f"Falta la interrupción {falta}: se asentó y ya no está en el libro público."


def _cuadra(una: Interrupcion, actos: dict[str, Asiento]) -> bool:
    nace = next((actos[accion] for accion in _NACE if accion in actos), None)
    explica, anula = actos.get("interrupcion:explicar"), actos.get("interrupcion:anular")
    escribe = explica or nace
    empieza, termina = actos.get("interrupcion:devolver"), actos.get("interrupcion:terminar_de_devolver")
    return (
        nace is not None
        and escribe is not None
        and una.origen == _NACE[nace.accion]
        and una.por == nace.actor
        and (iso(una.desde), iso(una.hasta)) == (nace.detalle["desde"], nace.detalle["hasta"])
        and _es_su_hora(una.anotada_en, nace)
        and _es_su_hora(una.explicada_en, explica)
        and _es_su_hora(una.anulada_en, anula)
        and _es_su_hora(una.gracia_desde, empieza)
        and _es_su_hora(una.gracia_en, termina)
        and una.anulada_por == (anula.actor if anula else "")
        and _es_su_texto(una, una.descripcion, escribe)
        and (anula is None or _es_su_texto(una, una.motivo_de_anulacion, anula))
    )


def _es_su_hora(instante: datetime | None, asiento: Asiento | None) -> bool:
    """La de un acto es la de su renglón; si no se hizo, ninguna."""
    if instante is None or asiento is None:
        return instante is None and asiento is None
    return abs(asiento.instante - instante) <= _DEMORA


def _es_su_texto(una: Interrupcion, texto: str, asiento: Asiento) -> bool:
    """Los renglones de antes no traen la huella del texto, y el servicio nota sin escribir ninguno."""
    esperada = asiento.detalle.get("texto")
    if esperada is None:
        return asiento.accion != "interrupcion:notar" or not texto
    return bool(una.huella_de(texto) == esperada)
