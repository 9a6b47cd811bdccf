"""La parte pública de `publicacion`: lo único por donde se lee lo que la ciudadanía puede ver.

Un instante de publicación es un dato que se mira al leer: aunque la instantánea ya traiga respuestas, de
aquí no salen antes de su hora.
"""

from __future__ import annotations

import json
import logging
from collections import OrderedDict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from threading import Lock
from typing import Any

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet

from conoceles.calendario.models import Proceso
from conoceles.comun.ilegibles import ILEGIBLE
from conoceles.comun.legibles import legibles, se_lee
from conoceles.interrupciones.ausencias import PorDevolver, se_recorre_en
from conoceles.llaves.acciones import NoSeDescifra

from . import procesos
from .indice import Indice
from .models import Edicion, Ficha, Instantanea
from .partes import respuestas_de
from .procesos import Cargos
from .renglones import Renglon, Renglones
from .situacion import Situacion, situacion

MAX_PROCESOS_EN_MEMORIA = 8
bitacora_tecnica = logging.getLogger(__name__)


class SinProceso(LookupError):
    """No hay un proceso con esa clave, o ninguno vigente."""


class Suprimido(LookupError):
    """El documento se borró por obligación legal; de él sólo queda la huella."""


class Alterado(Exception):
    """Lo guardado no es lo que se publicó: no se muestra. `clave`: la de su candidatura."""

    def __init__(self, instantanea: Instantanea) -> None:
        super().__init__(f"{instantanea} no da su huella")
        self.clave = instantanea.clave


@dataclass(frozen=True)
class Lectura:
    """Lo público de un proceso a un instante.

    `hoja`: la última de la bitácora pública que abarca; `corte`: desde cuándo es así. De los dos no puede saberse
    cuándo alguien cambió algo de su identidad, que no deja hoja. `marca`: cambia cuando cambia cualquier cosa que
    una página pueda mostrar; toda página es función de ella y de su dirección, y sólo se dice ya digerida.
    """

    proceso: Proceso
    procesos: tuple[Proceso, ...]
    ahora: datetime
    hoja: int
    indice: Indice
    corte: datetime
    marca: str

    @property
    def segundos_de_vigencia(self) -> int:
        """Cuánto falta para que algo cambie solo."""
        return max(0, int((self.indice.proxima - self.ahora).total_seconds()))


def abrir(clave: str, ahora: datetime) -> Lectura:
    """Lo público del proceso de esa clave (vacía: el vigente). Una consulta si nada cambió.

    Raises:
        SinProceso: si no existe.
    """
    leido = procesos.leer()
    for proceso in leido.procesos:
        if proceso.clave == clave or (not clave and proceso.es_vigente):
            return _lectura(proceso, leido, ahora)
    raise SinProceso(clave)


def _lectura(proceso: Proceso, leido: procesos.Leido, ahora: datetime) -> Lectura:
    ausencias = leido.ausencias(proceso, ahora)
    indice = _memoria.indice(proceso, ahora, ausencias)
    hoja, publicada_en = proceso.hoja or 0, proceso.publicada_en  # type: ignore[attr-defined]
    corte = max(indice.corte, publicada_en) if publicada_en else indice.corte
    visibles = [(p.clave, p.nombre, p.es_vigente) for p in leido.procesos]
    propio = (proceso.clave, proceso.fechas, proceso.datos_instituto)
    devueltas = proceso.devueltas  # type: ignore[attr-defined]  # al devolver se reconocen acuses, sin otra edición
    marca = repr((_version(proceso), corte, visibles, *propio, indice.del_proceso, ausencias, devueltas))
    return Lectura(proceso, leido.procesos, ahora, hoja, indice, corte, marca)


def _version(proceso: Proceso) -> tuple[int, datetime | None]:
    return proceso.edicion or 0, proceso.editada_en  # type: ignore[attr-defined]


def _cargos(proceso: Proceso) -> Cargos:
    return proceso.se_vota  # type: ignore[attr-defined]


# --- El índice en memoria -------------------------------------------------------------------------------


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
            self.version == _version(proceso)
            and self.ausencias == ausencias
            and self.fechas == proceso.fechas
            and self.indice.del_proceso == _cargos(proceso)
            and self.indice.corte <= ahora < self.indice.proxima
        )


class _Memoria:
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
        version = _version(proceso)
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
                if not esta_suprimida and tarjeta["registro"]["situacion"] == "aprobada":
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
        TypeError, KeyError: si no.
    """
    nombrados = (renglon.cargo, renglon.demarcacion, renglon.actor)
    textos = [renglon.nombre, *(uno[campo] for uno in nombrados for campo in ("clave", "nombre"))]
    if not isinstance(renglon.numero, int) or not isinstance(renglon.edad, int | None):
        raise TypeError(renglon.clave)
    "".join([*renglon.apellidos, *textos])
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


_memoria = _Memoria()


def olvidar() -> None:
    """Para las pruebas: deshacer una transacción repite números de edición."""
    procesos.olvidar()
    _memoria.olvidar()


# --- El documento de una candidatura ------------------------------------------------------------------------


@dataclass(frozen=True)
class DocumentoPublico:
    """Un documento tal como hoy puede verse: sin respuestas si su situación no es «Publicada».

    `identidad`: las respuestas de identidad que hoy se publican; van aparte del documento y de su huella.
    """

    proceso: str
    documento: dict[str, Any]
    situacion: Situacion
    version: int
    instante: datetime
    secuencia: int
    huella: str
    identidad: Mapping[str, Any]


def documento_publico(clave: str, ahora: datetime, lectura: Lectura | None = None) -> DocumentoPublico | None:
    """El documento de esa candidatura, de cualquier proceso; `None` si no existe.

    `lectura`: la que ya se abrió; si es de su proceso, lo que falta devolver a sus plazos no se pregunta otra vez.

    Raises:
        Suprimido: si su contenido se borró.
        Alterado: si no es el que se publicó.
    """
    for vigente in documentos_vigentes([clave]):
        se_recorre: Callable[[datetime], bool] = partial(se_recorre_en, vigente.proceso)
        if lectura and lectura.proceso.clave == vigente.proceso:
            se_recorre = lectura.indice.se_recorre
        return como_puede_verse(vigente, ahora, se_recorre)
    return None


# Es el resto del costo de una ficha: a mano cuesta la cuarta parte que armada por el ORM.
_DOCUMENTO_VIGENTE = """
    SELECT i.*, parte.sobre AS sobre
    FROM publicacion_ficha f
    JOIN publicacion_instantanea i ON i.secuencia = f.vigente_id
    LEFT JOIN publicacion_partedeidentidad parte ON parte.clave = f.clave
    WHERE f.clave IN (%s)
"""


def documentos_vigentes(claves: Collection[str]) -> Iterable[Instantanea]:
    """La instantánea vigente de cada una, con lo que `como_puede_verse` necesita. Una consulta.

    Raises:
        Alterado: si alguna no se deja leer.
    """
    if not claves:
        return ()
    huecos = ", ".join(["%s"] * len(claves))
    try:
        return list(Instantanea.objects.raw(_DOCUMENTO_VIGENTE % huecos, list(claves)))
    except ILEGIBLE as error:
        raise Alterado(Instantanea(clave=next(iter(claves)))) from error


def como_puede_verse(
    vigente: Instantanea, ahora: datetime, se_recorre: Callable[[datetime], bool]
) -> DocumentoPublico:
    """El documento de una de `documentos_vigentes`.

    Raises:
        Suprimido, Alterado: véase `documento_publico`.
    """
    documento = documento_de(vigente)
    donde = situacion(documento, ahora, se_recorre)
    if not donde.es_publicada:
        documento = sin_respuestas(documento)
    return DocumentoPublico(
        vigente.proceso,
        documento,
        donde,
        vigente.version,
        vigente.instante,
        vigente.secuencia,
        vigente.huella,
        _identidad(vigente.clave, vigente.sobre) if donde.es_publicada else {},  # type: ignore[attr-defined]
    )


def sin_respuestas(documento: dict[str, Any]) -> dict[str, Any]:
    """Lo mismo, sin lo que aún no puede verse; tampoco las huellas de la fotografía, que servirían para adivinarla."""
    return {campo: valor for campo, valor in documento.items() if campo != "retratos"} | {"respuestas": {}}


def documento_de(instantanea: Instantanea) -> dict[str, Any]:
    """Lo que esa versión dice, entero.

    Raises:
        Suprimido, Alterado: véase `documento_publico`.
    """
    if instantanea.documento is None:
        raise Suprimido(instantanea.clave)
    if not (se_lee(instantanea) and instantanea.esta_integra):
        raise Alterado(instantanea)
    documento: dict[str, Any] = json.loads(instantanea.documento)
    return documento


def versiones_de(clave: str) -> list[Instantanea]:
    """Todas las suyas, de la primera a la vigente.

    Raises:
        Alterado: si alguna no se deja leer.
    """
    de_esa = Instantanea.objects.filter(clave=clave).order_by("version")
    versiones = legibles(de_esa, en_lugar_de=lambda llave: Instantanea(secuencia=llave, clave=clave))
    for una in versiones:
        if una.instante is None:
            raise Alterado(una)
    return versiones


def _identidad(clave: str, sobre: bytes | None) -> Mapping[str, Any]:
    """Lo que hoy se publica de su identidad. Un sobre que no se abre se lee como si no lo hubiera."""
    try:
        return respuestas_de(clave, bytes(sobre)) if sobre is not None else {}
    except (NoSeDescifra, *ILEGIBLE):
        bitacora_tecnica.error("La parte de identidad de %s no se descifra: no se muestra.", clave)
        return {}


def foto_visible_hasta(huella: str, ahora: datetime) -> datetime | None:
    """La próxima frontera del reloj, si algún documento visible hoy, de cualquier proceso, nombra esta fotografía.

    `None` si ninguno la nombra. El proceso vigente, primero.
    """
    leido = procesos.leer()
    for proceso in sorted(leido.procesos, key=lambda proceso: not proceso.es_vigente):
        indice = _memoria.indice(proceso, ahora, leido.ausencias(proceso, ahora))
        if huella in indice.fotos:
            return indice.proxima
    return None
