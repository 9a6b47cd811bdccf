"""¿El territorio que se publica es el que se importó? Su huella se asienta al importarlo y aquí se repite."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conoceles.bitacora.models import Asiento
from conoceles.comun.ilegibles import ILEGIBLE, revisar

from .acciones import DIBUJAR, IMPORTAR
from .models import Contorno, Mapa


def defectos() -> Iterator[str]:
    """Una frase por cada mapa o dibujo alterado, puesto o quitado por fuera."""
    yield from _de(Mapa, IMPORTAR, "El mapa de secciones")
    yield from _de(Contorno, DIBUJAR, "El dibujo de los municipios")


def _de(modelo: Any, accion: str, nombre: str) -> Iterator[str]:
    renglones = Asiento.objects.filter(accion=accion).order_by("secuencia")
    asentadas = {d.get("importado"): d.get("contenido") for d in renglones.values_list("detalle", flat=True)}

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
