"""Cuánto respondió una candidatura: una sola cuenta, la misma en la lista, la boleta, las estadísticas y su página.

El denominador son los apartados del cuestionario que contestó, iguales para todas. Sólo dice algo de lo publicado:
de lo que aún no se ve habla `situacion`, sin números.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from django.utils.translation import gettext, ngettext

from conoceles.cuestionarios.definiciones import DEFINICIONES, Clase, Seccion

DEFINICION_POR_OMISION = "curricular-2022"


class Completitud(NamedTuple):
    """De los `total` apartados, cuántos respondió a la vista y cuántos retiró el Instituto, que no cuentan en su contra."""

    respondidos: int
    retirados: int
    total: int


def completitud(documento: Mapping[str, Any]) -> Completitud:
    """La de un documento público; sin respuestas publicadas, cero de todas."""
    definicion = DEFINICIONES[documento["cuestionario"]["definicion"] or DEFINICION_POR_OMISION]
    respuestas, pausas = documento["respuestas"], documento.get("pausas", {})
    retirados = sum(seccion.clave in pausas for seccion in definicion)
    respondidos = sum(
        seccion.clave not in pausas and _respondida(seccion, respuestas) for seccion in definicion
    )
    return Completitud(respondidos, retirados, len(definicion.secciones))


def _respondida(seccion: Seccion, respuestas: Mapping[str, Any]) -> bool:
    """Basta una respuesta pública; el tema de una propuesta no es la propuesta."""
    return any(
        respuestas.get(pregunta.clave)
        for pregunta in seccion.preguntas
        if pregunta.clase is Clase.PUBLICA and not pregunta.tema_de
    )


def frase(cuenta: Completitud) -> str:
    """«Respondió 8 de 9 apartados»; lo que retiró el Instituto se dice aparte."""
    dicho = gettext("Respondió %(respondidos)s de %(total)s apartados") % cuenta._asdict()
    if not cuenta.retirados:
        return dicho
    retirados = ngettext("el Instituto retiró %(n)s", "el Instituto retiró %(n)s", cuenta.retirados)
    return f"{dicho}; {retirados % {'n': cuenta.retirados}}"
