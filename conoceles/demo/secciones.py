"""Secciones ficticias para todos los municipios: el número, el distrito y las localidades son inventados.

Entran por la misma puerta que las de verdad: un archivo con el formato propio, revisado e importado.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Sequence
from datetime import timedelta
from itertools import cycle, islice, product

from conoceles.calendario.models import Proceso
from conoceles.cuentas.models import Usuario
from conoceles.territorio.acciones import importar_secciones
from conoceles.territorio.models import Mapa
from conoceles.territorio.secciones import planear

from .composicion import Plantilla

HABITANTES_POR_SECCION = 6_000
MINIMO = 3
LOCALIDADES_POR_SECCION = 3
COLUMNAS = ("seccion", "municipio_inegi", "distrito", "localidades")
_TIPOS = ("Colonia", "Barrio", "Rancho", "Ejido", "Fraccionamiento")
_NOMBRES = (
    "Los Colibríes", "El Girasol", "La Milpa", "Las Jacarandas", "El Cántaro", "El Telar", "La Brújula", "El Faro",
    "Los Cometas", "El Puente", "Las Golondrinas", "La Ciénega", "El Mirador", "Los Encinos", "La Cañada",
    "Ojo de Agua", "Los Ñandúes",
)  # fmt: skip


def importar(proceso: Proceso, plantilla: Plantilla, *, por: Usuario) -> Mapa:
    contenido = _csv(list(renglones(plantilla)))
    return importar_secciones(
        proceso=proceso,
        plan=planear(contenido, "secciones.csv", proceso=proceso),
        nombre="Mapa ficticio de la demostración",
        vale_desde=proceso.jornada - timedelta(days=365),
        vale_hasta=None,
        archivo="secciones.csv",
        huella=hashlib.sha256(contenido).hexdigest(),
        por=por,
        es_ficticio=True,
    )


def renglones(plantilla: Plantilla) -> Iterator[dict[str, object]]:
    """Uno por sección, numeradas de corrido: más en los municipios con más gente."""
    distritos = [d for d in plantilla["demarcaciones"] if d["tipo"] == "distrito"]
    municipios = [d for d in plantilla["demarcaciones"] if d["tipo"] == "municipio"]
    localidades = cycle(f"{tipo} {nombre}" for nombre, tipo in product(_NOMBRES, _TIPOS))
    numero = 0
    for lugar, municipio in enumerate(municipios):
        suyos = _suyos(municipio["nombre"], distritos) or [
            distritos[lugar * len(distritos) // len(municipios)]
        ]
        total = max(MINIMO, municipio["poblacion"] // HABITANTES_POR_SECCION)
        for i in range(total):
            numero += 1
            yield {
                "seccion": numero,
                "municipio_inegi": municipio["clave_inegi"],
                "distrito": suyos[i * len(suyos) // total]["clave"],
                "localidades": "; ".join(islice(localidades, LOCALIDADES_POR_SECCION)),
            }


def _suyos(municipio: str, distritos: Sequence[dict[str, str]]) -> list[dict[str, str]]:
    """Los distritos que llevan su nombre: «Morelia Noreste» y los otros tres, de Morelia."""
    return [
        distrito
        for distrito in distritos
        if f"{distrito['nombre']} ".startswith(f"{municipio} ")
        or municipio.startswith(f"{distrito['nombre']} ")
    ]


def _csv(filas: Sequence[dict[str, object]]) -> bytes:
    salida = io.StringIO()
    escritor = csv.DictWriter(salida, COLUMNAS)
    escritor.writeheader()
    escritor.writerows(filas)
    return salida.getvalue().encode()
