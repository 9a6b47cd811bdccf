"""Lo público del territorio: de la sección a su municipio y su distrito, y de vuelta."""

from __future__ import annotations

from dataclasses import dataclass

from conoceles.calendario.models import Proceso

from .models import Mapa, Seccion


@dataclass(frozen=True)
class Lugar:
    """Una sección con lo que le toca. `distrito` vacío: no se sabe cuál es en esta elección."""

    numero: int
    municipio: str
    nombre_municipio: str
    distrito: str
    nombre_distrito: str
    localidades: tuple[str, ...]
    elige_ayuntamiento: bool


def mapa_de(proceso: Proceso) -> Mapa | None:
    """El que rige: el último que se importó."""
    return Mapa.objects.select_related("proceso").filter(proceso=proceso).first()


def lugar(mapa: Mapa, numero: int) -> Lugar | None:
    """Lo que le toca a esa sección; `None` si el mapa no la tiene."""
    seccion = mapa.secciones.filter(numero=numero).first()
    return _lugar(mapa, seccion) if seccion else None


def lugares_de(mapa: Mapa, municipio: str) -> list[Lugar]:
    """Las secciones de un municipio, por número."""
    return [_lugar(mapa, seccion) for seccion in mapa.secciones.filter(municipio=municipio)]


def _lugar(mapa: Mapa, seccion: Seccion) -> Lugar:
    distrito = seccion.distrito if mapa.vale_en_la_jornada else ""
    return Lugar(
        numero=seccion.numero,
        municipio=seccion.municipio,
        nombre_municipio=mapa.municipios[seccion.municipio],
        distrito=distrito,
        nombre_distrito=mapa.distritos.get(distrito, ""),
        localidades=tuple(seccion.localidades),
        elige_ayuntamiento=seccion.municipio not in mapa.sin_ayuntamiento,
    )
