"""El árbol público, recorrido entero contra lo que se firmó: hojas → raíces → puntos de control → firmas.

Y contra la bitácora interna, en los dos sentidos: cada punto consta en ella, y ella continúa donde el último la dejó.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db.models import QuerySet

from conoceles.bitacora.models import Asiento
from conoceles.comun import ilegibles
from conoceles.publicacion.models import Instantanea, PuntoDeControl, Tramo

from . import arbol, notas
from .puntos import CAMPOS_DE_HOJA, HOJAS_POR_TRAMO, SELLAR

Avance = Callable[[int], None]
CADA_CUANTAS = 10_000
_TANDA = 2000


def primer_defecto(avance: Avance = lambda van: None) -> str | None:
    """`None` si todo cuadra; si no, una frase con la hoja o el punto y lo que falla."""
    return next(defectos(avance), None)


def defectos(avance: Avance = lambda van: None) -> Iterator[str]:
    """Todo lo que no cuadra. `avance` recibe cuántas hojas van, cada diez mil. No guarda las hojas en memoria."""
    try:
        yield from _Recorrido(avance).defectos()
    except ilegibles.ILEGIBLE:
        yield _ilegible()


def _ilegible() -> str:
    """Qué de lo que aquí se lee no se deja leer; sólo se busca cuando algo falló."""
    leidas: tuple[tuple[str, QuerySet[Any], Callable[[Any], Any]], ...] = (
        ("La hoja", _hojas(), arbol.hoja),
        ("El punto de control", _puntos(), lambda punto: notas.comprobar(punto.nota)),
        ("El renglón", _sellos(), lambda asiento: asiento.detalle["raiz"]),
    )
    for nombre, filas, leer in leidas:
        llave = ilegibles.primera(filas, leer)
        if llave is not None:
            return ilegibles.no_se_lee(nombre, llave)
    return "Algo del árbol público no se puede leer: fue alterado por fuera."


class _Recorrido:
    """De la primera hoja a la última, con los puntos, los tramos y los asientos que aún deben encontrarse."""

    def __init__(self, avance: Avance) -> None:
        self.avance = avance
        self.cosecha, self.tramo = arbol.Cosecha(), arbol.Cosecha()
        self.tramos = dict(Tramo.objects.values_list("numero", "raiz"))
        self.asientos = {asiento.objeto_clave: asiento for asiento in _sellos()}
        self.puntos = _puntos().iterator(_TANDA)
        self.punto = next(self.puntos, None)
        self.anterior: Instantanea | None = None
        self.firmadas = 0
        self.autorias: set[str] = set()  # las de las hojas que van después de ésas
        self.ultimo: Asiento | None = None

    def defectos(self) -> Iterator[str]:
        for hoja in _hojas().iterator(_TANDA):
            if hoja.secuencia != self.cosecha.tamano + 1:
                yield f"Falta la hoja {self.cosecha.tamano + 1} de la bitácora pública."
                return
            if self.anterior and hoja.instante < self.anterior.instante:
                yield f"La hoja {hoja.secuencia} dice haberse escrito antes que la que la precede."
            yield from self._con(hoja)
            self.anterior = hoja
            if self.cosecha.tamano % CADA_CUANTAS == 0:
                self.avance(self.cosecha.tamano)
        yield from self._sobrantes()

    def _con(self, hoja: Instantanea) -> Iterator[str]:
        nodo = arbol.de_hoja(arbol.hoja(hoja))
        self.cosecha.agregar(nodo)
        self.tramo.agregar(nodo)
        self.autorias.add(hoja.autoria)
        if self.tramo.tamano == HOJAS_POR_TRAMO:
            numero = self.cosecha.tamano // HOJAS_POR_TRAMO - 1
            if self.tramos.pop(numero, "") != self.tramo.raiz().hex():
                yield f"El tramo {numero} no es la raíz de sus {HOJAS_POR_TRAMO} hojas: algo se alteró."
            self.tramo = arbol.Cosecha()
        if self.punto is not None and self.punto.tamano == self.cosecha.tamano:
            yield from _del_punto(self.punto, self.cosecha.raiz(), hoja)
            yield from self._en_la_bitacora(self.punto)
            self.firmadas, self.autorias = self.cosecha.tamano, set()
            self.punto = next(self.puntos, None)

    def _en_la_bitacora(self, punto: PuntoDeControl) -> Iterator[str]:
        self.ultimo = self.asientos.pop(str(punto.tamano), None)
        if self.ultimo is None or self.ultimo.detalle["raiz"] != punto.raiz:
            yield f"El punto de control de {punto.tamano} hojas no consta así en la bitácora interna."
        elif self.autorias != {self.ultimo.rol}:
            yield f"Las hojas hasta la {punto.tamano} no son de quien la bitácora interna dice: su autoría cambió."

    def _sobrantes(self) -> Iterator[str]:
        tamano = self.cosecha.tamano
        if self.punto is not None:
            yield f"Hay un punto de control de {self.punto.tamano} hojas y sólo quedan {tamano}: falta la cola."
        if self.tramos:
            yield f"Sobra el tramo {next(iter(self.tramos))}: sus hojas ya no están."
        if self.firmadas != tamano:
            yield f"Hay {tamano} hojas y el último punto de control abarca {self.firmadas}: falta firmar."
        for perdido in self.asientos:
            yield f"La bitácora interna dice que se firmó un árbol de {perdido} hojas y ese punto ya no está."
        if self.ultimo is not None and not _es_la_cadena(self.ultimo):
            yield (
                f"La bitácora interna no es la que se firmó con {self.ultimo.objeto_clave} hojas: "
                f"se rehízo antes del renglón {self.ultimo.secuencia}."
            )


def _hojas() -> QuerySet[Instantanea]:
    return Instantanea.objects.only(*CAMPOS_DE_HOJA, "autoria").order_by("secuencia")


def _puntos() -> QuerySet[PuntoDeControl]:
    return PuntoDeControl.objects.order_by("tamano")


def _sellos() -> QuerySet[Asiento]:
    """Los renglones con que la bitácora interna deja dicho cada punto de control."""
    return Asiento.objects.filter(accion=SELLAR).order_by("secuencia")


def _del_punto(punto: PuntoDeControl, raiz: bytes, hoja: Instantanea) -> Iterator[str]:
    """Lo que no cuadra de un punto con la raíz que dan sus hojas y con la última de ellas."""
    if punto.raiz != raiz.hex():
        yield f"Las primeras {punto.tamano} hojas ya no dan la raíz de su punto de control: alguna se alteró."
    try:
        if notas.comprobar(punto.nota) != (punto.tamano, raiz):
            yield f"La nota del punto de control de {punto.tamano} hojas firma otra cosa."
    except notas.NotaInvalida as error:
        yield f"El punto de control de {punto.tamano} hojas: {error}"
    if punto.instante != hoja.instante:
        yield f"El punto de control de {punto.tamano} hojas no tiene el instante de su última hoja."


def _es_la_cadena(sello: Asiento) -> bool:
    """¿La bitácora, hasta ese renglón, es la que había cuando se firmó? Ella misma encadena lo demás."""
    rubrica = str(sello.detalle.get("rubrica", ""))
    return notas.es_rubrica(rubrica, int(sello.objeto_clave), sello.huella_anterior)
