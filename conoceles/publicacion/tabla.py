"""Los renglones en un orden, con un mapa de bits por valor de cada filtro y otro por palabra de sus nombres."""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Callable, Collection, Mapping, Sequence
from functools import cached_property
from itertools import chain
from operator import attrgetter

from .mapas import en_trozos, encendidos, mapa, ralo
from .renglones import FACETAS, Faceta, Renglon, palabras_de
from .situacion import Situacion

Mapas = dict[str, dict[str, int]]

# Una palabra que llevan más de uno de cada tantos renglones se guarda como mapa; las raras, como lista.
UNA_DE_CADA = 512


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
        if faceta not in self._por_faceta:
            return self._tabla.contar(faceta, self.bits, lambda: self._trozos)
        base = self._encontrados
        for otra, bits in self._por_faceta.items():
            base = base & bits if otra != faceta else base
        return self._tabla.contar(faceta, base, lambda: en_trozos(base, len(self._tabla.renglones)))

    @cached_property
    def _trozos(self) -> list[int]:
        return en_trozos(self.bits, len(self._tabla.renglones))


class Tabla:
    """El bit `i` de cada mapa es el renglón `i` de este orden."""

    def __init__(self, renglones: Sequence[Renglon], situacion_de: Callable[[Renglon], Situacion]) -> None:
        self.renglones = renglones
        largo = len(renglones)
        self.mapas: Mapas = {
            nombre: {
                valor: mapa(lista, largo) for valor, lista in self._posiciones(faceta, situacion_de).items()
            }
            for nombre, faceta in FACETAS.items()
        }
        self._densos, self._ralos = self._por_densidad()
        self.todos = (1 << largo) - 1

    def _posiciones(
        self, faceta: Faceta, situacion_de: Callable[[Renglon], Situacion]
    ) -> dict[str, list[int]]:
        """Valor → renglones. Los que comparten los mismos objetos comparten valores: se preguntan una vez."""
        iguales: dict[tuple[int, ...], list[int]] = defaultdict(list)
        columnas = (map(id, map(attrgetter(campo), self.renglones)) for campo in faceta.campos)
        for i, llave in enumerate(zip(*columnas, strict=True)):
            iguales[llave].append(i)
        por_valor: dict[str, list[int]] = defaultdict(list)
        for posiciones in iguales.values():
            renglon = self.renglones[posiciones[0]]
            for valor in faceta.valores(renglon, situacion_de(renglon)):
                por_valor[valor] += posiciones
        return por_valor

    def _por_densidad(self) -> tuple[Mapas, dict[str, list[tuple[str, int, int]]]]:
        """Los mapas que se cuentan enteros y, de los demás, sus trozos: (valor, lugar, trozo)."""
        densos: Mapas = {faceta: {} for faceta in self.mapas}
        ralos: dict[str, list[tuple[str, int, int]]] = {faceta: [] for faceta in self.mapas}
        for faceta, por_valor in self.mapas.items():
            for valor, bits in por_valor.items():
                trozos = ralo(bits, len(self.renglones))
                ralos[faceta] += [(valor, lugar, trozo) for lugar, trozo in trozos]
                if not trozos:
                    densos[faceta][valor] = bits
        return densos, ralos

    def contar(self, faceta: str, base: int, en_trozos: Callable[[], Sequence[int]]) -> dict[str, int]:
        """De los de `base`, cuántos tienen cada valor. `en_trozos`: la misma, cortada; sólo se pide si hace falta."""
        if base == self.todos:
            return dict(self._totales[faceta])
        cuentas = dict.fromkeys(self.mapas[faceta], 0)
        if ralos := self._ralos[faceta]:
            trozos = en_trozos()
            for valor, lugar, trozo in ralos:
                cuentas[valor] += (trozos[lugar] & trozo).bit_count()
        for valor, bits in self._densos[faceta].items():
            cuentas[valor] = (base & bits).bit_count()
        return cuentas

    @cached_property
    def _totales(self) -> dict[str, dict[str, int]]:
        return {
            faceta: {valor: bits.bit_count() for valor, bits in por_valor.items()}
            for faceta, por_valor in self.mapas.items()
        }

    @cached_property
    def _palabras(self) -> tuple[dict[str, int], dict[str, array[int]]]:
        """Cada palabra de un nombre con los renglones que la llevan: las comunes, como mapa; las raras, como lista."""
        palabras: dict[str, array[int]] = defaultdict(lambda: array("I"))
        for i, renglon in enumerate(self.renglones):
            for palabra in set(renglon.buscable.split()):
                palabras[palabra].append(i)
        largo = len(self.renglones)
        comunes = {p: mapa(lista, largo) for p, lista in palabras.items() if len(lista) * UNA_DE_CADA > largo}
        return comunes, {p: lista for p, lista in palabras.items() if p not in comunes}

    def buscar(self, texto: str) -> int:
        """Los que llevan todas las palabras buscadas, enteras o en parte, en su nombre o sobrenombre."""
        encontrados = self.todos
        for buscada in palabras_de(texto):
            comunes, raras = self._palabras
            listas = [lista for palabra, lista in raras.items() if buscada in palabra]
            bits = mapa(chain.from_iterable(listas), len(self.renglones))
            for palabra, suyos in comunes.items():
                if buscada in palabra:
                    bits |= suyos
            encontrados &= bits
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
