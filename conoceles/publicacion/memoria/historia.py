"""La historia pública de una ficha: cada versión con lo que cambió, y de lo retirado sólo que cambió.

La regla: una respuesta que dejó de publicarse sólo vuelve a leerse en la historia si volvió a publicarse igual.
Así, lo que hoy está retirado, pausado, por publicarse o suprimido tampoco está en ninguna versión anterior; al
restablecerlo, vuelve; y si en su lugar se publicó otra cosa, lo de antes ya no vuelve. Lo que fue reemplazado antes
de verse nunca fue público y aquí tampoco lo es. La identidad no está en las instantáneas: de ella no hay historia.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from django.utils.translation import gettext, gettext_noop

from conoceles.comun.legibles import legibles
from conoceles.cuestionarios.definiciones import Definicion
from conoceles.publicacion.lectura import Alterado, Suprimido, documento_de, versiones_de
from conoceles.publicacion.models import Ficha, Instantanea, Supresion
from conoceles.publicacion.situacion import PUBLICADA, Situacion, situacion

from . import cambios
from .cambios import Diferencia, Documento, Respuestas

# Los datos del registro que se leen siempre como son hoy: los que se corrigieron no se resucitan.
DE_LA_PERSONA = ("persona", "acciones_afirmativas")

# En español; se traducen al decirse.
NO_SE_MUESTRA = gettext_noop("Cambió. Lo que decía esta versión dejó de ser público y no se muestra.")
NO_SE_MOSTRABA = gettext_noop("Esta versión no mostraba lo que respondió aquí.")
SIN_RESPUESTAS = Situacion("sin_respuestas", gettext_noop("En esta versión no se muestran respuestas"))
CON_RESPUESTAS = Situacion(PUBLICADA, gettext_noop("Versión publicada"))

_RESPUESTAS = gettext_noop("Respuestas del cuestionario")
_OTROS = gettext_noop("Datos del proceso")
_PRIMERA = gettext_noop("Primera versión")
_SUPRIMIDA = gettext_noop("Su contenido se suprimió; queda su huella")
_TRAS_SUPRIMIDA = gettext_noop("La anterior se suprimió: no puede decirse qué cambió")


@dataclass(frozen=True)
class Version:
    """Una versión y de qué trata lo que cambió en ella; nunca qué acto la hizo ni quién.

    `hasta`: cuándo la siguió otra; vacío en la vigente. `supresion`: la orden por la que se borró, si consta.
    """

    numero: int
    instante: datetime
    hasta: datetime | None
    secuencia: int
    huella: str
    cambios: tuple[str, ...]
    se_suprimio: bool = False
    supresion: Supresion | None = None


@dataclass(frozen=True)
class VersionLeida:
    """Una versión tal como hoy puede leerse; lo oculto ya no está en `documento`."""

    version: Version
    total: int
    documento: Documento
    situacion: Situacion
    ocultas: Mapping[str, str]
    diferencias: tuple[Diferencia, ...]


@dataclass(frozen=True)
class Historia:
    """Todas las versiones de una ficha, leídas a un instante."""

    proceso: str
    situacion: Situacion
    _paginas: tuple[_Pagina, ...]
    _supresiones: Mapping[int, Supresion]

    @property
    def nombre(self) -> str:
        """El que rige hoy."""
        nombre: str = self._paginas[-1].documento["persona"]["nombre"]
        return nombre

    @property
    def versiones(self) -> list[Version]:
        """De la más reciente a la primera."""
        return [self._version(i) for i in reversed(range(len(self._paginas)))]

    def leer(self, numero: int) -> VersionLeida | None:
        """Esa versión, con su diferencia frente a la anterior; `None` si no existe.

        Raises:
            Suprimido: si su contenido se borró.
        """
        lugar = next((i for i, pagina in enumerate(self._paginas) if pagina.fila.version == numero), None)
        if lugar is None:
            return None
        pagina, vigente = self._paginas[lugar], self._paginas[-1]
        if not pagina.documento:
            raise Suprimido(f"{pagina.fila.clave} v{numero}")
        se_lee = bool(pagina.publicas) and self.situacion.es_publicada
        se_dice = CON_RESPUESTAS if se_lee else SIN_RESPUESTAS
        return VersionLeida(
            version=self._version(lugar),
            total=len(self._paginas),
            documento=_como_se_lee(pagina, vigente),
            situacion=replace(se_dice, etiqueta=gettext(se_dice.etiqueta)),
            ocultas=dict.fromkeys(pagina.documento.get("pausas", {}), gettext(NO_SE_MOSTRABA))
            | dict.fromkeys(pagina.ocultas, gettext(NO_SE_MUESTRA)),
            diferencias=self._diferencias(lugar),
        )

    def se_lee_entera(self, numero: int) -> bool:
        """¿Lo que esa versión mostraba sigue siendo público?"""
        ocultas = next(pagina.ocultas for pagina in self._paginas if pagina.fila.version == numero)
        return self.situacion.es_publicada and not ocultas

    def _version(self, lugar: int) -> Version:
        fila = self._paginas[lugar].fila
        siguiente = self._paginas[lugar + 1].fila.instante if lugar + 1 < len(self._paginas) else None
        return Version(
            numero=fila.version,
            instante=fila.instante,
            hasta=siguiente,
            secuencia=fila.secuencia,
            huella=fila.huella,
            cambios=tuple(diferencia.titulo for diferencia in self._diferencias(lugar, con_tramos=False)),
            se_suprimio=not self._paginas[lugar].documento,
            supresion=self._supresiones.get(fila.version),
        )

    def _diferencias(self, lugar: int, *, con_tramos: bool = True) -> tuple[Diferencia, ...]:
        if lugar == 0:
            return (Diferencia(gettext(_PRIMERA)),)
        antes, despues = self._paginas[lugar - 1], self._paginas[lugar]
        if not (antes.documento and despues.documento):
            return (Diferencia(gettext(_TRAS_SUPRIMIDA if despues.documento else _SUPRIMIDA)),)
        del_registro = list(cambios.del_registro(antes.documento, despues.documento, con_tramos=con_tramos))
        de_respuestas = list(
            cambios.de_respuestas(
                despues.definicion,
                antes.publicas,
                despues.publicas,
                ocultas=antes.ocultas | despues.ocultas,
                con_tramos=con_tramos,
            )
        )
        if de_respuestas and not self.situacion.es_publicada:
            de_respuestas = [Diferencia(gettext(_RESPUESTAS))]
        return (*de_respuestas, *del_registro) or (Diferencia(gettext(_OTROS)),)


@dataclass(frozen=True)
class _Pagina:
    """Una versión por dentro; sin documento si se suprimió.

    `publicas`: las respuestas que llegaron a verse. `ocultas`: las secciones que hoy no pueden leerse en ella.
    """

    fila: Instantanea
    documento: Documento
    publicas: Respuestas
    ocultas: frozenset[str] = frozenset()

    @property
    def legibles(self) -> Respuestas:
        """Lo que de ella puede leerse hoy."""
        return {c: v for c, v in self.publicas.items() if _seccion_de(self.definicion, c) not in self.ocultas}

    @property
    def definicion(self) -> Definicion:
        return cambios.definicion_de(self.documento)


def historia(clave: str, ahora: datetime) -> Historia | None:
    """La historia de esa ficha a ese instante, en dos consultas; `None` si no existe.

    Raises:
        Suprimido: si el contenido de la versión vigente se borró.
        Alterado: si alguna de sus versiones no es la que se publicó.
    """
    suya = Ficha.objects.defer("tarjeta").filter(pk=clave)
    ficha = next(iter(legibles(suya)), None)
    if ficha is None:
        if suya.exists():
            raise Alterado(Instantanea(clave=clave))
        return None
    filas = versiones_de(clave)
    if filas[-1].documento is None:
        raise Suprimido(clave)
    paginas = _con_lo_oculto(list(_paginas(filas, frozenset(ficha.pausas), ahora)))
    vigente = situacion(paginas[-1].documento, ahora)
    return Historia(ficha.proceso, vigente, tuple(paginas), _supresiones(filas))


def versiones(clave: str, ahora: datetime) -> list[Version]:
    """Las versiones de una ficha, de la más reciente a la primera; vacía si no existe.

    Raises:
        Suprimido: si el contenido de la versión vigente se borró.
    """
    completa = historia(clave, ahora)
    return completa.versiones if completa else []


def _supresiones(filas: Sequence[Instantanea]) -> Mapping[int, Supresion]:
    """Versión → la orden por la que se borró. Sólo se pregunta si a alguna le falta su contenido."""
    if all(fila.documento is not None for fila in filas):
        return {}
    ordenes = legibles(Supresion.objects.filter(clave=filas[0].clave))
    return {version: orden for orden in ordenes for version in orden.versiones}


# --- Qué fue público y qué se oculta ------------------------------------------------------------------------


def _paginas(filas: Sequence[Instantanea], pausadas: frozenset[str], ahora: datetime) -> Iterator[_Pagina]:
    """Cada versión con las respuestas que llegaron a verse; de la vigente, sin las secciones pausadas."""
    finales = [siguiente.instante - timedelta(microseconds=1) for siguiente in filas[1:]]
    for fila, final in zip(filas, [*finales, ahora], strict=True):
        documento = {} if fila.documento is None else documento_de(fila)
        pagina = _Pagina(fila, documento, respuestas_vistas(documento, final))
        if fila is filas[-1]:
            pagina = replace(pagina, publicas=replace(pagina, ocultas=pausadas).legibles)
        yield pagina


def respuestas_vistas(documento: Documento, hasta: datetime) -> Respuestas:
    """Las respuestas de un documento que ya se veían a ese instante, el último de su vigencia."""
    vistas: Respuestas = {}
    if documento and situacion(documento, hasta).es_publicada:
        vistas = documento["respuestas"]
    return vistas


def _con_lo_oculto(paginas: Sequence[_Pagina]) -> list[_Pagina]:
    """Cada versión con las secciones que hoy no pueden leerse en ella: basta una respuesta retirada."""
    ocultas: list[set[str]] = [set() for _ in paginas]
    for clave in {clave for pagina in paginas for clave in pagina.publicas}:
        for lugar in _donde_se_oculta([pagina.publicas.get(clave) for pagina in paginas]):
            ocultas[lugar].add(_seccion_de(paginas[lugar].definicion, clave))
    return [replace(p, ocultas=frozenset(suyas)) for p, suyas in zip(paginas, ocultas, strict=True)]


def _donde_se_oculta(textos: Sequence[Any]) -> Iterator[int]:
    """En qué versiones no se lee una respuesta, dado lo que decía en cada una (`None`: no se veía).

    De la última a la primera: al llegar a lo que decía cuando dejó de verse, se busca si volvió a decirlo después.
    """
    despues: list[Any] = []
    hubo_hueco = se_oculta = False
    for lugar in reversed(range(len(textos))):
        texto = textos[lugar]
        if texto is None:
            hubo_hueco = True
            continue
        se_oculta = se_oculta or (hubo_hueco and texto not in despues)
        hubo_hueco = False
        despues.append(texto)
        if se_oculta:
            yield lugar


def _seccion_de(definicion: Definicion, clave: str) -> str:
    """La sección de una pregunta; una que ya no existe es su propia sección."""
    try:
        return definicion.seccion_de(clave).clave
    except KeyError:
        return clave


def _como_se_lee(pagina: _Pagina, vigente: _Pagina) -> Documento:
    """El documento sin lo oculto ni la identidad, y con los datos de la persona que rigen hoy.

    Un nombre o un sexo corregidos no se resucitan, ni el motivo de una pausa. La fotografía sólo si es la que se ve
    hoy: la otra pudo borrarse.
    """
    legibles = dict(pagina.legibles)
    if legibles.get("foto") != vigente.publicas.get("foto"):
        legibles.pop("foto", None)
    de_hoy = {campo: vigente.documento[campo] for campo in (*DE_LA_PERSONA, "registro")}
    return {**pagina.documento, **de_hoy, "respuestas": legibles, "identidad": None, "pausas": {}}
