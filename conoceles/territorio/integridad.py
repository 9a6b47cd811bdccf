"""¿El territorio que se publica es el que se importó? Su huella se asienta al importarlo y aquí se repite."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conoceles.bitacora.models import Asiento
from conoceles.comun.ilegibles import ILEGIBLE, revisar

from .models import Contorno, Mapa

# Los actos que asientan el contenido de cada cosa: al importarla y al ponerle los nombres de otra plantilla.
_ASIENTAN: dict[type[Mapa | Contorno], tuple[str, str]] = {
    Mapa: ("territorio:importar", "territorio:nombrar"),
    Contorno: ("territorio:dibujar", "territorio:rotular"),
}


def defectos() -> Iterator[str]:
    """Una frase por cada mapa o dibujo alterado, puesto o quitado por fuera."""
    yield from _de(Mapa, "El mapa de secciones")
    yield from _de(Contorno, "El dibujo de los municipios")


def es_el_asentado(guardado: Mapa | Contorno) -> bool:
    """¿Dice lo que se asentó? Si alguien lo cambió por fuera, volver a importarlo lo repara."""
    return _asentadas(type(guardado)).get(guardado.pk) == guardado.huella_de_lo_publicado


def _de(modelo: Any, nombre: str) -> Iterator[str]:
    asentadas = _asentadas(modelo)

    def defecto(guardado: Any) -> str | None:
        asentada = asentadas.pop(guardado.pk, None)
        try:
            es_el_suyo = guardado.huella_de_lo_publicado == asentada
        except ILEGIBLE:  # una de sus secciones no se deja leer
            es_el_suyo = False
        return None if es_el_suyo else f"{nombre} {guardado.pk} no es el que se importó: fue alterado."

    yield from revisar(modelo.objects.order_by("pk"), defecto, nombre)
    for perdido in asentadas:
        yield f"Falta {nombre[0].lower()}{nombre[1:]} {perdido}: se importó y ya no está."


def _asentadas(modelo: Any) -> dict[Any, Any]:
    """Llave de cada uno → la huella de su contenido, la última que se asentó."""
    renglones = Asiento.objects.filter(accion__in=_ASIENTAN[modelo]).order_by("secuencia")
    return {d.get("importado"): d.get("contenido") for d in renglones.values_list("detalle", flat=True)}
