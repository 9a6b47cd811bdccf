"""Lo que toda página pública ofrece arriba y abajo: a dónde ir, dónde se está y con qué comprobar lo que se lee."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conoceles.publicacion.lectura import Lectura

from .direcciones import direccion

# Pocas entradas: las que caben en dos renglones de un teléfono angosto.
NAVEGACION: tuple[tuple[str, str | Promise], ...] = (
    ("portada", _("Inicio")),
    ("boleta", _("Su boleta")),
    ("lista", _("Candidaturas")),
    ("comparar", _("Comparar")),
    ("estadisticas", _("Estadísticas")),
    ("como_usar", _("Ayuda")),
)


MAX_PROCESOS = 4  # en el pie; la portada los da todos


class Entrada(NamedTuple):
    """`actual` es el valor de `aria-current`: «page» en su propia página, «true» en las que cuelgan de ella."""

    texto: str
    url: str
    actual: str


class Grupo(NamedTuple):
    titulo: str
    enlaces: list[tuple[str, str]]


def navegacion(lectura: Lectura, *, activa: str, dentro_de: str) -> list[Entrada]:
    """`activa`: el nombre de la ruta que se muestra. `dentro_de`: el de la entrada de la que cuelga."""
    return [
        Entrada(
            str(texto),
            direccion(lectura.proceso, nombre),
            "page" if nombre == activa else "true" if nombre == dentro_de else "",
        )
        for nombre, texto in NAVEGACION
    ]


def pie(lectura: Lectura) -> list[Grupo]:
    """Los enlaces del pie, por asunto; los otros procesos sólo si los hay."""
    grupos = [
        Grupo(gettext("Ayuda"), _enlaces(lectura, _AYUDA)),
        Grupo(gettext("Para comprobar"), _enlaces(lectura, _COMPROBAR)),
    ]
    otros = otros_procesos(lectura)
    if len(otros) > MAX_PROCESOS:
        todos = gettext("Todos los procesos"), f"{direccion(lectura.proceso, 'portada')}#otros"
        otros = [*otros[: MAX_PROCESOS - 1], todos]
    return [*grupos, Grupo(gettext("Otros procesos"), otros)] if otros else grupos


_AYUDA = (
    ("como_usar", _("Cómo usar este sitio")),
    ("preguntas", _("Preguntas frecuentes")),
    ("mapa", _("Municipios")),
    ("accesibilidad", _("Accesibilidad")),
)
_COMPROBAR = (
    ("estado", _("Estado del servicio")),
    ("verificar", _("Comprobar un acuse")),
    ("bitacora_publica", _("Bitácora pública")),
)
# Son de la instalación entera: viven sólo en la raíz.
_SIN_PROCESO = {"estado", "verificar", "bitacora_publica"}


def _enlaces(lectura: Lectura, entradas: Iterable[tuple[str, str | Promise]]) -> list[tuple[str, str]]:
    return [
        (str(texto), reverse(f"consulta:{n}") if n in _SIN_PROCESO else direccion(lectura.proceso, n))
        for n, texto in entradas
    ]


def otros_procesos(lectura: Lectura) -> list[tuple[str, str]]:
    """(nombre, dirección) de los demás, del más reciente al más antiguo."""
    return [
        (otro.nombre, direccion(otro, "portada"))
        for otro in lectura.procesos
        if otro.clave != lectura.proceso.clave
    ]
