"""Qué apartados de lo publicado se muestran y cuáles no, con las mismas palabras en todas las pantallas y cartas."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from conoceles.cuestionarios.definiciones import DEFINICIONES
from conoceles.cuestionarios.models import Cuestionario

from .models import Ficha, Supresion, VistoBueno
from .situacion import frase_de_pausa


class Pausada(NamedTuple):
    """`frase`: lo que se lee en público en lugar del apartado."""

    clave: str
    titulo: str
    frase: str


def a_la_vista(cuestionario: Cuestionario, ficha: Ficha) -> Iterator[tuple[str, str]]:
    """Los que siguen a la vista: (clave, título)."""
    for seccion in cuestionario.definicion:
        if seccion.clave not in ficha.pausas:
            yield seccion.clave, seccion.titulo


def queda_algo(ficha: Ficha) -> bool:
    """¿Responde algún apartado que no esté oculto? De la ficha retirada, ninguno; que ya se vea lo dice `dicho`."""
    respondidos, *_ = ficha.tarjeta["apartados"]
    return respondidos > 0


def pausadas(ficha: Ficha | None) -> list[Pausada]:
    """Los que no se muestran, en el orden del cuestionario."""
    if ficha is None or not ficha.pausas:
        return []
    definicion = DEFINICIONES[ficha.tarjeta["cuestionario"]["definicion"]]
    return [
        Pausada(seccion.clave, seccion.titulo, frase_de_pausa(ficha.pausas[seccion.clave]))
        for seccion in definicion
        if seccion.clave in ficha.pausas
    ]


def por_revisar(clave: str) -> set[str]:
    """Lo ocultado de urgencia que otra persona aún no revisa: claves de apartados; la vacía, la ficha entera."""
    pendientes = VistoBueno.objects.filter(clave=clave, clase=VistoBueno.Clase.OCULTAR, resuelto_en=None)
    return {visto.datos["seccion"] for visto in pendientes}


def suprimidas(ficha: Ficha) -> set[str]:
    """Lo que está oculto desde que se suprimió: apartados o, con la clave vacía, la ficha entera. No vuelve como estaba."""
    ocultas = {clave: datetime.fromisoformat(pausa["desde"]) for clave, pausa in ficha.pausas.items()}
    if ficha.retirada_en:
        ocultas[""] = ficha.retirada_en
    ordenes = Supresion.objects.filter(clave=ficha.clave, con_lo_actual=True)
    return {
        seccion
        for orden in ordenes
        for seccion in orden.secciones
        if seccion in ocultas and ocultas[seccion] <= orden.ordenada_en
    }
