"""Las cifras de un corte como archivo: un renglón por cifra, para una hoja de cálculo."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from conoceles.comun.csv_abierto import en_csv

COLUMNAS = ("corte", "instante", "ambito", "ambito_clave", "tabla", "clave", "etiqueta", "medida", "valor")


def csv_del_corte(datos: Mapping[str, Any]) -> str:
    """El CSV entero; `datos`: el contenido del corte. Una cifra reservada va vacía, igual que la de cero."""
    fijas = datos["numero"], datos["instante"]
    renglones = [*_registro(datos), *_identidad(datos)]
    return en_csv(COLUMNAS, ([*fijas, ambito, *resto] for ambito, *resto in renglones))


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
