"""Descuidos de un texto: mayúsculas, relleno para llegar al mínimo, frases de paso y respuestas repetidas.

Puro: señala hechos; quien escribe decide.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from conoceles.comun.texto import contar

from .copias import PARECIDO_MINIMO, parecido, rasgos
from .plegado import comparable

_LARGO_PARA_GRITAR = 60
_GRITO = 0.9
# Dos espacios tras cada punto son una costumbre; desde aquí ya estiran el texto.
RELLENO_APRECIABLE = 60
# Si sólo con él se llega al mínimo basta menos; «2013-2013» sigue sin ser relleno.
RELLENO_DECISIVO = 5
_SIN_SUSTANCIA = 20

_ESPACIOS = re.compile(r" {2,}")
_RENGLONES = re.compile(r"\s*\n\s*")
_PUNTUACION = re.compile(r"([^\w\s])(?:\s?\1){3,}")
_LETRA_SEGUIDA = re.compile(r"([^\W\d_])\1{3,}", re.IGNORECASE)
# Una frase dicha dos veces en seguida, o una palabra tres: «soy del partido, Partido Cometa» no es relleno.
_FRASE_SEGUIDA = re.compile(r"\b(\w[^\n]{19,120}?)(?:\W+\1\b)+", re.IGNORECASE)
_PALABRA_SEGUIDA = re.compile(r"\b(\w[^\n]{0,18}?)(?:\W+\1\b){2,}", re.IGNORECASE)
_ORACION = re.compile(r"[^.!?;\n]+[.!?;]*\s*")
_ORACION_MINIMA = 25

_FRASES_DE_PASO = re.compile(
    r"\b(?:sin (?:informacion|datos|respuesta|comentarios?|experiencia|trayectoria|cursos?|propuestas?)|no (?:aplica|disponible|"
    r"proporciono|tengo|hay|cuento)|n a|na|s n|ningun[oa]?|nada|pendiente|por (?:definir|confirmar|llenar)|"
    r"en construccion|proximamente|texto de (?:prueba|ejemplo|relleno)|prueba|asdf\w*|qwerty\w*|x{3,}|a definir)\b"
)
_LOREM = re.compile(r"\blorem ipsum\b|\bdolor sit amet\b", re.IGNORECASE)


class Relleno(NamedTuple):
    """Lo que sobra de un texto. `faltan`: lo que le faltaría para el mínimo sin ello. `fragmento`: una muestra."""

    sobran: int
    faltan: int
    fragmento: str


def esta_en_mayusculas(texto: str) -> bool:
    """¿Está casi todo en mayúsculas? Las siglas y los textos cortos no cuentan."""
    letras = [letra for letra in texto if letra.isalpha()]
    altas = sum(letra.isupper() for letra in letras)
    return len(texto) > _LARGO_PARA_GRITAR and altas >= _GRITO * len(letras) > 0


def relleno(texto: str, *, minimo: int = 0, con_espacios: bool = True) -> Relleno | None:
    """Lo que se repite o se estira; `None` si es poco y no se usa para llegar al mínimo."""
    cuenta, escueta = (contar(t, con_espacios=con_espacios) for t in (texto, escueto(texto)))
    llega_con_relleno = escueta < minimo <= cuenta
    if cuenta - escueta < (RELLENO_DECISIVO if llega_con_relleno else RELLENO_APRECIABLE):
        return None
    return Relleno(cuenta - escueta, minimo - escueta if llega_con_relleno else 0, _muestra(texto))


def escueto(texto: str) -> str:
    """El texto con cada tramo estirado reducido a uno: espacios, renglones, signos, letras, frases y oraciones."""
    texto = _LETRA_SEGUIDA.sub(r"\1", _PUNTUACION.sub(r"\1", texto))
    texto = _ESPACIOS.sub(" ", _RENGLONES.sub("\n", texto))
    texto = _PALABRA_SEGUIDA.sub(r"\1", _FRASE_SEGUIDA.sub(r"\1", texto))
    return "".join(oracion for oracion, es_repetida in _oraciones(texto) if not es_repetida).strip()


def _oraciones(texto: str) -> Iterator[tuple[str, bool]]:
    """Cada oración y si ya se había dicho."""
    vistas: set[str] = set()
    for oracion in _ORACION.findall(texto):
        plegada = comparable(oracion)
        yield oracion, len(plegada) >= _ORACION_MINIMA and plegada in vistas
        vistas.add(plegada)


def _muestra(texto: str) -> str:
    """El mayor de los tramos repetidos; vacío si sólo sobran espacios o renglones."""
    seguidos = (hallado[0] for patron in _ESTIRADOS for hallado in patron.finditer(texto))
    oraciones = (oracion.strip() for oracion, es_repetida in _oraciones(texto) if es_repetida)
    return max((*seguidos, *oraciones), key=len, default="")


_ESTIRADOS = (_PUNTUACION, _LETRA_SEGUIDA, _FRASE_SEGUIDA, _PALABRA_SEGUIDA)


def es_de_paso(texto: str) -> bool:
    """¿No dice nada todavía? «Sin información», «n/a», «xxxx», «lorem ipsum», y poco más."""
    if _LOREM.search(texto):
        return True
    plegado = comparable(texto).replace("_", " ")
    resto, veces = _FRASES_DE_PASO.subn("", plegado)
    return veces > 0 and len(resto.replace(" ", "")) < _SIN_SUSTANCIA


def repetidas(textos: Mapping[str, str]) -> list[tuple[str, str]]:
    """Pares de respuestas propias que dicen lo mismo, cada una con la primera a la que se parece."""
    vistas: dict[str, frozenset[bytes]] = {}
    pares = []
    for clave, texto in textos.items():
        suyos = rasgos(comparable(texto))
        igual = next((otra for otra, r in vistas.items() if parecido(r, suyos) >= PARECIDO_MINIMO), None)
        if igual is None:
            vistas[clave] = suyos
        else:
            pares.append((clave, igual))
    return pares
