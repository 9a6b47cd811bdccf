"""Las cifras como archivo: un renglón por cifra, para una hoja de cálculo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from conoceles.comun.csv_abierto import en_csv
from conoceles.publicacion.indice import Indice

from .tablas import ambitos, estudios

COLUMNAS = ("corte", "instante", "ambito", "ambito_clave", "tabla", "clave", "etiqueta", "medida", "valor")


def csv_del_corte(datos: Mapping[str, Any]) -> str:
    """El CSV entero; `datos`: el contenido del corte. Una cifra reservada va vacía, igual que la de cero."""
    fijas = datos["numero"], datos["instante"]
    renglones = [*_registro(datos), *_identidad(datos)]
    return en_csv(COLUMNAS, ([*fijas, ambito, *resto] for ambito, *resto in renglones))


def csv_de_estudios(indice: Indice, instante: datetime) -> str:
    """Los estudios que se publican a ese instante, en las mismas columnas; sin número: no son de ningún corte."""
    etiquetas, cuando = indice.opciones["grado"], instante.isoformat(timespec="seconds")
    return en_csv(
        COLUMNAS,
        (
            ["", cuando, faceta or "todas", valor, "grado", grado, etiquetas[grado], "candidaturas", cuantas]
            for faceta, valor in ambitos(indice)
            for grado, cuantas in estudios(indice, faceta, valor).items()
        ),
    )


def _registro(datos: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    etiquetas = {faceta: dict(pares) for faceta, pares in datos["etiquetas"].items()}
    for vista in datos["vistas"]:
        ambito = vista["faceta"] or "todas", vista["valor"]
        yield (*ambito, "total", "", "", "candidaturas", vista["candidaturas"])
        for tabla, cuentas in vista["tablas"].items():
            for clave, etiqueta in etiquetas[tabla].items():
                if clave in cuentas:
                    yield (*ambito, tabla, clave, etiqueta, "candidaturas", cuentas[clave])


def _identidad(datos: Mapping[str, Any]) -> Iterator[tuple[Any, ...]]:
    identidad = datos["identidad"]
    if not identidad:
        return
    yield ("todas", "", "identidad", "", "", "base", _valor(identidad["base"]["total"]))
    for pregunta in identidad["preguntas"]:
        for celda in pregunta["celdas"]:
            cual = "todas", "", f"identidad:{pregunta['pregunta']}", celda["opcion"], celda["etiqueta"]
            yield (*cual, "sin_nombre", _valor(celda["total"]))
            for renglon, cuantas in celda["renglones"].items():
                yield (*cual, f"sin_nombre_{renglon}", cuantas)


def _valor(total: int | None) -> int | str:
    return "" if total is None else total
