"""El índice en memoria: contar filtros, buscar nombres y rehacerlo, con cien mil y con un millón de renglones.

Uso: `python -m herramientas.banco.indice [--renglones 100000 1000000]`. Las cuentas se comparan, una por una, con las de
SQLite sobre los mismos valores; la referencia de tiempo es lo que SQLite tarda en darlas con GROUP BY. Metas: contar
todos los filtros en 0.5 ms con cien mil y 5 ms con un millón; buscar en 3 ms y rehacerlo en 2 s con cien mil. Un solo
proceso, en tiempo de CPU; lo que dura milésimas, lo mejor de varias veces: lo demás es del equipo, no suyo.
"""

from __future__ import annotations

import argparse
import os
import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from statistics import median
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from conoceles.publicacion.indice import Indice
    from conoceles.publicacion.renglones import Renglon
    from conoceles.publicacion.tabla import Resultado

AHORA, ZONA = datetime(2027, 4, 20, 18, tzinfo=UTC), ZoneInfo("America/Mexico_City")
DISTINTAS = 20_000  # tarjetas distintas; las demás repiten columnas con otra clave y otro nombre
METAS_MS = {100_000: {"contar": 0.5, "buscar": 3.0, "rehacer": 2000.0}, 1_000_000: {"contar": 5.0}}
VECES = 9
BUSQUEDAS = ("mo", "xo ta", "tzilo", "ba be", "gueni ma", "za")


def main() -> None:
    opciones = argparse.ArgumentParser(description=__doc__)
    opciones.add_argument("--renglones", type=int, nargs="+", default=[100_000, 1_000_000])
    os.environ["DJANGO_SETTINGS_MODULE"] = "conoceles.config.settings.pruebas"
    import django

    django.setup()
    for cuantos in opciones.parse_args().renglones:
        _medir(cuantos)


def _medir(cuantos: int) -> None:
    filas = dict(_filas(cuantos))
    rehacer, indice = _cronometrar(lambda: _hecho(filas))
    _decir(cuantos, "rehacer", rehacer)
    tabla = indice.tabla()
    indice.opciones, tabla.buscar("a")  # se hacen una vez por índice
    azar = random.Random(1)
    selecciones = [{}, *(_seleccion(indice, azar) for _ in range(20))]
    tiempos = [_mejor(lambda s=s: _cuentas(tabla.filtrar(s))) for s in selecciones]
    _decir(cuantos, "contar", median(tiempos), f"(la peor, {max(tiempos) * 1e3:.2f} ms)")
    busquedas = [_mejor(lambda q=q: tabla.filtrar({}, q).total) for q in BUSQUEDAS]
    _decir(cuantos, "buscar", median(busquedas), f"(la peor, {max(busquedas) * 1e3:.2f} ms)")
    con_sql = selecciones[: 6 if cuantos <= 100_000 else 2]  # con un millón, cada una le cuesta minutos
    _comparar_con_sql(indice, con_sql, median(tiempos))


def _hecho(filas: dict[str, Renglon]) -> Indice:
    """Lo que se rehace cuando cambia la edición: con sus renglones ya leídos, la tabla en su orden."""
    from conoceles.publicacion.indice import Indice

    indice = Indice("banco", filas, ahora=AHORA, zona=ZONA)
    indice.tabla()
    return indice


def _filas(cuantos: int) -> Iterator[tuple[str, Renglon]]:
    from conoceles.publicacion.renglones import Renglones
    from herramientas.banco.apoyo.poblar import tarjetas

    hacer = Renglones()
    base = [
        hacer.de(clave, tarjeta) for clave, tarjeta in tarjetas(min(cuantos, DISTINTAS), random.Random(7))
    ]
    for i in range(cuantos):
        clave = f"clave{i:07}"
        yield clave, base[i % len(base)]._replace(clave=clave)


def _seleccion(indice: Indice, azar: random.Random) -> dict[str, tuple[str, ...]]:
    facetas = azar.sample(sorted(indice.opciones), azar.randint(1, 4))
    return {f: tuple(azar.sample(list(indice.opciones[f]), min(2, len(indice.opciones[f])))) for f in facetas}


def _cuentas(resultado: Resultado) -> dict[str, dict[str, int]]:
    from conoceles.publicacion.renglones import FACETAS

    return {faceta: resultado.cuentas(faceta) for faceta in FACETAS}


# --- Lo mismo, con SQL ------------------------------------------------------------------------------------


def _comparar_con_sql(indice: Indice, selecciones: list[dict[str, tuple[str, ...]]], propio: float) -> None:
    base = _en_sql(indice)
    tiempos, distintas = [], 0
    for seleccion in selecciones:
        tardo, suyas = _cronometrar(lambda s=seleccion: _cuentas_en_sql(base, s))
        tiempos.append(tardo)
        distintas += suyas != _sin_ceros(_cuentas(indice.tabla().filtrar(seleccion)))
    veces = median(tiempos) / propio
    print(
        f"  cuentas distintas de las de SQL: {distintas} de {len(selecciones)} selecciones;"
        f" SQLite tarda {veces:,.0f} veces más: {'cumple' if not distintas else 'NO CUMPLE'}",
        flush=True,
    )


def _en_sql(indice: Indice) -> sqlite3.Connection:
    """Una fila por renglón, filtro y valor."""
    from conoceles.publicacion.renglones import FACETAS

    base = sqlite3.connect(":memory:")
    base.execute(
        "CREATE TABLE valor (i INTEGER, faceta TEXT, valor TEXT, PRIMARY KEY (faceta, valor, i)) WITHOUT ROWID"
    )
    base.executemany(
        "INSERT OR IGNORE INTO valor VALUES (?, ?, ?)",
        (
            (i, nombre, valor)
            for i, renglon in enumerate(indice.filas.values())
            for nombre, faceta in FACETAS.items()
            for valor in faceta.valores(renglon, indice.situacion(renglon))
        ),
    )
    return base


def _cuentas_en_sql(
    base: sqlite3.Connection, seleccion: dict[str, tuple[str, ...]]
) -> dict[str, dict[str, int]]:
    from conoceles.publicacion.renglones import FACETAS

    cuentas: dict[str, dict[str, int]] = {}
    for faceta in FACETAS:
        condicion, datos = "", [faceta]
        for otra, valores in seleccion.items():
            if otra != faceta:
                marcas = ",".join("?" * len(valores))
                condicion += f" AND i IN (SELECT i FROM valor WHERE faceta = ? AND valor IN ({marcas}))"  # noqa: S608
                datos += [otra, *valores]
        orden = f"SELECT valor, COUNT(*) FROM valor WHERE faceta = ?{condicion} GROUP BY valor"  # noqa: S608
        cuentas[faceta] = dict(base.execute(orden, datos))
    return cuentas


def _sin_ceros(cuentas: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    return {faceta: {valor: n for valor, n in suyas.items() if n} for faceta, suyas in cuentas.items()}


def _cronometrar(hacer: Callable[[], Any]) -> tuple[float, Any]:
    """Segundos de CPU y lo que dio."""
    inicio = time.process_time()
    hecho = hacer()
    return time.process_time() - inicio, hecho


def _mejor(hacer: Callable[[], Any]) -> float:
    return min(_cronometrar(hacer)[0] for _ in range(VECES))


def _decir(cuantos: int, que: str, segundos: float, nota: str = "") -> None:
    meta = METAS_MS.get(cuantos, {}).get(que)
    juicio = (
        "" if meta is None else ": cumple" if segundos * 1e3 <= meta else f": NO CUMPLE (meta: {meta:g} ms)"
    )
    print(f"{cuantos:>9,} renglones, {que:8} {segundos * 1e3:10,.2f} ms {nota}{juicio}", flush=True)


if __name__ == "__main__":
    main()
