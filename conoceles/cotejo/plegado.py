"""El texto como se ve, para buscar en él: sin signos invisibles, con las formas anchas hechas comunes y con
letras latinas donde una griega o cirílica se ve igual. WhatsApp, Word y los PDF los dejan al pegar."""

from __future__ import annotations

import re
import unicodedata
from typing import NamedTuple

from conoceles.comun import texto as comun_texto

# Cada signo con sus acentos sueltos, para que «e» y su tilde vuelvan a ser «é».
_SIGNO = re.compile(r".[\u0300-\u036f]*", re.DOTALL)
# Los que pueden verse como otro: fuera de éstos, nada se pliega y no hay que mirarlo.
_RARO = re.compile("[^\\x00-\\xac\\xae-\\xff][\\u0300-\\u036f]*")
# De formato sin ser de la categoría Cf: unión de grafemas, rellenos coreanos, selectores de variante.
_INVISIBLES = frozenset("\u034f\u115f\u1160\u3164\uffa0") | frozenset(map(chr, range(0xFE00, 0xFE10)))
_GEMELAS = str.maketrans(
    "ΑΒΕΖΗΙΚΜΝΟΡΤΥΧο" + "АВЕЅІЈКМНОРСТУХаеіјорсухѕ",  # noqa: RUF001
    "ABEZHIKMNOPTYXo" + "ABESIJKMHOPCTYXaeijopcyxs",
)


class Plegado(NamedTuple):
    """`tramos[i]` es el (inicio, fin) en el original del signo `texto[i]`."""

    texto: str
    tramos: list[tuple[int, int]]

    def original(self, inicio: int, fin: int) -> tuple[int, int]:
        """El tramo del texto original que se ve como `texto[inicio:fin]`, que no está vacío."""
        return self.tramos[inicio][0], self.tramos[fin - 1][1]


def plegar(texto: str) -> Plegado:
    signos: list[str] = []
    tramos: list[tuple[int, int]] = []
    for hallado in _SIGNO.finditer(texto):
        visible = _visible(hallado[0])
        signos.append(visible)
        tramos.extend([hallado.span()] * len(visible))
    return Plegado("".join(signos), tramos)


def comparable(texto: str) -> str:
    """El mismo para los textos que se leen igual, sin contar acentos, mayúsculas ni signos.

    >>> comparable("Más agu\\u0430\\u200b limpia.")  # U+0430 es una «a» cirílica
    'mas_agua_limpia'
    """
    return comun_texto.plegar(_RARO.sub(lambda hallado: _visible(hallado[0]), texto))


def _visible(signo: str) -> str:
    """Lo de uso en español se queda como está: «nº» no es «no» ni «m²» es «m2»."""
    if len(signo) == 1 and signo < "\u0100" and signo != "\u00ad":
        return signo
    if signo[0] in _INVISIBLES or unicodedata.category(signo[0]) == "Cf":
        return signo[1:]
    return unicodedata.normalize("NFKC", signo).translate(_GEMELAS)
