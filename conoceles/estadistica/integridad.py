"""¿Cada corte es el que se publicó? Su contenido da su huella, y esa huella es la que la bitácora interna asentó."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conoceles.bitacora.models import Asiento
from conoceles.comun.canonico import huella_de_bytes
from conoceles.comun.ilegibles import revisar

from .acciones import PUBLICAR
from .models import Corte


def defectos() -> Iterator[str]:
    """Una frase por cada corte alterado, puesto o quitado por fuera."""
    renglones = Asiento.objects.filter(accion=PUBLICAR).order_by("secuencia")
    asentados: dict[str, dict[str, Any]] = dict(renglones.values_list("objeto_clave", "detalle"))

    def defecto(corte: Corte) -> str | None:
        asentado = asentados.pop(f"{corte.proceso}/{corte.numero}", {})
        dicho = {"candidaturas": corte.candidaturas, "huella": huella_de_bytes(corte.contenido.encode())}
        es_el_suyo = corte.huella == dicho["huella"] and {c: asentado.get(c) for c in dicho} == dicho
        return None if es_el_suyo else f"El {corte} no es el que se publicó: fue alterado."

    yield from revisar(Corte.objects.order_by("pk"), defecto, "El corte")
    for perdido in asentados:
        yield f"Falta el corte {perdido}: se publicó y ya no está."
