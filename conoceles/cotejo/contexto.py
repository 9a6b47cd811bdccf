"""Las palabras que anuncian un número: la misma cifra es teléfono tras «cel.» y folio tras «oficio»."""

from __future__ import annotations

import re

_ALCANCE = 40
_FOLIO = re.compile(
    r"\b(?:folio|oficio|expediente|exp|contrato|convenio|acuerdo|licitaci[oó]n|pedimento|registro|referencia|"
    r"c[eé]dula|escritura|partida|isbn|issn|factura|serie|amparo|clave presupuestal)\b[^.;\n]{0,20}$",
    re.IGNORECASE,
)
_CANTIDAD = re.compile(
    r"(?:\bn[uú]mero de (?!contacto)\w+|beneficiari[oa]s|habitantes|poblaci[oó]n|padr[oó]n|presupuesto|deuda|gasto)\b"
    r"[^.;:\n]{0,15}\b(?:pas|aument|creci|sub|baj|lleg|ascend|disminuy|reduj|increment)\w*\s(?:de|a|hasta)\s$|"
    r"\b(?:monto|total|suma|cantidad|presupuesto|inversi[oó]n|deuda|gasto)\s(?:\w+\s){0,2}de\s$",
    re.IGNORECASE,
)


def precede(patron: re.Pattern[str], texto: str, inicio: int) -> bool:
    """¿Aparece el patrón poco antes de `inicio`?"""
    return patron.search(texto, max(0, inicio - _ALCANCE), inicio) is not None


def es_folio(texto: str, inicio: int) -> bool:
    return precede(_FOLIO, texto, inicio)


def es_cantidad(texto: str, inicio: int) -> bool:
    """«El número de beneficiarios pasó de …», «un presupuesto de …»."""
    return precede(_CANTIDAD, texto, inicio)
