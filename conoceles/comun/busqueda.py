"""Buscar sin acentos dentro de la base, igual en SQLite y en PostgreSQL."""

from __future__ import annotations

from typing import Any

from django.db.models import F, Value
from django.db.models.functions import Lower, Replace

_SIN_ACENTO = tuple(zip("áéíóúüñÁÉÍÓÚÜÑ", "aeiouunaeiouun", strict=True))


def plegado(campo: str) -> Any:
    """El campo sin acentos y en minúsculas, para compararlo con `texto.plegar_busqueda`.

    Se sustituye letra por letra porque LOWER de SQLite sólo conoce ASCII y `unaccent` es sólo
    de PostgreSQL.
    """
    expresion: Any = F(campo)
    for acentuada, llana in _SIN_ACENTO:
        expresion = Replace(expresion, Value(acentuada), Value(llana))
    return Lower(expresion)
