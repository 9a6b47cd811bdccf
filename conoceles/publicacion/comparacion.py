"""Las fichas de una contienda, puestas en renglones: los mismos, en el mismo orden y con el mismo tope para todas.

Lo que cada celda dice sale de `ficha`: aquí sólo se alinea y se recorta.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import accumulate

from django.utils.translation import gettext

from .bloques import NO_APLICA, SIN_AUTORIZAR, Bloque, Dato
from .ficha import FichaVista
from .lectura import Alterado, DocumentoPublico, Suprimido, como_puede_verse, documentos_vigentes

TOPE = 600  # caracteres de cada texto, o de cada lista, que se leen sin abrirlo


def documentos_publicos(
    claves: Collection[str], ahora: datetime, se_recorre: Callable[[datetime], bool]
) -> dict[str, DocumentoPublico]:
    """Los de esas candidaturas, por clave, en una consulta. El que se suprimió o no es el que se publicó no viene."""
    encontrados = {}
    for vigente in documentos_vigentes(claves):
        try:
            encontrados[vigente.clave] = como_puede_verse(vigente, ahora, se_recorre)
        except (Suprimido, Alterado):
            continue
    return encontrados


@dataclass(frozen=True)
class Texto:
    """Uno largo: lo que se lee de entrada y lo demás, que se abre. Su unión, sin nada entre ellos, es el original."""

    visible: str
    resto: str
    tema: str = ""


@dataclass(frozen=True)
class Celda:
    """Lo que una candidatura dice en un renglón. `vacio`: por qué no dice nada.

    `datos`: cada uno con los renglones de su lista que se leen de entrada y, aparte, los que se abren.
    `sin_autorizar`: la frase de lo que no publica de su identidad, una sola vez; `hay_mas`: si además publica algo.
    """

    textos: tuple[Texto, ...] = ()
    datos: tuple[tuple[Dato, tuple[str, ...]], ...] = ()
    vacio: str = ""
    sin_autorizar: str = ""

    @property
    def hay_mas(self) -> bool:
        return bool(self.datos)


@dataclass(frozen=True)
class Tema:
    """Un renglón de la comparación: su título y una celda por candidatura, en el orden de las columnas."""

    clave: str
    titulo: str
    celdas: tuple[Celda, ...]


_Partes = Mapping[tuple[str, str], tuple[Bloque, list[Dato]]]


def temas(fichas: Sequence[FichaVista | str]) -> Iterator[Tema]:
    """Los de unas fichas; en lugar de la que no puede leerse va por qué, que se dice en todos sus renglones.

    Cuáles hay no depende del orden de las columnas. Si ninguna está publicada, ninguno.
    """
    partes = [_partes(ficha) if isinstance(ficha, FichaVista) else {} for ficha in fichas]
    for numero, (llave, titulo) in enumerate(_titulos(fichas).items(), start=1):
        celdas = (_celda(ficha, una.get(llave)) for ficha, una in zip(fichas, partes, strict=True))
        yield Tema(f"tema-{numero}", titulo, tuple(celdas))


def _titulos(fichas: Iterable[FichaVista | str]) -> dict[tuple[str, str], str]:
    legibles = sorted((f for f in fichas if isinstance(f, FichaVista)), key=lambda ficha: ficha.clave)
    return {
        llave: llave[1] or bloque.titulo
        for ficha in legibles
        for llave, (bloque, _) in _partes(ficha).items()
    }


def _partes(ficha: FichaVista) -> _Partes:
    """Bloque y título → sus datos. Un bloque que junta varios textos da un renglón por cada uno."""
    partes: dict[tuple[str, str], tuple[Bloque, list[Dato]]] = {}
    for bloque in ficha.bloques:
        for dato in bloque.datos:
            partes.setdefault((bloque.clave, dato.titulo), (bloque, []))[1].append(dato)
        if not bloque.datos:
            partes[bloque.clave, ""] = bloque, []
    return partes


def _celda(ficha: FichaVista | str, parte: tuple[Bloque, list[Dato]] | None) -> Celda:
    if isinstance(ficha, str):
        return Celda(vacio=ficha)
    if parte is None:
        return Celda(vacio=gettext(NO_APLICA) if ficha.bloques else ficha.situacion.etiqueta)
    bloque, datos = parte
    sin_autorizar = gettext(SIN_AUTORIZAR)
    dichos = [dato for dato in datos if dato.vacio != sin_autorizar]
    textos = tuple(recortado(dato.texto, dato.tema) for dato in dichos if dato.es_largo and not dato.vacio)
    largos_vacios = [dato.vacio for dato in dichos if dato.es_largo and dato.vacio]
    return Celda(
        textos,
        tuple(_recortada(dato) for dato in dichos if not dato.es_largo),
        vacio=bloque.vacio or " ".join(dict.fromkeys(largos_vacios)),
        sin_autorizar=sin_autorizar if len(dichos) < len(datos) else "",
    )


def recortado(texto: str, tema: str = "") -> Texto:
    """Hasta `TOPE` caracteres, sin partir palabras; la misma medida para todas."""
    if len(texto) <= TOPE:
        return Texto(texto, "", tema)
    corte = max(texto.rfind(" ", 0, TOPE + 1), texto.rfind("\n", 0, TOPE + 1))
    corte = corte if corte > 0 else TOPE
    return Texto(texto[:corte], texto[corte:], tema)


def _recortada(dato: Dato) -> tuple[Dato, tuple[str, ...]]:
    """La misma medida para una lista: renglones enteros hasta `TOPE` caracteres entre todos, y al menos uno."""
    caben = max(1, sum(suma <= TOPE for suma in accumulate(map(len, dato.renglones))))
    return replace(dato, renglones=dato.renglones[:caben]), dato.renglones[caben:]
