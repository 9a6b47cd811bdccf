"""Los puntos de control: el árbol de todo lo publicado, firmado en la misma transacción que publica.

El árbol no se guarda: se guarda la raíz de cada tramo completo de 256 hojas. Con ellas y las hojas del último
tramo se sabe la raíz de todo, y con las de otro más, la prueba de cualquiera.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import connection, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext

from conoceles.bitacora.acciones import Autora, asentar
from conoceles.bitacora.models import Cabeza
from conoceles.comun.legibles import legibles
from conoceles.publicacion.models import Instantanea, PuntoDeControl, Tramo

from . import arbol, notas

SELLAR = "arbol:sellar"
HOJAS_POR_TRAMO = 256
CAMPOS_DE_HOJA = ("secuencia", "instante", "clave", "version", "huella")


class ArbolRoto(Exception):
    """Lo que hay en la base no continúa lo último que se firmó: firmar sería ocultarlo."""


class SinHoja(LookupError):
    """No hay una hoja, o un punto de control, con ese número."""


def sellar(*, por: Autora | None = None) -> PuntoDeControl | None:
    """Firma el árbol hasta la última instantánea; `None` si no hay hojas nuevas. Va al final de cada acto.

    Lo asienta en la bitácora interna con la rúbrica de dónde iba su cadena: ni lo publicado puede deshacerse sin
    que ella lo diga, ni ella rehacerse sin la llave con que se firma.

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
    return _firmar(tamano, arbol.raiz(nodos, 0, tamano), por)


def _firmar(tamano: int, raiz: bytes, por: Autora | None) -> PuntoDeControl:
    cabeza = Cabeza.objects.select_for_update().get(pk=1).huella
    asentar(
        por=por,
        accion=SELLAR,
        objeto=("arbol", str(tamano)),
        raiz=raiz.hex(),
        rubrica=notas.rubricar(tamano, cabeza),
    )
    instante = Instantanea.objects.values_list("instante", flat=True).get(pk=tamano)
    return PuntoDeControl.objects.create(
        tamano=tamano, raiz=raiz.hex(), instante=instante, nota=notas.firmar(tamano, raiz)
    )


def ultimo() -> PuntoDeControl | None:
    return next(iter(recientes(1)), None)


def recientes(cuantos: int) -> list[PuntoDeControl]:
    """Los últimos puntos de control, del mayor al menor."""
    return list(PuntoDeControl.objects.order_by("-tamano")[:cuantos])


def que_se_leen(cuantos: int) -> list[PuntoDeControl]:
    """De los últimos, los que se dejan leer: lo que se enseña. Para firmar se exige el último, se lea o no."""
    return legibles(PuntoDeControl.objects.order_by("-tamano")[:cuantos])


def punto(tamano: int) -> PuntoDeControl:
    """El punto de control de ese tamaño.

    Raises:
        SinHoja: si no se firmó ninguno así.
    """
    encontrado = PuntoDeControl.objects.filter(pk=tamano).first()
    if encontrado is None:
        raise SinHoja(gettext("No hay un punto de control de %(n)s hojas.") % {"n": tamano})
    return encontrado


def prueba_de(secuencia: int) -> dict[str, Any]:
    """Que esa hoja está en el último árbol firmado: hoja, índice, tamaño, camino (hexadecimal) y nota.

    Raises:
        SinHoja: si no existe o aún no la abarca ningún punto de control.
    """
    pruebas = pruebas_de([secuencia])
    if secuencia not in pruebas:
        raise SinHoja(gettext("No hay una hoja %(n)s.") % {"n": secuencia})
    return pruebas[secuencia]


def pruebas_de(secuencias: Iterable[int]) -> dict[int, dict[str, Any]]:
    """La prueba de cada una (véase `prueba_de`), todas contra el mismo punto; faltan las que aún no abarca."""
    firmado = next(iter(que_se_leen(1)), None)
    if firmado is None:
        return {}
    tamano = firmado.tamano
    indices = [secuencia - 1 for secuencia in secuencias if 1 <= secuencia <= tamano]
    cercanas = _hojas_cercanas(tamano, indices)
    nodos = _nodos(tamano, cercanas)
    return {
        indice + 1: {
            "hoja": cercanas[indice].decode(),
            "indice": indice,
            "tamano": tamano,
            "camino": [nodo.hex() for nodo in arbol.inclusion(nodos, indice, tamano)],
            "nota": firmado.nota,
        }
        for indice in indices
    }


def consistencia(viejo: int, nuevo: int) -> dict[str, Any]:
    """Que el árbol de `nuevo` hojas continúa al de `viejo`; ambos son puntos firmados.

    Raises:
        SinHoja: si no lo son, o van al revés.
    """
    notas_firmadas = [punto(viejo).nota, punto(nuevo).nota]
    if viejo > nuevo:
        raise SinHoja(gettext("El punto viejo va primero."))
    nodos = _nodos(nuevo, _hojas_cercanas(nuevo, [viejo - 1]))
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


def _hojas_cercanas(tamano: int, indices: Iterable[int]) -> dict[int, bytes]:
    """Por índice, las hojas de los tramos de ésos y las del último: una consulta por tramo."""
    tramos = {indice // HOJAS_POR_TRAMO for indice in (*indices, tamano - 1)}
    cercanas: dict[int, bytes] = {}
    for numero in tramos:
        primera = numero * HOJAS_POR_TRAMO
        for hoja in _hojas(Q(secuencia__gt=primera, secuencia__lte=min(primera + HOJAS_POR_TRAMO, tamano))):
            cercanas[hoja.secuencia - 1] = arbol.hoja(hoja)
    return cercanas


def _nodos(tamano: int, hojas: Mapping[int, bytes]) -> dict[tuple[int, int], bytes]:
    """Los nodos que se conocen de un árbol de ese tamaño: sus tramos completos y esas hojas."""
    completos = _de_tramos(Tramo.objects.filter(numero__lt=tamano // HOJAS_POR_TRAMO))
    return completos | {(indice, indice + 1): arbol.de_hoja(hoja) for indice, hoja in hojas.items()}


def _de_tramos(tramos: QuerySet[Tramo]) -> dict[tuple[int, int], bytes]:
    return {
        (numero * HOJAS_POR_TRAMO, (numero + 1) * HOJAS_POR_TRAMO): bytes.fromhex(raiz)
        for numero, raiz in tramos.values_list("numero", "raiz")
    }
