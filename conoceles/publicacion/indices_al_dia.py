"""Un índice por proceso, en memoria: se hace una vez y se pone al día con lo que cada edición cambió.

De una tarjeta que no se deja leer no depende que se vean las demás: se omite y se dice en la bitácora técnica.
"""

from __future__ import annotations

import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from threading import Lock
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.utils import timezone

from conoceles.calendario.models import Proceso
from conoceles.comun.ilegibles import ILEGIBLE
from conoceles.interrupciones.ausencias import PorDevolver

from .indice import Indice
from .models import Edicion, Ficha
from .procesos import Cargos
from .renglones import Renglon, Renglones, se_conserva
from .situacion import nada_por_devolver

MAX_PROCESOS_EN_MEMORIA = 8
bitacora_tecnica = logging.getLogger(__name__)


@dataclass(frozen=True)
class _Entrada:
    """Lo que se sabe de un proceso: hasta qué edición y con qué renglones."""

    version: tuple[int, datetime | None]
    fechas: dict[str, str]
    ausencias: PorDevolver
    filas: dict[str, Renglon]
    indice: Indice

    def sirve(self, proceso: Proceso, ahora: datetime, ausencias: PorDevolver) -> bool:
        return (
            self.version == version_de(proceso)
            and self.ausencias == ausencias
            and self.fechas == proceso.fechas
            and self.indice.del_proceso == _cargos(proceso)
            and self.indice.corte <= ahora < self.indice.proxima
        )


class IndicesAlDia:
    """Un índice por proceso. Quien lee toma el que hay; sólo uno a la vez hace el siguiente."""

    def __init__(self) -> None:
        self._entradas: OrderedDict[str, _Entrada] = OrderedDict()
        self._candado = Lock()

    def indice(self, proceso: Proceso, ahora: datetime, ausencias: PorDevolver) -> Indice:
        entrada = self._entradas.get(proceso.clave)
        if entrada and entrada.sirve(proceso, ahora, ausencias):
            return entrada.indice
        with self._candado:
            entrada = self._entradas.get(proceso.clave)
            if not (entrada and entrada.sirve(proceso, ahora, ausencias)):
                entrada = self._hacer(proceso, entrada, ahora, ausencias)
                self._entradas[proceso.clave] = entrada
                self._entradas.move_to_end(proceso.clave)
                while len(self._entradas) > MAX_PROCESOS_EN_MEMORIA:
                    self._entradas.popitem(last=False)
        return entrada.indice

    def _hacer(
        self, proceso: Proceso, anterior: _Entrada | None, ahora: datetime, ausencias: PorDevolver
    ) -> _Entrada:
        version = version_de(proceso)
        filas = self._filas(proceso, anterior)
        armar = partial(
            Indice,
            proceso.clave,
            ahora=ahora,
            zona=proceso.zona,
            instantes=_instantes_de_publicacion(proceso),
            acciones={accion["clave"]: accion["nombre"] for accion in proceso.acciones_afirmativas},
            del_proceso=_cargos(proceso),
            se_recorre=ausencias.se_recorre,
        )
        try:
            indice = armar(filas=filas)
        except ILEGIBLE:  # una tarjeta con otra cosa en lugar de un número o una fecha
            filas = _las_que_se_dejan(filas, armar)
            indice = armar(filas=filas)
        return _Entrada(version, proceso.fechas, ausencias, filas, indice)

    def _filas(self, proceso: Proceso, anterior: _Entrada | None) -> dict[str, Renglon]:
        """Los renglones de antes con lo que cambió desde su edición; todos, si aquella no es de esta historia."""
        filas: dict[str, Renglon] = {}
        desde = 0
        if anterior and _es_continuacion(proceso, anterior.version):
            filas, desde = dict(anterior.filas), anterior.version[0]
        hacer = Renglones()
        cambiadas = Ficha.objects.filter(proceso=proceso.clave, edicion__gt=desde)
        suprimida = ExpressionWrapper(Q(vigente__documento=None), BooleanField())
        for clave, tarjeta, esta_suprimida in _leidas(cambiadas.values_list("clave", "tarjeta", suprimida)):
            renglon = None
            try:
                if not esta_suprimida and se_conserva(tarjeta):
                    renglon = _de_su_clase(hacer.de(clave, tarjeta))
            except ILEGIBLE:
                _omitir(clave)
            if renglon is not None:
                filas[clave] = renglon
            else:
                filas.pop(clave, None)
        return filas

    def olvidar(self) -> None:
        with self._candado:
            self._entradas.clear()


def _leidas(cambiadas: QuerySet[Ficha, Any]) -> list[tuple[str, Any, bool]]:
    """Las filas, sin la que la base no entregue: de una mala no depende que se vean las demás."""
    try:
        return list(cambiadas.iterator())
    except ILEGIBLE:
        pass
    leidas = []
    for numero in list(cambiadas.order_by().values_list("vigente_id", flat=True)):
        try:
            leidas.append(cambiadas.get(vigente_id=numero))
        except ILEGIBLE:
            _omitir(f"de la hoja {numero}")
    return leidas


def _de_su_clase(renglon: Renglon) -> Renglon:
    """El mismo, si lo que ordena y nombra el listado es de la clase que debe.

    Raises:
        TypeError, KeyError, ValueError: si no.
    """
    nombrados = (renglon.cargo, renglon.demarcacion, renglon.actor)
    textos = [renglon.nombre, *(uno[campo] for uno in nombrados for campo in ("clave", "nombre"))]
    if not isinstance(renglon.numero, int) or not isinstance(renglon.edad, int | None):
        raise TypeError(renglon.clave)
    "".join([*renglon.apellidos, *textos])
    if not renglon.esta_aprobada:
        renglon.situacion(timezone.now(), nada_por_devolver)
    return renglon


def _las_que_se_dejan(filas: Mapping[str, Renglon], armar: Callable[..., Indice]) -> dict[str, Renglon]:
    """Los renglones con que sí se arma un índice; los otros se omiten. De uno en uno: es lento."""
    buenas = {}
    for clave, renglon in filas.items():
        try:
            armar(filas={clave: renglon})
            buenas[clave] = renglon
        except ILEGIBLE:
            _omitir(clave)
    return buenas


def _omitir(cual: str) -> None:
    bitacora_tecnica.error("La tarjeta %s no se deja leer: no se lista. Ejecute «conoceles verificar».", cual)


def _es_continuacion(proceso: Proceso, version: tuple[int, datetime | None]) -> bool:
    """¿La edición conocida existe tal cual? Si se restauró un respaldo, el mismo número puede ser otra."""
    numero, instante = version
    iguales = Edicion.objects.filter(proceso=proceso.clave, numero=numero)
    return instante is not None and iguales.filter(instante=instante).exists()


def _instantes_de_publicacion(proceso: Proceso) -> list[datetime]:
    return [
        datetime.fromisoformat(texto)
        for clave, texto in proceso.fechas.items()
        if clave.split(".")[0] == "publicacion" and texto
    ]


def version_de(proceso: Proceso) -> tuple[int, datetime | None]:
    return proceso.edicion or 0, proceso.editada_en  # type: ignore[attr-defined]


def _cargos(proceso: Proceso) -> Cargos:
    return proceso.se_vota  # type: ignore[attr-defined]
