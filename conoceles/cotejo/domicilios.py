"""Domicilios en un texto libre. Nombrar una calle no es dar un domicilio («pavimentar la calle Hidalgo»):
hace falta un número con su seña, o dos señas a la vez (calle y número, colonia, código postal)."""

from __future__ import annotations

import re
from collections.abc import Iterator

_VIA = (
    r"(?<!\w)(?:calle|calz(?:ada|\.)|av(?:enida|da\.?|\.)|blvd\.?|bulevar|boulevard|prol(?:ongaci[oó]n|\.)|"
    r"priv(?:ada|\.)|andador|cerrada|cda\.|circuito|retorno|callej[oó]n|paseo|perif[eé]rico|carretera|camino|c\.)"
)
# Hasta seis palabras de un nombre; las que abren otra frase no son parte de él.
_NOMBRE = r"(?:[ ,:]+(?!(?:en|con|para|que|se|por|hasta|desde|como|y|es|fue|no|n[uú]m|col|colonia)\b)[\w'’°]{1,30}\.?){1,6}?"
_SENA = r"(?:#|n[uú]m(?:ero|\.)?:?|no\.|n[°º]\.?)"
_NUMERO_CON_SENA = (
    rf"[ ,]*(?:{_SENA}\s*(?:ext(?:erior|\.)\s*)?\d{{1,5}}(?:-?[a-z]|(?-i: [A-Z]))?\b|s/n\b|sin n[uú]mero)"
)
_MEDIDA = (
    r"(?!\s*(?:metros?|mts?|m[l2]?|kms?|kil[oó]metros?|luminarias?|l[aá]mparas?|años?|familias?|personas?|"
    r"habitantes|viviendas|casas|calles|pesos|mil(?:lones)?|veces|horas|[ya] \d+|%)(?!\w))(?!\s*de\b(?! la col| col))"
)
_NUMERO_LLANO = rf"[ ,]+\d{{1,5}}(?!\d)(?:-?[a-z]\b)?{_MEDIDA}"
_COLONIA = (
    r"(?<!\w)(?:col(?:onia|\.)|fracc(?:ionamiento|\.)|barrio|infonavit|unidad habitacional)\s+[\w'’]{1,30}\.?"
    r"(?: (?:de|del|la|las|los|el|(?-i:[A-ZÁÉÍÓÚÑ])[\w'’]{0,30})(?!\w)){0,5}"
)
_CODIGO_POSTAL = r"(?<!\w)(?:c\.?\s?p\.?|c[oó]digo postal)\s*:?\s*\d{5}(?!\d)"
_OTRA_SENA = (
    rf"[^\n.]{{0,40}}?\.?\s?(?:{_COLONIA}|{_CODIGO_POSTAL}|\bint(?:erior|\.)\s*\d|\bdepto\.?|\bentre calles?)"
)
_VIVE = r"(?<!\w)(?:vivo en|resido en|mi domicilio|domicilio(?: particular)?|mi casa|mi direcci[oó]n|direcci[oó]n)"
_VIVE_CERCA = rf"{_VIVE}[^\n.;]{{0,25}}?"
# «Vivo en Morelos 123, Centro»: sin «calle», sólo si el nombre va con mayúscula y algo cierra el número.
_PROPIO = r"(?<!\w)(?-i:[A-ZÁÉÍÓÚÑ]\w{1,30})(?: (?:de|del|la|las|los|(?-i:[A-ZÁÉÍÓÚÑ]\w{1,30}))(?!\w)){0,4}"

# Donde sólo hay casas, nombre propio y número bastan si ahí acaba la frase y el número no es un año.
_VIA_DE_CASAS = (
    r"(?<!\w)(?:prol(?:ongaci[oó]n|\.)|priv(?:ada|\.)|andador|cerrada|cda\.|circuito|retorno|callej[oó]n)"
    r"(?: del?)?(?: (?:las?|los|el))?(?: \d{1,2} de)? "
)
_CASA = r",?\s+(?!(?:19|20)\d\d\b)\d{1,4}(?:-?[a-z]|(?-i: [A-Z]))?\b"
_ACABA = r"(?=\s*(?:[,.;)\n]|$)|\s+(?:col|int|dep|casa|centro|fracc|c\.?p)|\s+y\s+(?!\d))"
# «Manzana 5 lote 8 será parque»: se habla del predio, no de la casa de alguien.
_ES_PREDIO = (
    r"\s+(?:ser[aá]n?|ser[ií]an?|se|fue|tendr[aá]|qued\w+|necesitan?|deben?|destinad[oa]s?|donad[oa]s?)\b"
)

_PATRONES = tuple(
    re.compile(patron, re.IGNORECASE)
    for patron in (
        rf"{_VIA}{_NOMBRE}{_NUMERO_CON_SENA}",
        rf"{_VIA}{_NOMBRE}{_NUMERO_LLANO}{_OTRA_SENA}(?:[ ,]+{_CODIGO_POSTAL})?",
        rf"{_VIVE_CERCA}{_VIA}{_NOMBRE}(?:{_NUMERO_LLANO}|[^\n]{{0,10}}?{_COLONIA})",
        rf"{_VIVE}\W{{0,3}}(?:es|est[aá] en|ubicad[ao] en)?\W{{0,2}}{_PROPIO},?\s+{_SENA}?\s?\d{{1,5}}(?=[,.;\n]|$|\s+(?:col|int|centro))",
        rf"{_PROPIO},?\s+#\s?\d{{1,5}}{_OTRA_SENA}",
        rf"{_COLONIA}[^\n.]{{0,25}}?[ ,]+{_CODIGO_POSTAL}",
        rf"{_VIA_DE_CASAS}{_PROPIO}{_CASA}{_ACABA}",
        rf"{_COLONIA}\W{{1,3}}(?:en )?(?:la )?{_VIA}{_NOMBRE}{_CASA}{_ACABA}",
        rf"{_PROPIO}{_CASA},\s*{_PROPIO},\s*(?:c\.?\s?p\.?\s*)?\d{{5}}(?=,?\s+(?-i:[A-ZÁÉÍÓÚÑ])|[.;)]?\s*(?:\n|$))",
        rf"(?<!\w)(?:mz(?:a|na)?\.?|manzana)\s*[\w]{{1,4}}\s*,?\s*(?:lt\.?|lote)\s*\d{{1,4}}\b(?!{_ES_PREDIO})",
    )
)


def buscar(texto: str) -> Iterator[tuple[int, int]]:
    """Los tramos (inicio, fin) que parecen un domicilio."""
    return (hallado.span() for patron in _PATRONES for hallado in patron.finditer(texto))
