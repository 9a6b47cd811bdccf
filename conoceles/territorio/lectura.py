"""Lo público del territorio: de la sección a su municipio y su distrito, y de vuelta."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from conoceles.calendario.models import Proceso
from conoceles.comun.texto import plegar_busqueda
from conoceles.publicacion.renglones import palabras_de

from .models import Contorno, Mapa, Seccion

MAX_LOCALIDADES = 40
MIN_LETRAS = 3


@dataclass(frozen=True)
class Lugar:
    """Por dónde se vota en una sección, o en un municipio si `numero` es `None`.

    `distrito` vacío: no se sabe cuál es en esta elección.
    """

    numero: int | None
    municipio: str
    nombre_municipio: str
    distrito: str = ""
    localidades: tuple[str, ...] = ()
    elige_ayuntamiento: bool = True


@dataclass(frozen=True)
class Localidad:
    """Una localidad o colonia de un municipio, con las secciones que la abarcan, por número."""

    nombre: str
    municipio: str
    secciones: tuple[int, ...]


def mapa_de(proceso: Proceso) -> Mapa | None:
    """El que rige: el último que se importó."""
    return Mapa.objects.select_related("proceso").filter(proceso=proceso).first()


def contorno_de(proceso: Proceso) -> Contorno | None:
    """El dibujo que rige: el último que se importó."""
    return Contorno.objects.filter(proceso=proceso).first()


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
        localidades=tuple(seccion.localidades),
        elige_ayuntamiento=seccion.municipio not in mapa.sin_ayuntamiento,
    )


# --- Las localidades ------------------------------------------------------------------------------------


def localidades_de(lugares: Iterable[Lugar]) -> list[Localidad]:
    """Las de esas secciones, por nombre."""
    return _localidades((lugar.municipio, lugar.numero or 0, lugar.localidades) for lugar in lugares)


def buscar_localidad(mapa: Mapa, texto: str) -> list[Localidad]:
    """Las que llevan todas las palabras escritas, sin importar acentos; a lo más `MAX_LOCALIDADES`, y una para saberlo.

    Con menos de `MIN_LETRAS` no se busca: casi todas las llevarían.
    """
    palabras = palabras_de(texto)
    if sum(map(len, palabras)) < MIN_LETRAS:
        return []
    halladas = [
        localidad
        for plegada, localidad in _buscables(mapa.pk, mapa.importado_en)
        if all(palabra in plegada for palabra in palabras)
    ]
    return halladas[: MAX_LOCALIDADES + 1]


@lru_cache(maxsize=2)
def _buscables(mapa: int, importado_en: datetime) -> list[tuple[str, Localidad]]:
    """Un mapa importado no cambia: sus localidades se leen y se pliegan una vez por proceso del servidor."""
    secciones = Seccion.objects.filter(mapa=mapa).values_list("municipio", "numero", "localidades")
    return [(plegar_busqueda(localidad.nombre), localidad) for localidad in _localidades(secciones)]


def _localidades(secciones: Iterable[tuple[str, int, Iterable[str]]]) -> list[Localidad]:
    juntas: dict[tuple[str, str], list[int]] = defaultdict(list)
    for municipio, numero, nombres in secciones:
        for nombre in nombres:
            juntas[nombre, municipio].append(numero)
    halladas = [Localidad(nombre, municipio, tuple(sorted(n))) for (nombre, municipio), n in juntas.items()]
    return sorted(halladas, key=lambda una: (plegar_busqueda(una.nombre), una.municipio))
