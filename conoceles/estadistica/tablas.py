"""Contar lo que ya es público. Una función por cifra.

Todas cuentan con el índice del listado: la cifra de una tabla es la que el listado da con el mismo filtro. En un corte va
sólo lo que dice el registro y dónde está cada cuestionario, nunca lo que alguien contestó: un corte no se borra, y restarlo de
otro, o de las páginas de hoy, diría qué había contestado quien ya no se lee (decisión 22).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from conoceles.publicacion.indice import Indice
from conoceles.publicacion.tabla import Resultado

Cuentas = dict[str, int]


def por_cargo(hay: Resultado) -> Cuentas:
    """Candidaturas de cada cargo."""
    return hay.cuentas("cargo")


def por_demarcacion(hay: Resultado) -> Cuentas:
    """Candidaturas de cada distrito o municipio."""
    return hay.cuentas("demarcacion")


def por_actor(hay: Resultado) -> Cuentas:
    """Candidaturas de cada partido o alianza. La de una alianza está en ella y en cada uno de sus partidos."""
    return hay.cuentas("actor")


def por_sexo(hay: Resultado) -> Cuentas:
    """Candidaturas de cada sexo, según el registro."""
    return hay.cuentas("sexo")


def por_edad(hay: Resultado) -> Cuentas:
    """Candidaturas de cada rango de edad, según el registro."""
    return hay.cuentas("edad")


def por_respuesta(hay: Resultado) -> Cuentas:
    """Candidaturas según dónde está su cuestionario: publicado, en revisión, sin responder…"""
    return hay.cuentas("respondio")


def por_accion_afirmativa(hay: Resultado) -> Cuentas:
    """Candidaturas que se registraron por cada acción afirmativa: lo dice el acuerdo y es público."""
    return hay.cuentas("accion")


@dataclass(frozen=True)
class Vista:
    """Las cifras de todo el proceso o, declaradas de antemano, las de un cargo o de quien postula.

    `faceta` y `valor`: el filtro del listado que da las mismas candidaturas; vacíos, sin filtro.
    """

    faceta: str
    valor: str
    candidaturas: int
    tablas: Mapping[str, Cuentas]


_DE_TODAS = {
    "respondio": por_respuesta,
    "sexo": por_sexo,
    "edad": por_edad,
    "cargo": por_cargo,
    "actor": por_actor,
    "demarcacion": por_demarcacion,
    "accion": por_accion_afirmativa,
}
# Lo que se cuenta dentro de un cargo o de quien postula. No hay más cruces que éstos.
FACETAS_CON_VISTA = ("cargo", "actor")
_DE_UNA_PARTE = ("respondio", "sexo", "edad", "cargo", "actor", "accion")


def vistas(indice: Indice) -> Iterator[Vista]:
    """La de todas las candidaturas y luego una por cargo y una por cada quien que postula."""
    return (_vista(indice, *ambito) for ambito in ambitos(indice))


def ambitos(indice: Indice) -> Iterator[tuple[str, str]]:
    """(faceta, valor) de cada vista; vacíos, la de todas."""
    yield "", ""
    for faceta in FACETAS_CON_VISTA:
        for valor in indice.opciones[faceta]:
            yield faceta, valor


def estudios(indice: Indice, faceta: str = "", valor: str = "") -> Cuentas:
    """Candidaturas de cada grado máximo de estudios, de las que en este momento lo publican: no va en ningún corte."""
    return _sin_ceros(_de(indice, faceta, valor).cuentas("grado"))


def _de(indice: Indice, faceta: str, valor: str) -> Resultado:
    return indice.tabla().filtrar({faceta: (valor,)} if faceta else {})


def _vista(indice: Indice, faceta: str, valor: str) -> Vista:
    hay = _de(indice, faceta, valor)
    cuales = [nombre for nombre in _DE_UNA_PARTE if nombre != faceta] if faceta else list(_DE_TODAS)
    return Vista(faceta, valor, hay.total, {nombre: _sin_ceros(_DE_TODAS[nombre](hay)) for nombre in cuales})


def _sin_ceros(cuentas: Cuentas) -> Cuentas:
    return {valor: n for valor, n in cuentas.items() if n}
