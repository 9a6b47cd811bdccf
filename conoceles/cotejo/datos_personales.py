"""Datos personales dentro de un texto libre: claves, números, correos, teléfonos y domicilios (dominio: lo
que jamás se publica). Puro: dice qué parece ser y dónde está; nunca lo corrige ni lo rechaza.

Prefiere avisar de más en lo que tiene forma propia (una CURP mal copiada sigue siendo de alguien) y exige
dígito verificador o una palabra que lo anuncie en lo que podría ser un folio.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date
from enum import StrEnum
from typing import NamedTuple

from stdnum import luhn
from stdnum.exceptions import ValidationError
from stdnum.mx import rfc

from . import domicilios, telefonos
from .contexto import es_folio, precede
from .plegado import plegar


class Clase(StrEnum):
    CURP = "una CURP"
    CLAVE_DE_ELECTOR = "una clave de elector"
    RFC = "un RFC"
    CORREO = "un correo electrónico"
    CLABE = "una CLABE bancaria"
    TARJETA = "un número de tarjeta"
    TELEFONO = "un teléfono"
    DOMICILIO = "un domicilio"


class Hallazgo(NamedTuple):
    """Un tramo del texto: `texto[inicio:fin]`."""

    clase: Clase
    inicio: int
    fin: int


def hallar(texto: str) -> list[Hallazgo]:
    """Los datos personales del texto, en orden y sin encimarse: gana la clase más precisa."""
    plegado = plegar(texto)
    hallazgos: list[Hallazgo] = []
    for clase, buscar in _BUSCADORES:
        for tramo in buscar(plegado.texto):
            inicio, fin = plegado.original(*tramo)
            if not any(h.inicio < fin and inicio < h.fin for h in hallazgos):
                hallazgos.append(Hallazgo(clase, inicio, fin))
    return sorted(hallazgos, key=lambda hallazgo: hallazgo.inicio)


def _con_separadores(*signos: str, entre: str = r"[\s.\-]{0,2}") -> str:
    """Los mismos signos aunque se escriban con espacios, puntos o guiones en medio."""
    return entre.join(signos)


def _patron(*signos: str) -> re.Pattern[str]:
    """Las claves con letras tienen forma propia: admiten además diagonales, rayas y guiones bajos."""
    escrita = _con_separadores(*signos, entre=r"[\s.\-–—_/·]{0,3}")
    return re.compile(rf"(?<!\w){escrita}(?!\w)", re.IGNORECASE)


_LETRA, _CIFRA = "[A-ZÑ]", r"\d"
_CURP = _patron(*[_LETRA] * 4, *[_CIFRA] * 6, "[HMX]", *[_LETRA] * 5, r"[A-Z\d]", _CIFRA)
_CLAVE_DE_ELECTOR = _patron(*[_LETRA] * 6, *[_CIFRA] * 8, "[HM]", *[_CIFRA] * 3)
# En el RFC los separadores sólo van entre sus partes: más sueltos, cualquier palabra y dos años lo parecen.
_RFC = re.compile(
    r"(?<!\w)[A-ZÑ&]{3,4}[\s.\-–_/]?\d\d[\s.\-]?\d\d[\s.\-]?\d\d(?:[\s.\-–_/]?[A-Z\d]{3})?(?!\w)",
    re.IGNORECASE,
)
_CLABE = re.compile(rf"(?<![\d$]){_con_separadores(*[_CIFRA] * 18)}(?![\s.\-]?\d)")
# De cuatro en cuatro o, en las que empiezan con 34 o 37, cuatro, seis y cinco.
_TARJETA = re.compile(
    r"(?<![\d$])(?:(?:[3-6]\d|2[2-7])\d\d(?:[\s.\-]{0,2}\d{4}){3}|3[47]\d\d[\s.\-]{0,2}\d{6}[\s.\-]{0,2}\d{5})(?![\s.\-]?\d)"
)
_ENTIDADES = frozenset(
    [
        "AS",
        "BC",
        "BS",
        "CC",
        "CL",
        "CM",
        "CS",
        "CH",
        "DF",
        "DG",
        "GT",
        "GR",
        "HG",
        "JC",
        "MC",
        "MN",
        "MS",
        "NT",
        "NL",
        "OC",
        "PL",
        "QT",
        "QR",
        "SP",
        "SL",
        "SR",
        "TC",
        "TS",
        "TL",
        "VZ",
        "YN",
        "ZS",
        "NE",
    ]
)

_PUNTO = r"(?:\s?\.\s?|\s?[(\[{<]\s?(?:punto|dot|\.)\s?[)\]}>]\s?|\s(?:punto|dot)\s)"
_ARROBA = r"(?:\s?[(\[{<]\s?(?:arroba|at|@)\s?[)\]}>]\s?|\s(?:arroba|at)\s|\s?@\s?)"
_SUFIJO = "(?:com|net|org|mx|gob|edu|info|es|us|live|me)"
_CASA = "(?:gmail|hotmail|outlook|yahoo|icloud|prodigy|protonmail|live|msn)"
# Tras una arroba de verdad basta cualquier dominio; dicha en palabras también pesa maíz: pide sufijo o casa.
_CORREO = re.compile(
    rf"(?<![\w.+%-])[\w.+%-]{{0,63}}\w(?:@[\w-]{{1,63}}(?:\.[\w-]{{1,63}})+"
    rf"|{_ARROBA}(?:[\w-]{{1,63}}(?:{_PUNTO}[\w-]{{1,63}}){{0,3}}?(?:{_PUNTO}{_SUFIJO})+|{_CASA})(?![\w@]))",
    re.IGNORECASE,
)

_SE_ANUNCIA_RFC = re.compile(r"\br\.?\s?f\.?\s?c\b|contribuyente", re.IGNORECASE)
_SE_ANUNCIA_CUENTA = re.compile(r"clabe|interbancaria|tarjeta|transferencia|dep[oó]sit", re.IGNORECASE)


def _solo_signos(escrito: str) -> str:
    return "".join(signo for signo in escrito.upper() if signo.isalnum() or signo == "&")


def _es_fecha(aammdd: str) -> bool:
    """AAMMDD de algún siglo (el 29 de febrero existió en 2000)."""
    try:
        date(2000 + int(aammdd[:2]) % 4, int(aammdd[2:4]), int(aammdd[4:6]))
    except ValueError:
        return False
    return True


def _curps(texto: str) -> Iterator[tuple[int, int]]:
    for hallada in _CURP.finditer(texto):
        signos = _solo_signos(hallada[0])
        if _es_fecha(signos[4:10]) and signos[11:13] in _ENTIDADES:
            yield hallada.span()


def _claves_de_elector(texto: str) -> Iterator[tuple[int, int]]:
    for hallada in _CLAVE_DE_ELECTOR.finditer(texto):
        if _es_fecha(_solo_signos(hallada[0])[6:12]):
            yield hallada.span()


def _rfcs(texto: str) -> Iterator[tuple[int, int]]:
    for hallada in _RFC.finditer(texto):
        signos = _solo_signos(hallada[0])
        largo = 4 if signos[3].isalpha() or signos[3] == "&" else 3
        if not _es_fecha(signos[largo : largo + 6]):
            continue
        tiene_forma_propia = len(signos) == 13 and hallada[0].isalnum() and signos[1] in "AEIOUX"
        if tiene_forma_propia or _verifica_rfc(signos) or precede(_SE_ANUNCIA_RFC, texto, hallada.start()):
            yield hallada.span()


def _verifica_rfc(signos: str) -> bool:
    if len(signos) < 12:
        return False
    try:
        rfc.validate(signos, validate_check_digits=True)
    except ValidationError:
        return False
    return True


def _clabes(texto: str) -> Iterator[tuple[int, int]]:
    for hallada in _CLABE.finditer(texto):
        if (
            _verifica_clabe(_solo_signos(hallada[0]))
            and not es_folio(texto, hallada.start())
            or precede(_SE_ANUNCIA_CUENTA, texto, hallada.start())
        ):
            yield hallada.span()


def _verifica_clabe(cifras: str) -> bool:
    """Pesos 3, 7, 1 sobre las primeras 17 cifras (reglas de la CLABE, ABM)."""
    suma = sum(int(cifra) * peso % 10 for cifra, peso in zip(cifras[:17], (3, 7, 1) * 6, strict=False))
    return -suma % 10 == int(cifras[17])


def _tarjetas(texto: str) -> Iterator[tuple[int, int]]:
    for hallada in _TARJETA.finditer(texto):
        if luhn.is_valid(_solo_signos(hallada[0])) and not es_folio(texto, hallada.start()):
            yield hallada.span()


def _correos(texto: str) -> Iterator[tuple[int, int]]:
    return (hallado.span() for hallado in _CORREO.finditer(texto))


_BUSCADORES: tuple[tuple[Clase, Callable[[str], Iterator[tuple[int, int]]]], ...] = (
    (Clase.CURP, _curps),
    (Clase.CLAVE_DE_ELECTOR, _claves_de_elector),
    (Clase.CORREO, _correos),
    (Clase.RFC, _rfcs),
    (Clase.CLABE, _clabes),
    (Clase.TARJETA, _tarjetas),
    (Clase.TELEFONO, telefonos.buscar),
    (Clase.DOMICILIO, domicilios.buscar),
)
