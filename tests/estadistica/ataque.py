"""Quien quiere saber qué contestó alguien, y tiene todos los cortes.

Se le supone lo peor: sabe quién respondió y autorizó la estadística, cuándo, quién se fue y qué renglón le toca; sabe el
programa y el mínimo. No sabe una sola respuesta. Hay tres ataques: `mundos` recorre todas las poblaciones que darían los
mismos cortes, `Eliminacion` resta tablas entre sí con fracciones exactas, y `restas` resta lo que de verdad se descarga; de lo
que se cuenta con nombre, `movidas` dice qué tablas deja ver esa resta.
"""

from __future__ import annotations

import csv
import io
import itertools
import random
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from typing import Any, NamedTuple

from conoceles.estadistica.archivo import csv_del_corte
from conoceles.estadistica.supresion import RENGLONES, Celda, Persona, Tabla, avanzar

PRIMER_DIA = datetime(2027, 4, 1, tzinfo=UTC)


class Clase(NamedTuple):
    """Personas que por fuera son iguales: entraron y se fueron entre los mismos cortes y son del mismo renglón."""

    entra: int  # después del corte `entra` y antes del siguiente
    sale: int | None  # antes del corte `sale`; nulo: sigue
    renglon: str


@dataclass(frozen=True)
class Poblacion:
    """`clases`: cuántas personas hay de cada una. `cortes`: cuántos se hicieron."""

    clases: tuple[tuple[Clase, int], ...]
    cortes: int
    contadas: tuple[str, ...]
    calladas: tuple[str, ...]
    minimo: int

    @property
    def opciones(self) -> tuple[str, ...]:
        return self.contadas + self.calladas


Mundo = tuple[tuple[int, ...], ...]  # por clase, cuántas dieron cada opción


def cortes(poblacion: Poblacion, mundo: Mundo) -> list[Tabla]:
    """Lo que se publicaría en ese mundo, corte por corte."""
    tabla, hechos = Tabla({opcion: Celda() for opcion in poblacion.contadas}), []
    for numero in range(1, poblacion.cortes + 1):
        instante = PRIMER_DIA + timedelta(days=numero)
        hay = list(_presentes(poblacion, mundo, numero))
        tabla = avanzar(tabla, hay, minimo=poblacion.minimo, ahora=instante)
        hechos.append(tabla)
    return hechos


def _presentes(poblacion: Poblacion, mundo: Mundo, numero: int) -> Iterator[Persona]:
    for (clase, _), cuentas in zip(poblacion.clases, mundo, strict=True):
        if clase.entra < numero and (clase.sale is None or clase.sale > numero):
            desde = PRIMER_DIA + timedelta(days=clase.entra, hours=12)
            for opcion, cuantas in zip(poblacion.opciones, cuentas, strict=True):
                yield from [Persona(desde, opcion, clase.renglon)] * cuantas


def al_azar(azar: random.Random, *, clases: int, tamano: int, minimo: int, dos_celdas: bool) -> Poblacion:
    """Una población con altas y bajas entre sus cortes."""
    cuantos = azar.choice([1, 2, 3, 4])
    cuentas: Counter[Clase] = Counter()
    for _ in range(clases):
        entra = azar.randrange(cuantos)
        sale = azar.choice([None, None, None, entra + 1 + azar.randrange(cuantos)])
        cuentas[Clase(entra, sale, azar.choice(RENGLONES))] += azar.randint(1, tamano)
    contadas, calladas = (("a", "b"), ("calla",)) if dos_celdas else (("si",), ("no",))
    return Poblacion(tuple(cuentas.items()), cuantos, contadas, calladas, minimo)


def mundo_al_azar(azar: random.Random, poblacion: Poblacion) -> Mundo:
    pesos = [azar.random() ** 2 + 0.05 for _ in poblacion.opciones]
    mundo = []
    for _, cuantas in poblacion.clases:
        cuentas = Counter(azar.choices(poblacion.opciones, pesos, k=cuantas))
        mundo.append(tuple(cuentas[opcion] for opcion in poblacion.opciones))
    return tuple(mundo)


def algo_se_publico(hechos: Sequence[Tabla]) -> bool:
    return any(celda.total for celda in hechos[-1].celdas.values())


# --- Todos los mundos posibles ---------------------------------------------------------------------------------


def mundos(poblacion: Poblacion, hechos: Sequence[Tabla]) -> list[Mundo]:
    """Toda asignación de respuestas que habría dado exactamente esos cortes."""
    por_clase = [list(_repartos(cuantas, len(poblacion.opciones))) for _, cuantas in poblacion.clases]
    return [mundo for mundo in itertools.product(*por_clase) if cortes(poblacion, mundo) == list(hechos)]


def _repartos(cuantas: int, opciones: int) -> Iterator[tuple[int, ...]]:
    if opciones == 1:
        yield (cuantas,)
        return
    for primera in range(cuantas + 1):
        for resto in _repartos(cuantas - primera, opciones - 1):
            yield (primera, *resto)


def averiguado(poblacion: Poblacion, posibles: Sequence[Mundo], verdad: Mundo) -> list[str]:
    """Lo que los cortes dejan saber con certeza y no debieran; vacío si nada."""
    return [
        *_personas(poblacion, posibles),
        *_con_lo_propio(poblacion, posibles, verdad),
        *_grupos(poblacion, posibles),
    ]


def _personas(poblacion: Poblacion, posibles: Sequence[Mundo]) -> Iterator[str]:
    """Alguien cuya respuesta es la misma en todos los mundos."""
    for i, (clase, _) in enumerate(poblacion.clases):
        if _es_segura([mundo[i] for mundo in posibles]):
            yield f"de {clase} se sabe qué contestó cada quien"


def _es_segura(repartos: Sequence[tuple[int, ...]]) -> bool:
    """¿En todos contestaron lo mismo, y siempre lo mismo?"""
    return (
        bool(sum(repartos[0]))
        and len({reparto.index(max(reparto)) for reparto in repartos}) == 1
        and all(max(reparto) == sum(reparto) for reparto in repartos)
    )


def _con_lo_propio(poblacion: Poblacion, posibles: Sequence[Mundo], verdad: Mundo) -> Iterator[str]:
    """Lo mismo, para quien además sabe lo que ella misma contestó."""
    for i, j in itertools.product(range(len(poblacion.clases)), repeat=2):
        for opcion, cuantas in enumerate(verdad[i]):
            suyos = [mundo for mundo in posibles if mundo[i][opcion]]
            repartos = [
                tuple(n - (i == j and o == opcion) for o, n in enumerate(mundo[j])) for mundo in suyos
            ]
            if cuantas and _es_segura(repartos):
                yield f"una de {poblacion.clases[i][0]} sabe qué contestaron en {poblacion.clases[j][0]}"


def _grupos(poblacion: Poblacion, posibles: Sequence[Mundo]) -> Iterator[str]:
    """Un grupo cualquiera (altas, bajas, renglones y sus uniones) en que se sabe que menos del mínimo dijo algo."""
    indices = range(len(poblacion.clases))
    for grupo in itertools.chain.from_iterable(itertools.combinations(indices, n + 1) for n in indices):
        for o, opcion in enumerate(poblacion.opciones):
            valores = {sum(mundo[i][o] for i in grupo) for mundo in posibles}
            if len(valores) == 1 and min(valores) < poblacion.minimo:
                yield f"en {[poblacion.clases[i][0] for i in grupo]} dijeron «{opcion}» {min(valores)}"


# --- Restar tablas ---------------------------------------------------------------------------------------------


class Eliminacion:
    """Ecuaciones lineales, reducidas con fracciones exactas conforme llegan."""

    def __init__(self) -> None:
        self._filas: dict[int, dict[int, Fraction]] = {}

    def agregar(self, incognitas: Sequence[int], valor: int) -> None:
        """La suma de esas incógnitas es `valor`; la columna -1 lleva lo que se sabe."""
        fila = self._reducida(dict.fromkeys(incognitas, Fraction(1)) | {-1: Fraction(valor)})
        if pivotes := [columna for columna in fila if columna >= 0]:
            pivote = min(pivotes)
            self._filas[pivote] = {columna: x / fila[pivote] for columna, x in fila.items()}

    def _reducida(self, fila: dict[int, Fraction]) -> dict[int, Fraction]:
        fila = {columna: x for columna, x in fila.items() if x}
        while conocidas := sorted(columna for columna in fila if columna in self._filas):
            factor = fila[conocidas[0]]
            for columna, x in self._filas[conocidas[0]].items():
                fila[columna] = fila.get(columna, Fraction(0)) - factor * x
            fila = {columna: x for columna, x in fila.items() if x}
        return fila

    def cuanto_suman(self, incognitas: Sequence[int]) -> int | None:
        """Lo que suman, si las ecuaciones lo dicen."""
        fila = self._reducida(dict.fromkeys(incognitas, Fraction(1)))
        if any(columna >= 0 for columna in fila):
            return None
        return int(-fila.get(-1, Fraction(0)))


# --- Restar los archivos ---------------------------------------------------------------------------------------


def restas(contenidos: Sequence[Mapping[str, Any]], minimo: int) -> list[str]:
    """Cada cifra de identidad de cada archivo, sola y menos la de cada corte anterior, que señala a menos del mínimo.

    Se leen todas las que haya, se llamen como se llamen: una medida nueva queda bajo la misma vara.
    """
    hechos: list[Mapping[str, int]] = [{}, *({**_del_json(c), **_del_csv(c)} for c in contenidos)]
    return [
        f"{cual}: {despues.get(cual, 0)} menos {antes.get(cual, 0)}"
        for antes, despues in itertools.combinations(hechos, 2)
        for cual in sorted(antes.keys() | despues.keys())
        if 0 != despues.get(cual, 0) - antes.get(cual, 0) < minimo
    ]


def movidas(contenidos: Sequence[Mapping[str, Any]]) -> set[str]:
    """Las tablas de lo público en que restar dos cortes, en un archivo o en el otro, da algo distinto de cero."""
    hechos = [Counter(_publicas_del_json(c)) + Counter(_publicas_del_csv(c)) for c in contenidos]
    return {
        tabla
        for antes, despues in itertools.combinations(hechos, 2)
        for (_, tabla, _), paso in (
            (cual, despues[cual] - antes[cual]) for cual in antes.keys() | despues.keys()
        )
        if paso
    }


def _publicas_del_json(contenido: Mapping[str, Any]) -> dict[tuple[str, str, str], int]:
    return {
        (f"{vista['faceta']} {vista['valor']}", tabla, clave): cuantas
        for vista in contenido["vistas"]
        for tabla, cuentas in {"total": {"": vista["candidaturas"]}, **vista["tablas"]}.items()
        for clave, cuantas in cuentas.items()
    }


def _publicas_del_csv(contenido: Mapping[str, Any]) -> dict[tuple[str, str, str], int]:
    filas = csv.DictReader(io.StringIO(csv_del_corte(contenido)))
    return {
        (f"{f['ambito']} {f['ambito_clave']}", f["tabla"], f["clave"]): int(f["valor"] or 0)
        for f in filas
        if not f["tabla"].startswith("identidad")
    }


def _del_json(contenido: Mapping[str, Any]) -> dict[str, int]:
    return dict(_numeros(contenido["identidad"], "identidad"))


def _numeros(dato: Any, donde: str) -> Iterator[tuple[str, int]]:
    if isinstance(dato, int):
        yield donde, dato
    elif isinstance(dato, dict | list):
        for clave, valor in dato.items() if isinstance(dato, dict) else enumerate(dato):
            yield from _numeros(valor, f"{donde}/{clave}")


def _del_csv(contenido: Mapping[str, Any]) -> dict[str, int]:
    filas = csv.DictReader(io.StringIO(csv_del_corte(contenido)))
    return {
        f"{f['tabla']} {f['clave']} {f['medida']}": int(f["valor"] or 0)
        for f in filas
        if f["tabla"].startswith("identidad")
    }
