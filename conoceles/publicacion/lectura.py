"""La parte pública de `publicacion`: lo único por donde se lee lo que la ciudadanía puede ver.

Un instante de publicación es un dato que se mira al leer: aunque la instantánea ya traiga respuestas, de
aquí no salen antes de su hora.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from conoceles.calendario.models import Proceso
from conoceles.comun.ilegibles import ILEGIBLE
from conoceles.comun.legibles import legibles, se_lee
from conoceles.interrupciones.ausencias import se_recorre_en
from conoceles.llaves.acciones import NoSeDescifra

from . import procesos
from .indice import Indice
from .indices_al_dia import IndicesAlDia, version_de
from .models import Instantanea
from .partes import respuestas_de
from .situacion import Situacion, situacion

bitacora_tecnica = logging.getLogger(__name__)
_indices = IndicesAlDia()


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
    indice = _indices.indice(proceso, ahora, ausencias)
    hoja, publicada_en = proceso.hoja or 0, proceso.publicada_en  # type: ignore[attr-defined]
    corte = max(indice.corte, publicada_en) if publicada_en else indice.corte
    visibles = [(p.clave, p.nombre, p.es_vigente) for p in leido.procesos]
    propio = (proceso.clave, proceso.fechas, proceso.datos_instituto)
    devueltas = proceso.devueltas  # type: ignore[attr-defined]  # al devolver se reconocen acuses, sin otra edición
    marca = repr((version_de(proceso), corte, visibles, *propio, indice.del_proceso, ausencias, devueltas))
    return Lectura(proceso, leido.procesos, ahora, hoja, indice, corte, marca)


def olvidar() -> None:
    """Para las pruebas: deshacer una transacción repite números de edición."""
    procesos.olvidar()
    _indices.olvidar()


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
        indice = _indices.indice(proceso, ahora, leido.ausencias(proceso, ahora))
        if huella in indice.fotos:
            return indice.proxima
    return None
