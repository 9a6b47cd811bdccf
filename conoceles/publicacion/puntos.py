"""Los puntos de control: el árbol de todo lo publicado, firmado en la misma transacción que publica.

El árbol no se guarda: se guarda la raíz de cada tramo completo de 256 hojas. Con ellas y las hojas del último
tramo se sabe la raíz de todo, y con las de otro más, la prueba de cualquiera.
"""

from __future__ import annotations

from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils import timezone

from . import arbol, notas
from .models import Instantanea, PuntoDeControl, Tramo

HOJAS_POR_TRAMO = 256
CAMPOS_DE_HOJA = ("secuencia", "instante", "clave", "version", "huella")


class ArbolRoto(Exception):
    """Lo que hay en la base no continúa lo último que se firmó: firmar sería ocultarlo."""


class SinHoja(LookupError):
    """No hay una hoja, o un punto de control, con ese número."""


def sellar() -> PuntoDeControl | None:
    """Firma el árbol hasta la última instantánea; `None` si no hay hojas nuevas. Va al final de cada acto.

    Raises:
        ArbolRoto: si una hoja ya firmada falta o cambió; el acto entero se deshace.
        transaction.TransactionManagementError: si no hay una transacción abierta.
    """
    if not connection.in_atomic_block:
        raise transaction.TransactionManagementError("El árbol se firma dentro de la transacción del acto.")
    anterior = ultimo()
    nodos, tamano = _con_lo_nuevo()
    if anterior is not None:
        _exigir_continuidad(anterior, nodos, tamano)
        if anterior.tamano == tamano:
            return None
    if tamano == 0:
        return None
    raiz = arbol.raiz(nodos, 0, tamano)
    return PuntoDeControl.objects.create(
        tamano=tamano, raiz=raiz.hex(), instante=timezone.now(), nota=notas.firmar(tamano, raiz)
    )


def ultimo() -> PuntoDeControl | None:
    return next(iter(recientes(1)), None)


def recientes(cuantos: int) -> list[PuntoDeControl]:
    """Los últimos puntos de control, del mayor al menor."""
    return list(PuntoDeControl.objects.order_by("-tamano")[:cuantos])


def punto(tamano: int) -> PuntoDeControl:
    """El punto de control de ese tamaño.

    Raises:
        SinHoja: si no se firmó ninguno así.
    """
    encontrado = PuntoDeControl.objects.filter(pk=tamano).first()
    if encontrado is None:
        raise SinHoja(f"No hay un punto de control de {tamano} hojas.")
    return encontrado


def prueba_de(secuencia: int) -> dict[str, Any]:
    """Que esa hoja está en el último árbol firmado: hoja, índice, tamaño, camino (hexadecimal) y nota.

    Raises:
        SinHoja: si no existe o aún no la abarca ningún punto de control.
    """
    firmado = ultimo()
    if firmado is None or not 1 <= secuencia <= firmado.tamano:
        raise SinHoja(f"No hay una hoja {secuencia}.")
    indice = secuencia - 1
    nodos = _nodos(firmado.tamano, indice)
    return {
        "hoja": hojas(secuencia, secuencia)[0].decode(),
        "indice": indice,
        "tamano": firmado.tamano,
        "camino": [nodo.hex() for nodo in arbol.inclusion(nodos, indice, firmado.tamano)],
        "nota": firmado.nota,
    }


def consistencia(viejo: int, nuevo: int) -> dict[str, Any]:
    """Que el árbol de `nuevo` hojas continúa al de `viejo`; ambos son puntos firmados.

    Raises:
        SinHoja: si no lo son, o van al revés.
    """
    notas_firmadas = [punto(viejo).nota, punto(nuevo).nota]
    if viejo > nuevo:
        raise SinHoja("El punto viejo va primero.")
    nodos = _nodos(nuevo, viejo - 1)
    return {
        "notas": notas_firmadas,
        "prueba": [nodo.hex() for nodo in arbol.consistencia(nodos, viejo, nuevo)],
    }


def hojas(inicio: int, fin: int) -> list[bytes]:
    """Las hojas de esas secuencias, las dos incluidas."""
    return [arbol.hoja(instantanea) for instantanea in _hojas(Q(secuencia__range=(inicio, fin)))]


def _hojas(cuales: Q) -> QuerySet[Instantanea]:
    return Instantanea.objects.filter(cuales).only(*CAMPOS_DE_HOJA).order_by("secuencia")


def _con_lo_nuevo() -> tuple[dict[tuple[int, int], bytes], int]:
    """Los nodos de todo lo que hay, y cuántas hojas son; guarda los tramos que se completaron."""
    nodos = _de_tramos(Tramo.objects.all())
    tamano = len(nodos) * HOJAS_POR_TRAMO
    nuevos = []
    for instantanea in _hojas(Q(secuencia__gt=tamano)):
        if instantanea.secuencia != tamano + 1:
            raise ArbolRoto(f"Falta la hoja {tamano + 1}. Ejecute «conoceles verificar».")
        nodos[tamano, tamano + 1] = arbol.de_hoja(arbol.hoja(instantanea))
        tamano += 1
        if tamano % HOJAS_POR_TRAMO == 0:
            rango = tamano - HOJAS_POR_TRAMO, tamano
            nodos[rango] = arbol.raiz(nodos, *rango)
            nuevos.append(Tramo(numero=rango[0] // HOJAS_POR_TRAMO, raiz=nodos[rango].hex()))
    Tramo.objects.bulk_create(nuevos)
    return nodos, tamano


def _exigir_continuidad(anterior: PuntoDeControl, nodos: arbol.Nodos, tamano: int) -> None:
    """Que lo ya firmado siga dando la misma raíz; cuesta lo mismo que calcular la nueva."""
    try:
        sigue_igual = (
            tamano >= anterior.tamano and arbol.raiz(nodos, 0, anterior.tamano).hex() == anterior.raiz
        )
    except KeyError:  # hay tramos de más: faltan los puntos que los firmaron
        sigue_igual = False
    if not sigue_igual:
        raise ArbolRoto(
            f"Lo publicado ya no coincide con el punto de control de {anterior.tamano} hojas. "
            "Ejecute «conoceles verificar»."
        )


def _nodos(tamano: int, indice: int) -> dict[tuple[int, int], bytes]:
    """Lo que hace falta para un árbol de ese tamaño y la hoja de ese índice: dos consultas."""
    completos = tamano // HOJAS_POR_TRAMO
    nodos = _de_tramos(Tramo.objects.filter(numero__lt=completos))
    primera = indice // HOJAS_POR_TRAMO * HOJAS_POR_TRAMO
    cola = Q(secuencia__gt=completos * HOJAS_POR_TRAMO, secuencia__lte=tamano)
    del_tramo = Q(secuencia__gt=primera, secuencia__lte=min(primera + HOJAS_POR_TRAMO, tamano))
    for instantanea in _hojas(cola | del_tramo):
        nodos[instantanea.secuencia - 1, instantanea.secuencia] = arbol.de_hoja(arbol.hoja(instantanea))
    return nodos


def _de_tramos(tramos: QuerySet[Tramo]) -> dict[tuple[int, int], bytes]:
    return {
        (numero * HOJAS_POR_TRAMO, (numero + 1) * HOJAS_POR_TRAMO): bytes.fromhex(raiz)
        for numero, raiz in tramos.values_list("numero", "raiz")
    }
