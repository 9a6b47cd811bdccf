"""Una lengua de mentira, hecha en memoria: cada letra de cada texto traducible es una «ж».

Lo que en ella siga en español está sin envolver, o se arma de un modo que ningún catálogo puede traducir.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from gettext import NullTranslations
from html.parser import HTMLParser

from django.test import override_settings
from django.utils.translation import trans_real

from herramientas import catalogos

CLAVE = "seudo"
_INTACTO = re.compile(r"(%\(\w+\)s|\{\w*\}|<[^>]+>|&\w+;)")
_LETRA = re.compile(r"[^\W\d_]")
_PALABRA = re.compile(r"[A-Za-zÀ-ɏ]{2,}")
# Marcas, formatos y siglas que se leen igual en cualquier lengua.
UNIVERSALES = {
    "Conóceles",
    "CSV",
    "JSON",
    "PDF",
    "SHA",
    "WCAG",
    "WhatsApp",
    "Python",
    "Web",
    "Content",
    "Guidelines",
}
_VACIAS = {"meta", "link", "img", "input", "br", "source"}
_SIN_TEXTO = {"script", "style", "code", "pre"}
_ATRIBUTOS = ("alt", "aria-label", "title", "placeholder", "data-rotulo")


class _Seudo(NullTranslations):
    def __init__(self) -> None:
        super().__init__()
        self._conocidos: dict[str, str] = {}
        for mensaje in catalogos.extraer():
            for forma in catalogos.formas(mensaje) if mensaje.id else ():
                self._conocidos[f"{mensaje.context}\x04{forma}" if mensaje.context else forma] = _seudo(forma)

    def gettext(self, texto: str) -> str:
        return self._conocidos.get(texto, texto)

    def ngettext(self, uno: str, varios: str, n: int) -> str:
        return self.gettext(uno if n == 1 else varios)

    def to_language(self) -> str:
        return CLAVE


def _seudo(texto: str) -> str:
    if "\\" in texto:  # un formato de fecha: sin el nombre del mes
        return "H:i" if texto.startswith("H") else "Y/m/d"
    return "".join(p if _INTACTO.fullmatch(p) else _LETRA.sub("ж", p) for p in _INTACTO.split(texto))


@contextmanager
def hablada() -> Iterator[None]:
    """Mientras dure, el sitio también se lee bajo `/seudo/…`."""
    with override_settings(LANGUAGES=[("es-mx", "es-mx"), (CLAVE, CLAVE)]):
        trans_real._translations[CLAVE] = _Seudo()
        yield


class _Lector(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.abiertas = [("", "")]  # (etiqueta, lengua en que se lee)
        self.dichas: list[tuple[str, str]] = []  # (lengua, texto) de lo que se ve
        self.en_atributos: list[str] = []

    def handle_starttag(self, etiqueta: str, atributos: list[tuple[str, str | None]]) -> None:
        dados = dict(atributos)
        if etiqueta == "meta" and dados.get("name") == "description":
            self.en_atributos.append(dados.get("content") or "")
        self.en_atributos += [dados[nombre] or "" for nombre in _ATRIBUTOS if nombre in dados]
        if etiqueta not in _VACIAS:
            self.abiertas.append((etiqueta, dados.get("lang") or self.abiertas[-1][1]))

    def handle_startendtag(self, etiqueta: str, atributos: list[tuple[str, str | None]]) -> None:
        """«<path/>»: no tiene nada dentro."""

    def handle_endtag(self, etiqueta: str) -> None:
        while self.abiertas[1:] and self.abiertas.pop()[0] != etiqueta:
            pass

    def handle_data(self, texto: str) -> None:
        etiqueta, lengua = self.abiertas[-1]
        if etiqueta == "title":
            self.en_atributos.append(texto)
        elif etiqueta not in _SIN_TEXTO:
            self.dichas.append((lengua, texto))


def sin_traducir(pagina: str, permitidas: Collection[str] = ()) -> set[str]:
    """Las palabras que se leen en español fuera de lo marcado como tal.

    En un título o un atributo no puede marcarse una parte: ahí se admite lo que la página marca en otro lugar.
    """
    lector = _Lector()
    lector.feed(pagina)
    visto = " ".join(texto for lengua, texto in lector.dichas if lengua != CLAVE)
    libres = {*UNIVERSALES, *permitidas}
    quedan = {palabra for lengua, texto in lector.dichas if lengua == CLAVE for palabra in _palabras(texto)}
    en_atributos = {palabra for texto in lector.en_atributos for palabra in _palabras(texto)}
    return (quedan | (en_atributos - set(_PALABRA.findall(visto)))) - libres


def _palabras(texto: str) -> Iterator[str]:
    """Las de verdad: ni claves ni huellas ni direcciones."""
    for trozo in texto.split():
        if not re.search(r"[\d@/_]|\w\.\w", trozo):
            yield from _PALABRA.findall(trozo)
