"""¿El plazo de cada candidatura es el que la bitácora asentó al último, y cada plazo propio consta? En los dos sentidos."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from conoceles.bitacora.models import Asiento
from conoceles.comun.ilegibles import revisar
from conoceles.registro.models import Candidatura
from conoceles.registro.plazos import fijado_y_asegurado

from .models import PlazoPropio

_TANDA = 500
_SIN_LO_SUYO = {"fijado": None, "asegurado": None}
Propio = tuple[str, str | None, str | None, int | None, str]


def primer_defecto() -> str | None:
    """`None` si todo cuadra; si no, una frase con la candidatura y lo que falla."""
    return next(defectos(), None)


def defectos() -> Iterator[str]:
    asentados: dict[str, dict[str, Any]] = {}
    propios: Counter[Propio] = Counter()
    for clave, detalle in _renglones():
        if "fijado" in detalle:
            asentados[clave] = {campo: detalle[campo] for campo in _SIN_LO_SUYO}
        if "propio" in detalle:
            propios[_propio(clave, detalle["propio"])] += 1
    yield from _de_candidaturas(asentados)
    yield from _de_propios(propios)


def _renglones() -> Iterator[tuple[str, dict[str, Any]]]:
    asientos = Asiento.objects.filter(accion__startswith="plazo:").order_by("secuencia")
    yield from asientos.values_list("objeto_clave", "detalle").iterator(_TANDA)


def _de_candidaturas(asentados: dict[str, dict[str, Any]]) -> Iterator[str]:
    def defecto(candidatura: Candidatura) -> str | None:
        cuadra = fijado_y_asegurado(candidatura) == asentados.get(candidatura.clave, _SIN_LO_SUYO)
        return (
            None
            if cuadra
            else f"El plazo de {candidatura.clave} no es el que se asentó: se cambió por fuera."
        )

    suyos = Candidatura.objects.only("clave", "captura_hasta", "captura_al_menos", "hasta")
    yield from revisar(suyos.order_by("pk"), defecto, "La candidatura")


def _de_propios(asentados: Counter[Propio]) -> Iterator[str]:
    def defecto(plazo: PlazoPropio) -> str | None:
        clave = plazo.candidatura.clave
        propio = _propio(clave, plazo.asentado)
        asentados[propio] -= 1
        return None if asentados[propio] >= 0 else f"El plazo propio {plazo.pk} de {clave} no se asentó así."

    yield from revisar(
        PlazoPropio.objects.select_related("candidatura").order_by("pk"), defecto, "El plazo propio"
    )
    for clave, *_ in +asentados:
        yield f"Falta un plazo propio de {clave}: se asentó y ya no está."


def _propio(clave: str, asentado: dict[str, Any]) -> Propio:
    return clave, asentado["hasta"], asentado["original"], asentado["interrupcion"], asentado["dicho"]
