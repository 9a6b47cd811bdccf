"""Qué tan fácil se lee un texto en español: la escala INFLESZ, y de dónde se toma el de una página.

INFLESZ = 206.835 − 62.3 × (sílabas / palabras) − palabras / frases. De 65 a 80, «bastante fácil».
Szigriszt Pazos (1993); la escala, Barrio-Cantalejo y otras (2008).
"""

from __future__ import annotations

import re
from html.parser import HTMLParser
from typing import NamedTuple

_FUERTES = "aeoáéóíú"  # la i y la u con tilde rompen el diptongo
_VOCALES = re.compile(f"[{_FUERTES}iuü]+")
_PALABRA = re.compile(r"[^\W\d_]+")
_FIN_DE_FRASE = re.compile(r"[.!?…]+(?=\s|$)")
_ES_ORACION = re.compile(r"[.!?:]\W*$")
_POCAS_PALABRAS = 8  # menos no es un párrafo: es un rótulo, un nombre o un dato
_AJENOS = {"ficha__texto", "comparada__texto"}  # lo escribió una persona candidata: no se corrige


class Lectura(NamedTuple):
    silabas: int
    palabras: int
    frases: int

    @property
    def por_frase(self) -> float:
        """Palabras en cada frase, en promedio."""
        return self.palabras / self.frases

    @property
    def inflesz(self) -> float:
        return 206.835 - 62.3 * self.silabas / self.palabras - self.por_frase


def silabas(palabra: str) -> int:
    """Un núcleo por vocal fuerte; las débiles se juntan con la de al lado. Toda palabra tiene al menos una."""
    letras = re.sub("(?<!c)h", "", palabra.lower())
    letras = re.sub("qu|(?<=g)u(?=[eiéí])", "q", letras)
    letras = re.sub("y(?![aeiouáéíóú])", "i", letras)
    grupos = _VOCALES.findall(letras)
    return max(1, sum(max(1, sum(letra in _FUERTES for letra in grupo)) for grupo in grupos))


def medir(bloques: list[str]) -> Lectura:
    """Las cuentas de unos bloques (párrafos, puntos de una lista): donde acaba uno, acaba su frase."""
    frases = [f for bloque in bloques for f in _FIN_DE_FRASE.split(bloque) if _PALABRA.search(f)]
    palabras = [palabra for frase in frases for palabra in _PALABRA.findall(frase)]
    return Lectura(sum(map(silabas, palabras)), len(palabras), len(frases))


class _Bloques(HTMLParser):
    """Los párrafos, puntos y definiciones de `<main>`; los títulos no, que harían parecer corta cualquier frase."""

    def __init__(self) -> None:
        super().__init__()
        self.bloques: list[str] = []
        self.ajenos: set[int] = set()
        self.adentro = self.en_main = self.callado = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.en_main += tag == "main"
        self.callado += tag in ("nav", "svg", "template")
        if tag in ("p", "li", "dd"):
            if _AJENOS & set((dict(attrs).get("class") or "").split()):
                self.ajenos.add(len(self.bloques))
            self.bloques.append("")
            self.adentro += 1

    def handle_endtag(self, tag: str) -> None:
        self.en_main -= tag == "main"
        self.callado -= tag in ("nav", "svg", "template")
        self.adentro -= tag in ("p", "li", "dd")

    def handle_data(self, data: str) -> None:
        if self.en_main and self.adentro and not self.callado:
            self.bloques[-1] += data


def bloques_de(html: str) -> list[str]:
    lector = _Bloques()
    lector.feed(html)
    propios = (bloque for i, bloque in enumerate(lector.bloques) if i not in lector.ajenos)
    return [" ".join(bloque.split()) for bloque in propios if bloque.strip()]


def parrafos_de(html: str) -> list[str]:
    """Los bloques que explican algo, sin los rótulos, los nombres ni los datos de una lista."""
    return [
        bloque
        for bloque in bloques_de(html)
        if _ES_ORACION.search(bloque) and len(_PALABRA.findall(bloque)) >= _POCAS_PALABRAS
    ]
