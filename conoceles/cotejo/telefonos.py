"""Teléfonos en un texto libre. Los de México, con patrón propio: `phonenumbers` no ve «+52 1 55 …» ni
«044…», y toma por teléfono cualquier folio de diez cifras. Los de otro país, que llevan «+», con él."""

from __future__ import annotations

import re
from collections.abc import Iterator

from phonenumbers import PhoneNumberMatcher

from .contexto import es_cantidad, es_folio, precede

_S = r"[\s.\-–/()]{0,3}"
_PREFIJO = rf"(?:(?:\+|\b00)\s?52{_S}(?:1{_S})?|\b52{_S}(?:1{_S})?|\b01{_S}|\b04[45]{_S})?"
# Ni parte de otra cifra ni una cantidad; «Tel4431234567» sí.
_INICIO = r"(?:(?<![\w$#+])|(?<=[Tt]el)|(?<=[Cc]el))"
_FIN = r"(?!\w)(?!,\d|[.\-/]\d{1,4}(?!\d)|\s?%|\s(?:pesos|d[oó]lares|mxn|m\.\s?n|votos|habitantes|personas|metros|hect[aá]reas)\b)"
# Diez cifras con lo que sea en medio; qué tanto parece teléfono se decide por cómo están agrupadas.
_DIEZ = re.compile(
    rf"{_INICIO}(?<!\d[.,])(?:(?<![A-Za-z][\-/])|(?<=(?i:wa\.me/)))({_PREFIJO})((?:\((?=\d{{2,3}}\)))?[2-9](?:{_S}\d){{9}}){_FIN}"
)
# Con comas o asteriscos en medio sólo si se anuncia, y si no va de tres en tres como un monto.
_CON_COMAS = re.compile(
    rf"{_INICIO}(?!\d{{1,3}}(?:,\d{{3}})+{_FIN})[2-9](?:(?:,|\s?\*{{1,2}}\s?|{_S})\d){{9}}{_FIN}"
)
# Siete u ocho sólo son teléfono si se anuncian.
_LOCAL = re.compile(rf"{_INICIO}(\d(?:[\s.\-]?\d){{6,7}}){_FIN}")
_DIGITO = "(?:cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve)"
_EN_PALABRAS = re.compile(rf"\b{_DIGITO}(?:[\s,.\-]{{1,3}}{_DIGITO}){{9}}\b", re.IGNORECASE)

# Cómo se agrupan al escribirse: «443 123 4567», «55 1234 5678», «44 31 23 45 67», «443 123 45 67»…
_AGRUPACIONES = frozenset({
    (10,), (2, 8), (3, 7), (5, 5), (4, 6), (6, 4), (2, 4, 4), (3, 3, 4), (3, 4, 3), (4, 3, 3), (2, 3, 5),
    (3, 3, 2, 2), (3, 1, 2, 2, 2), (2, 4, 2, 2), (3, 2, 2, 3), (3, 2, 3, 2), (4, 2, 2, 2), (2, 2, 2, 2, 2), (1,) * 10,
})  # fmt: skip
_ANIO = re.compile(r"(?:19|20)\d\d")
_SE_ANUNCIA = re.compile(
    r"\b(?:tel[eé]fonos?|tels?|celular(?:es)?|cels?|m[oó]vil|whats\s?app|whats|wsp|wapp|guasap|wa\.me|ll[aá]mame|llamar|"
    r"llame|marque|marcar|m[aá]rcame|mensajes?)\b",
    re.IGNORECASE,
)
_DE_SERVICIO = ("800", "900")


def buscar(texto: str) -> Iterator[tuple[int, int]]:
    """Los tramos (inicio, fin) que parecen un teléfono de alguien."""
    yield from _de_diez(texto)
    yield from (hallado.span() for hallado in _CON_COMAS.finditer(texto) if _es_con_comas(texto, hallado))
    yield from (hallado.span() for hallado in _EN_PALABRAS.finditer(texto))
    yield from (hallado.span() for hallado in _LOCAL.finditer(texto) if _es_local(texto, hallado))
    yield from ((hallado.start, hallado.end) for hallado in PhoneNumberMatcher(texto, None))


def _de_diez(texto: str) -> Iterator[tuple[int, int]]:
    """Si un tramo no lo es, se sigue desde su siguiente grupo: «desde 2015 443 123 4567»."""
    lugar = 0
    while hallado := _DIEZ.search(texto, lugar):
        if _es_telefono(texto, hallado):
            yield hallado.span()
            lugar = hallado.end()
        else:
            lugar = _fin_del_primer_grupo(hallado)


def _es_con_comas(texto: str, hallado: re.Match[str]) -> bool:
    return _se_anuncia(texto, hallado.start()) and not _es_de_servicio(re.findall(r"\d+", hallado[0]))


def _es_de_servicio(grupos: list[str]) -> bool:
    return "".join(grupos).startswith(_DE_SERVICIO)


def _es_local(texto: str, hallado: re.Match[str]) -> bool:
    tiene_anio = any(_ANIO.fullmatch(grupo) for grupo in re.findall(r"\d+", hallado[0]))
    return _se_anuncia(texto, hallado.start()) and not tiene_anio


def _fin_del_primer_grupo(hallado: re.Match[str]) -> int:
    grupo = re.compile(r"\D*\d+").match(hallado.string, hallado.start())
    return grupo.end() if grupo else hallado.end()


def _es_telefono(texto: str, hallado: re.Match[str]) -> bool:
    prefijo, numero = hallado.groups()
    grupos = re.findall(r"\d+", numero)
    if _es_de_servicio(grupos):
        return False
    if _se_anuncia(texto, hallado.start()) or "+" in prefijo:
        return True
    agrupacion = tuple(map(len, grupos))
    return (
        agrupacion in _AGRUPACIONES
        and not es_folio(texto, hallado.start())
        and not (agrupacion == (10,) and es_cantidad(texto, hallado.start()))
        and not _ANIO.fullmatch(grupos[0])
        and not (grupos[1:] and all(_ANIO.fullmatch(grupo) for grupo in grupos[1:]))
    )


def _se_anuncia(texto: str, inicio: int) -> bool:
    return precede(_SE_ANUNCIA, texto, inicio) and not es_folio(texto, inicio)
