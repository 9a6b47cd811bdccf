"""Lo que la página de una candidatura dice de los cambios de su lugar: a quién releva, si volvió y qué dirá la boleta.

Función pura del documento.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from .situacion import dia_de_inicio, instante

# Las boletas ya impresas no se cambian; los votos cuentan para quien esté legalmente registrada (LGIPE, art. 267.1).
_CUENTAN = _(
    "Las boletas ya impresas no se cambian; los votos cuentan para las candidaturas legalmente registradas."
)
OTRO_NOMBRE, ESTE_NOMBRE = "otro_nombre", "este_nombre"
_EN_LA_BOLETA = {
    OTRO_NOMBRE: (
        _("La boleta puede mostrar otro nombre"),
        format_lazy(
            "{} {}",
            _("Esta persona ocupa la candidatura desde después de que se congelaron las boletas."),
            _CUENTAN,
        ),
    ),
    ESTE_NOMBRE: (
        _("La boleta puede mostrar todavía este nombre"),
        format_lazy("{} {}", _("La candidatura terminó después de que se congelaron las boletas."), _CUENTAN),
    ),
}

# Lo que también se lee en su tarjeta del listado, en este orden.
AVISOS: dict[str, str | Promise] = {
    "consecutiva": _("Busca la elección consecutiva"),
    "sustituye": _("Entró por sustitución"),
    OTRO_NOMBRE: _EN_LA_BOLETA[OTRO_NOMBRE][0],
}


@dataclass(frozen=True, slots=True)
class Relevo:
    """Vacío lo que no aplique. `sustituye_a`: (clave, nombre); `boleta`: (título, explicación)."""

    sustituye_a: tuple[str, str] | None
    restituida: str
    acuerdo: str
    boleta: tuple[str | Promise, str | Promise] | None


def relevo(documento: Mapping[str, Any]) -> Relevo:
    """Un documento anterior a estos datos no los trae: entonces no se dice nada."""
    registro = documento["registro"]
    anterior = registro.get("sustituye_a") if registro["situacion"] == "aprobada" else None
    vuelta = instante(registro.get("restituida_en"))
    return Relevo(
        sustituye_a=(anterior["clave"], anterior["nombre"]) if anterior else None,
        restituida=dia_de_inicio(vuelta) if vuelta else "",
        acuerdo=registro.get("acuerdo_de_salida", ""),
        boleta=_EN_LA_BOLETA.get(registro.get("en_la_boleta", "")),
    )


def avisos(documento: Mapping[str, Any]) -> tuple[str, ...]:
    """Las claves de `AVISOS` que le tocan; recibe el documento o su tarjeta."""
    registro = documento["registro"]
    ciertos = {
        "consecutiva": documento["eleccion_consecutiva"],
        "sustituye": registro.get("sustituye_a"),
        OTRO_NOMBRE: registro.get("en_la_boleta") == OTRO_NOMBRE,
    }
    return tuple(clave for clave, es_cierto in ciertos.items() if es_cierto)
