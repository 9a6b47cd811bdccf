"""El listado de un proceso en memoria: un mapa de bits por valor de cada filtro.

Un mapa es un entero de Python; el bit `i` dice si el renglón `i` tiene ese valor. Filtrar es Y y O de enteros,
y contar es `int.bit_count()`: cualquier combinación cuesta lo mismo. No consulta nada: `lectura` lo llena.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString

from conoceles.calendario.plazos import siguiente_medianoche

from .renglones import (
    FACETAS,
    Renglon,
    marca_en_la_boleta,
    opciones,
    palabras_de,
    planilla_de,
    por_apellido,
    sorteo,
)
from .situacion import Situacion, instante, nada_por_devolver

ROTACION, APELLIDO = "rotacion", "apellido"
ORDENES = {ROTACION: "Rotación diaria", APELLIDO: "Primer apellido"}


# --- Los mapas de bits ------------------------------------------------------------------------------------


def mapa(posiciones: Iterable[int], largo: int) -> int:
    """El entero con esos bits encendidos."""
    octetos = bytearray(largo // 8 + 1)
    for posicion in posiciones:
        octetos[posicion >> 3] |= 1 << (posicion & 7)
    return int.from_bytes(octetos, "little")


def encendidos(bits: int, desde: int, cuantos: int) -> list[int]:
    """Las posiciones de los bits encendidos, saltando los primeros `desde`; a lo más `cuantos`."""
    octetos = bits.to_bytes(bits.bit_length() // 8 + 1, "little")
    posiciones: list[int] = []
    for inicio in range(0, len(octetos), 64):
        trozo = int.from_bytes(octetos[inicio : inicio + 64], "little")
        if desde >= (cuenta := trozo.bit_count()):
            desde -= cuenta
            continue
        while trozo and len(posiciones) < cuantos:
            bajo = trozo & -trozo
            trozo ^= bajo
            if desde:
                desde -= 1
            else:
                posiciones.append(inicio * 8 + bajo.bit_length() - 1)
    return posiciones


class Resultado:
    """Lo que cumple una selección, con la cuenta de cada opción de cada filtro."""

    def __init__(self, tabla: Tabla, por_faceta: Mapping[str, int], encontrados: int) -> None:
        self._tabla, self._por_faceta, self._encontrados = tabla, por_faceta, encontrados
        self.bits = encontrados
        for bits in por_faceta.values():
            self.bits &= bits
        self.total = self.bits.bit_count()

    def pagina(self, desde: int, cuantos: int) -> list[Renglon]:
        return [self._tabla.renglones[i] for i in encendidos(self.bits, desde, cuantos)]

    def cuentas(self, faceta: str) -> dict[str, int]:
        """Cuántas habría con cada valor; lo ya elegido en este mismo filtro no cuenta contra sus hermanos."""
        base = self.bits
        if faceta in self._por_faceta:
            base = self._encontrados
            for otra, bits in self._por_faceta.items():
                base = base & bits if otra != faceta else base
        return {valor: (base & bits).bit_count() for valor, bits in self._tabla.mapas[faceta].items()}


class Tabla:
    """Los renglones en un orden, con sus mapas: el bit `i` es el renglón `i` de ese orden."""

    def __init__(self, renglones: Sequence[Renglon], situacion_de: Callable[[Renglon], Situacion]) -> None:
        self.renglones = renglones
        posiciones: dict[str, dict[str, list[int]]] = {f: defaultdict(list) for f in FACETAS}
        for i, renglon in enumerate(renglones):
            estado = situacion_de(renglon)
            for faceta, valores in FACETAS.items():
                for valor in valores(renglon, estado):
                    posiciones[faceta][valor].append(i)
        self.mapas = {
            faceta: {valor: mapa(lista, len(renglones)) for valor, lista in por_valor.items()}
            for faceta, por_valor in posiciones.items()
        }
        self.todos = (1 << len(renglones)) - 1

    @cached_property
    def _palabras(self) -> dict[str, array[int]]:
        """Cada palabra de un nombre con los renglones que la llevan: hay muchas menos que personas."""
        palabras: dict[str, array[int]] = defaultdict(lambda: array("L"))
        for i, renglon in enumerate(self.renglones):
            for palabra in set(renglon.buscable.split()):
                palabras[palabra].append(i)
        return dict(palabras)

    def buscar(self, texto: str) -> int:
        """Los que llevan todas las palabras buscadas, enteras o en parte, en su nombre o sobrenombre."""
        encontrados = self.todos
        for buscada in palabras_de(texto):
            listas = [lista for palabra, lista in self._palabras.items() if buscada in palabra]
            encontrados &= mapa((i for lista in listas for i in lista), len(self.renglones))
        return encontrados

    @cached_property
    def cabezas(self) -> int:
        """Quien encabeza cada fórmula: la propietaria; si no la hay, quien ocupe su lugar."""
        primeras: dict[tuple[str, str, int], int] = {}
        for i, renglon in enumerate(self.renglones):
            lugar = renglon.contienda, renglon.actor["clave"], renglon.numero
            if renglon.calidad == "propietaria" or lugar not in primeras:
                primeras[lugar] = i
        return mapa(primeras.values(), len(self.renglones))

    def filtrar(
        self, seleccion: Mapping[str, Collection[str]], texto: str = "", *, por_formula: bool = False
    ) -> Resultado:
        """Basta un valor dentro de cada filtro y han de cumplirse todos los filtros.

        `por_formula`: sólo quien encabeza cada una.
        """
        por_faceta = {}
        for faceta, valores in seleccion.items():
            bits = 0
            for valor in valores:
                bits |= self.mapas[faceta].get(valor, 0)
            por_faceta[faceta] = bits
        encontrados = self.buscar(texto)
        return Resultado(self, por_faceta, encontrados & self.cabezas if por_formula else encontrados)


class Indice:
    """El listado de un proceso entre dos fronteras del reloj: no cambia nunca; se hace otro.

    `filas`: renglón por clave. `instantes`: fronteras del proceso que ningún renglón nombra todavía.
    `acciones`: nombre de cada acción afirmativa. `se_recorre`: véase `situacion.situacion`. `corte`: desde cuándo
    vale. `proxima`: la medianoche local o el primer instante (fin de plazo, publicación) en que alguna situación
    cambia sola.
    """

    def __init__(
        self,
        proceso: str,
        filas: Mapping[str, Renglon],
        *,
        ahora: datetime,
        zona: ZoneInfo,
        instantes: Iterable[datetime] = (),
        acciones: Mapping[str, str] | None = None,
        se_recorre: Callable[[datetime], bool] = nada_por_devolver,
    ) -> None:
        self.proceso, self.filas, self.acciones = proceso, filas, acciones or {}
        self.se_recorre = se_recorre
        self.dia = ahora.astimezone(zona).date()
        self.corte, self.proxima = _fronteras({*instantes, *self._instantes()}, ahora, zona)
        self._tablas: dict[str, Tabla] = {}
        # Lo que quien dibuja quiera recordar: vale lo mismo que el índice, que no cambia.
        self.memoria: dict[tuple[str, ...], SafeString] = {}

    def _instantes(self) -> Iterator[datetime]:
        for cuestionario in {id(r.cuestionario): r.cuestionario for r in self.filas.values()}.values():
            for campo in ("captura_hasta", "visible_desde"):
                if fijado := instante(cuestionario[campo]):
                    yield fijado

    def situacion(self, renglon: Renglon) -> Situacion:
        return renglon.situacion(self.corte, self.se_recorre)

    def tabla(self, orden: str = ROTACION) -> Tabla:
        """La tabla en ese orden; se hace la primera vez que se pide."""
        if orden not in self._tablas:
            clave = por_apellido if orden == APELLIDO else self._por_sorteo
            self._tablas[orden] = Tabla(sorted(self.filas.values(), key=clave), self.situacion)
        return self._tablas[orden]

    def _por_sorteo(self, renglon: Renglon) -> tuple[Any, ...]:
        """Por cargo y demarcación, que no compiten entre sí; dentro de la contienda, el sorteo del día."""
        lugar = renglon.demarcacion["tipo"], renglon.demarcacion["clave"]
        return (
            renglon.cargo["orden"],
            renglon.cargo["clave"],
            *lugar,
            sorteo(self.proceso, renglon.contienda, self.dia, renglon.clave),
        )

    @cached_property
    def formulas(self) -> dict[tuple[str, str, int], list[Renglon]]:
        """Propietaria y suplente de una misma posición."""
        juntas: dict[tuple[str, str, int], list[Renglon]] = defaultdict(list)
        for renglon in self.filas.values():
            juntas[renglon.contienda, renglon.actor["clave"], renglon.numero].append(renglon)
        return juntas

    @cached_property
    def por_contienda(self) -> dict[str, list[Renglon]]:
        """Contienda → sus renglones, en la rotación del día.

        Los cargos de una planilla se votan con una sola marca: van juntos, bajo la contienda que la encabeza.
        """
        juntas: dict[str, list[Renglon]] = defaultdict(list)
        for renglon in self.tabla().renglones:
            juntas[marca_en_la_boleta(renglon)].append(renglon)
        return {renglones[0].contienda: renglones for renglones in juntas.values()}

    @cached_property
    def encabeza(self) -> dict[str, str]:
        """Contienda → la que encabeza su planilla, o ella misma."""
        return {r.contienda: cabeza for cabeza, suyos in self.por_contienda.items() for r in suyos}

    @cached_property
    def cargos(self) -> dict[str, tuple[Mapping[str, Any], str]]:
        """Cada cargo con el tipo de demarcación en que se disputa."""
        return {r.cargo["clave"]: (r.cargo, r.demarcacion["tipo"]) for r in self.filas.values()}

    @cached_property
    def planillas(self) -> dict[tuple[str, ...], list[Renglon]]:
        """Quienes se postulan juntas, por `renglones.planilla_de`, en el orden en que se registraron."""
        juntas: dict[tuple[str, ...], list[Renglon]] = defaultdict(list)
        for renglon in self.filas.values():
            if planilla := planilla_de(renglon.cargo, renglon.demarcacion, renglon.actor):
                juntas[planilla].append(renglon)
        for lista in juntas.values():
            lista.sort(key=lambda r: (r.cargo["orden"], r.cargo["clave"], r.numero, r.calidad, r.clave))
        return juntas

    @cached_property
    def fotos(self) -> frozenset[str]:
        """Las huellas de las fotografías que hoy pueden verse."""
        return frozenset(r.foto for r in self.filas.values() if r.foto and self.situacion(r).es_publicada)

    @cached_property
    def son_varias_entidades(self) -> bool:
        """¿Hay que decir de qué entidad es cada distrito? En un proceso local todas son de la misma."""
        return len({r.demarcacion["entidad"] for r in self.filas.values()} - {""}) > 1

    @cached_property
    def opciones(self) -> dict[str, dict[str, str]]:
        """Valor → etiqueta de cada filtro, en el orden en que se ofrecen."""
        return opciones(self.filas.values(), self.acciones, con_entidad=self.son_varias_entidades)


def _fronteras(instantes: set[datetime], ahora: datetime, zona: ZoneInfo) -> tuple[datetime, datetime]:
    """La última frontera ya pasada y la primera por venir."""
    hoy = ahora.astimezone(zona).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    anterior = max([hoy, *(i for i in instantes if i <= ahora)])
    siguiente = min([siguiente_medianoche(ahora, zona), *(i for i in instantes if i > ahora)])
    return anterior, siguiente
