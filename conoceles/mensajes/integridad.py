"""¿Cada carta y cada circular dice lo que la bitácora asentó al escribirla y al salir? En los dos sentidos."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from conoceles.bitacora.models import Asiento
from conoceles.comun.ilegibles import revisar

from .models import Carta, Circular, de_todas

_TANDA = 500
_ESCRITAS = ("carta:escribir", "identidad:escribir_carta")
_SALIDAS = ("carta:enviar", "identidad:enviar_carta")


def primer_defecto() -> str | None:
    """`None` si todo cuadra; si no, una frase con la carta o el folio y lo que falla."""
    return next(defectos(), None)


def defectos() -> Iterator[str]:
    yield from _de_cartas()
    yield from _de_circulares()


def _de_cartas() -> Iterator[str]:
    salidas = {detalle["huella"] for detalle in _detalles(_SALIDAS).values()}
    escritas: dict[int, list[str]] = defaultdict(list)

    def defecto(carta: Carta) -> str | None:
        escritas[carta.renglon or 0].append(carta.huella_de_lo_escrito)
        if carta.enviada_en is None or carta.huella_de_la_salida in salidas:
            salidas.discard(carta.huella_de_la_salida)
            return None
        return f"La carta {carta.pk} no consta que saliera así, a ese correo o a esa hora: fue alterada."

    yield from revisar(Carta.objects.order_by("pk"), defecto, "La carta")
    if salidas:
        yield f"Hay {len(salidas)} cartas que salieron y ya no están, o no dicen lo que decían."
    asentadas = _detalles(_ESCRITAS)
    for renglon in sorted(escritas.keys() | asentadas.keys()):
        if asentadas.get(renglon, {}).get("huella") != de_todas(escritas[renglon]):
            yield f"Las cartas del renglón {renglon} no son las que se escribieron: alguna se cambió, falta o sobra."


def _detalles(acciones: tuple[str, ...]) -> dict[int, dict[str, str]]:
    """Renglón → su detalle, de esos actos."""
    asientos = Asiento.objects.filter(accion__in=acciones).order_by("secuencia")
    return dict(asientos.values_list("secuencia", "detalle").iterator(_TANDA))


def _de_circulares() -> Iterator[str]:
    mandadas = dict(
        Asiento.objects.filter(accion="circular:enviar")
        .values_list("objeto_clave", "detalle")
        .iterator(_TANDA)
    )

    def defecto(circular: Circular) -> str | None:
        mandada = mandadas.pop(circular.folio, {})
        cuadra = mandada.get("huella") == circular.huella_de_lo_escrito
        return None if cuadra else f"El aviso {circular.folio} no dice lo que se mandó: fue alterado."

    yield from revisar(Circular.objects.order_by("pk"), defecto, "El aviso")
    for folio in mandadas:
        yield f"Falta el aviso {folio}: se mandó y ya no está."
