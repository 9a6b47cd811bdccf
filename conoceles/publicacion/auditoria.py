"""El árbol público, recorrido entero contra lo que se firmó: hojas → raíces → puntos de control → firmas."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from . import arbol, notas
from .models import Instantanea, PuntoDeControl, Tramo
from .puntos import CAMPOS_DE_HOJA, HOJAS_POR_TRAMO

Avance = Callable[[int], None]
CADA_CUANTAS = 10_000
_TANDA = 2000


def primer_defecto(avance: Avance = lambda van: None) -> str | None:
    """`None` si todo cuadra; si no, una frase con la hoja o el punto y lo que falla.

    `avance` recibe cuántas hojas van, cada diez mil. No guarda las hojas en memoria.
    """
    return next(_defectos(avance), None)


def _defectos(avance: Avance) -> Iterator[str]:
    cosecha, tramo = arbol.Cosecha(), arbol.Cosecha()
    puntos = PuntoDeControl.objects.order_by("tamano").iterator(_TANDA)
    tramos = dict(Tramo.objects.values_list("numero", "raiz"))
    firmado = next(puntos, None)
    ultimo = 0
    for instantanea in _hojas():
        if instantanea.secuencia != cosecha.tamano + 1:
            yield f"Falta la hoja {cosecha.tamano + 1} de la bitácora pública."
            return
        nodo = arbol.de_hoja(arbol.hoja(instantanea))
        cosecha.agregar(nodo)
        tramo.agregar(nodo)
        if tramo.tamano == HOJAS_POR_TRAMO:
            numero = cosecha.tamano // HOJAS_POR_TRAMO - 1
            if tramos.pop(numero, "") != tramo.raiz().hex():
                yield f"El tramo {numero} no es la raíz de sus {HOJAS_POR_TRAMO} hojas: algo se alteró."
            tramo = arbol.Cosecha()
        if firmado is not None and firmado.tamano == cosecha.tamano:
            yield from _del_punto(firmado, cosecha.raiz())
            ultimo, firmado = firmado.tamano, next(puntos, None)
        if cosecha.tamano % CADA_CUANTAS == 0:
            avance(cosecha.tamano)
    if firmado is not None:
        yield f"Hay un punto de control de {firmado.tamano} hojas y sólo quedan {cosecha.tamano}: falta la cola."
    if tramos:
        yield f"Sobra el tramo {min(tramos)}: sus hojas ya no están."
    if ultimo != cosecha.tamano:
        yield f"Hay {cosecha.tamano} hojas y el último punto de control abarca {ultimo}: falta firmar."


def _hojas() -> Iterator[Instantanea]:
    return Instantanea.objects.only(*CAMPOS_DE_HOJA).order_by("secuencia").iterator(_TANDA)


def _del_punto(punto: PuntoDeControl, raiz: bytes) -> Iterator[str]:
    """Lo que no cuadra de un punto con la raíz que dan sus hojas."""
    if punto.raiz != raiz.hex():
        yield f"Las primeras {punto.tamano} hojas ya no dan la raíz de su punto de control: alguna se alteró."
    try:
        if notas.comprobar(punto.nota) != (punto.tamano, raiz):
            yield f"La nota del punto de control de {punto.tamano} hojas firma otra cosa."
    except notas.NotaInvalida as error:
        yield f"El punto de control de {punto.tamano} hojas: {error}"
