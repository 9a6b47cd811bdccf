"""¿La persona del archivo es la registrada? Quien hereda una candidatura hereda su cuenta: ante la duda, se pregunta."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from rapidfuzz import fuzz

from conoceles.comun.texto import plegar_busqueda

from .campos import SUSTITUCION
from .estado import Ocupante
from .propuestas import Propuesta

# Desde aquí puede ser la misma persona con una errata; por debajo, es otra.
PARECIDO = 90
# Con el mismo folio se pregunta aunque se parezca menos: hay registros que folian la posición, no a la persona.
PARECIDO_CON_FOLIO = 60
# En este orden: la CURP acompaña toda la vida; la clave de elector puede cambiar al reponer la credencial.
_UNICOS = ("curp", "clave_de_elector")


class Juicio(IntEnum):
    OTRA = 0
    PARECIDA = 1  # sólo quien conoce el caso puede decirlo
    MISMA = 2


def juzgar(propuesta: Propuesta, ocupante: Ocupante) -> Juicio:
    """Por la CURP o la clave de elector si las dos partes las traen; si no, por el nombre."""
    nuevos, actuales = propuesta.reservados, ocupante.reservados
    for campo in _UNICOS:
        if nuevos.get(campo) and actuales[campo]:
            return Juicio.MISMA if nuevos[campo] == actuales[campo] else Juicio.OTRA
    if tienen_las_mismas_palabras(propuesta.nombre, ocupante.nombre):
        # Un homónimo: el archivo lo dice y trae con qué distinguirlo, para que repetirlo no cambie nada.
        homonimo = propuesta.movimiento == SUSTITUCION and _traen_otra_identidad(nuevos, actuales)
        return Juicio.OTRA if homonimo else Juicio.MISMA
    return _por_parecido(propuesta, ocupante)


def tienen_las_mismas_palabras(nombre: str, otro: str) -> bool:
    """Sin acentos ni mayúsculas y en cualquier orden: cada lista empieza por donde quiere."""
    return sorted(plegar_busqueda(nombre).split()) == sorted(plegar_busqueda(otro).split())


def es_la_misma(nombre: str, otro: str) -> bool:
    """Iguales, o con una errata, en cualquier orden."""
    return _parecido(nombre, otro) >= PARECIDO


def nacieron_en_otra_fecha(propuesta: Propuesta, ocupante: Ocupante) -> bool:
    nueva, actual = (
        propuesta.reservados.get("fecha_de_nacimiento"),
        ocupante.reservados["fecha_de_nacimiento"],
    )
    return bool(nueva and actual and nueva != actual)


def _traen_otra_identidad(nuevos: dict[str, Any], actuales: dict[str, Any]) -> bool:
    return any(nuevos.get(c) and nuevos[c] != actuales[c] for c in (*_UNICOS, "fecha_de_nacimiento"))


def _por_parecido(propuesta: Propuesta, ocupante: Ocupante) -> Juicio:
    sexo, otro_sexo = propuesta.persona.get("sexo"), ocupante.persona["sexo"]
    if propuesta.movimiento == SUSTITUCION or (sexo and otro_sexo and sexo != otro_sexo):
        return Juicio.OTRA  # «Alejandra» por «Alejandro» es otra persona, aunque sólo cambie una letra
    folio = propuesta.candidatura.get("folio_registro")
    con_folio = bool(folio) and folio == ocupante.candidatura["folio_registro"]
    parecido = _parecido(propuesta.nombre, ocupante.nombre)
    if parecido >= PARECIDO:
        return Juicio.MISMA if con_folio else Juicio.PARECIDA
    return Juicio.PARECIDA if con_folio and parecido >= PARECIDO_CON_FOLIO else Juicio.OTRA


def _parecido(nombre: str, otro: str) -> float:
    return fuzz.token_sort_ratio(plegar_busqueda(nombre), plegar_busqueda(otro))
