"""Sitios que se hacen pasar por otro. Funciones puras sobre el nombre de un sitio ya en minúsculas."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

# Nombre que se imita → los sitios que de verdad son suyos.
OFICIALES: dict[str, tuple[str, ...]] = {
    "facebook": ("facebook.com",),
    "instagram": ("instagram.com",),
    "youtube": ("youtube.com",),
    "twitter": ("twitter.com",),
    "tiktok": ("tiktok.com",),
    "whatsapp": ("whatsapp.com",),
}
# Palabras de verdad que quedan a una letra de un nombre imitado.
_PALABRAS = re.compile(r"twisters?|youtub(?:er|ero|era)s?.*")
_TERMINACIONES = {"com", "org", "gob", "mx"}
_FIGURAS = str.maketrans({"0": "o", "1": "l", "i": "l", "3": "e", "4": "a", "5": "s", "7": "t"})


def es_de(sitio: str, dominio: str) -> bool:
    return sitio == dominio or sitio.endswith(f".{dominio}")


def imita_a(sitio: str) -> str:
    """El nombre o el sitio que ése finge ser («facebook», «gob.mx»); vacío si es un sitio cualquiera.

    >>> imita_a("faceboook.com"), imita_a("facebook.com.ejemplo.mx"), imita_a("www.facebook.com")
    ('facebook', 'facebook', '')
    """
    for nombre, propios in OFICIALES.items():
        if any(es_de(sitio, propio) for propio in propios):
            return ""
        if any(_se_confunden(pieza, nombre) for pieza in _piezas(sitio)):
            return nombre
    return _terminacion_por_dentro(sitio)


def _piezas(sitio: str) -> Iterator[str]:
    """Las palabras del sitio, partidas en puntos y guiones; la terminación no cuenta."""
    etiquetas = sitio.split(".")[:-1]
    for etiqueta in etiquetas:
        yield from {etiqueta.replace("-", ""), *etiqueta.split("-")}


def _se_confunden(pieza: str, nombre: str) -> bool:
    """Se lee igual, empieza o acaba con el nombre, o está a una letra de él."""
    if _PALABRAS.fullmatch(pieza):
        return False
    pieza, nombre = _figura(pieza), _figura(nombre)
    if pieza.startswith(nombre) or pieza.endswith(nombre):
        return True
    return len(nombre) >= 6 and _a_una_letra(pieza, nombre)


@lru_cache(maxsize=1024)  # los nombres imitados, y los pocos sitios de siempre
def _figura(texto: str) -> str:
    """Lo que el ojo ve: sin acentos, con la cifra por la letra, «rn» por «m» y sin letras repetidas."""
    plano = "".join(c for c in unicodedata.normalize("NFD", texto) if not unicodedata.combining(c))
    plano = plano.translate(_FIGURAS).replace("rn", "m").replace("vv", "w")
    return re.sub(r"(.)\1+", r"\1", plano)


def _a_una_letra(uno: str, otro: str) -> bool:
    """¿Se llega de uno a otro quitando, poniendo, cambiando o trocando una sola letra?"""
    if abs(len(uno) - len(otro)) > 1:
        return False
    corto, largo = sorted((uno, otro), key=len)
    i = next((i for i, (a, b) in enumerate(zip(corto, largo, strict=False)) if a != b), len(corto))
    if len(corto) < len(largo):
        return corto[i:] == largo[i + 1 :]
    trocadas = corto[i : i + 2] == largo[i : i + 2][::-1] and corto[i + 2 :] == largo[i + 2 :]
    return corto[i + 1 :] == largo[i + 1 :] or trocadas


def _terminacion_por_dentro(sitio: str) -> str:
    """«ine.mx.ejemplo.com» no es de ine.mx: una terminación en medio sólo sirve para que lo parezca."""
    etiquetas = sitio.removeprefix("www.").split(".")
    for lugar in range(1, len(etiquetas) - 2):
        if etiquetas[lugar] in _TERMINACIONES:
            return ".".join(etiquetas[: lugar + 1])
    return ""
