"""Los municipios del proceso: dibujados, si el Instituto cargó sus contornos, y siempre en una lista."""

from __future__ import annotations

from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext

from conoceles.comun.puertas import publica
from conoceles.publicacion.lectura import Lectura
from conoceles.publicacion.renglones import alfabetico
from conoceles.territorio.lectura import contorno_de

from .direcciones import completa, direccion
from .respuestas import dibujar, por_edicion
from .territorio import territorio

PIE = 60  # lo que ocupa, bajo el dibujo, el nombre del municipio señalado


@publica
@por_edicion
def mapa(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    contorno = contorno_de(lectura.proceso)
    municipios = {**(contorno.nombres if contorno else {}), **territorio(lectura).municipios}
    contexto = {
        "activa": "mapa",
        "municipios": [
            (nombre, _suya(lectura, clave))
            for clave, nombre in sorted(municipios.items(), key=lambda par: alfabetico(par[1]))
        ],
        "dibujo": {"ancho": contorno.ancho, "alto": contorno.alto + PIE} if contorno else None,
        "trazos": _trazos(lectura, contorno.trazos, municipios) if contorno else [],
        "lista": direccion(lectura.proceso, "lista"),
        "migas": [(gettext("Inicio"), direccion(lectura.proceso, "portada"))],
        "canonica": completa(direccion(lectura.proceso, "mapa")),
    }
    return dibujar(request, lectura, "consulta/mapa.html", contexto)


def _trazos(
    lectura: Lectura, trazos: Mapping[str, str], municipios: Mapping[str, str]
) -> list[tuple[str, str, str]]:
    """(nombre, dirección, trazo), en el orden de la lista: con el teclado se recorren igual."""
    return [
        (municipios[clave], _suya(lectura, clave), trazos[clave])
        for clave in sorted(trazos, key=lambda clave: alfabetico(municipios[clave]))
    ]


def _suya(lectura: Lectura, municipio: str) -> str:
    return direccion(lectura.proceso, "boleta_de_municipio", municipio=municipio)
