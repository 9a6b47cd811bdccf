"""Una respuesta lista para enviarse: sus bytes ya comprimidos y sus encabezados ya escritos."""

from __future__ import annotations

import gzip
from collections.abc import Iterable
from functools import lru_cache
from wsgiref.types import StartResponse, WSGIEnvironment

import brotli

from .guardables import Guardable

Encabezados = list[tuple[str, str]]

TAL_CUAL, BROTLI, GZIP = "", "br", "gzip"
_COMPRIMIR = {
    BROTLI: lambda cuerpo: brotli.compress(cuerpo, quality=5),
    GZIP: lambda cuerpo: gzip.compress(cuerpo, 6, mtime=0),
}
_SE_COMPRIME = ("text/", "application/json", "application/ld+json", "application/xml", "image/svg+xml")
_CORTO = 256  # bytes: comprimir algo menor lo alarga
# Lo que se fija al responder; lo demás lo dijo la vista.
_SE_REHACEN = {"content-length", "content-encoding"}
_DEL_CUERPO = {
    "content-type",
    "content-length",
    "content-encoding",
    "content-language",
    "content-disposition",
}
_LARGO_DE_ACEPTA = 200  # caracteres; el de un navegador tiene unos treinta
_COSTO_FIJO = 2048  # bytes que ocupa una página además de su cuerpo: encabezados, llaves y objetos


class Pagina:
    """`numero`: la versión de lo público que muestra. `usada`: alguien la pidió desde la última vuelta del almacén.

    `cuerpos`: los bytes en cada forma. La que se guarda lleva las comprimidas y no la llana, que casi nadie pide.
    """

    __slots__ = (
        "_comunes",
        "_estado",
        "_etiqueta",
        "_formas",
        "_sin_cuerpo",
        "numero",
        "permiso",
        "peso",
        "usada",
    )

    def __init__(
        self,
        estado: str,
        encabezados: Encabezados,
        cuerpos: dict[str, bytes],
        permiso: Guardable,
        numero: int,
    ) -> None:
        self.permiso, self.numero, self.usada = permiso, numero, False
        self._estado = estado
        self._etiqueta = valor_de(encabezados, "etag")
        # Miles de páginas dicen los mismos encabezados: los comparten, y no ocupan otra vez la memoria.
        self._comunes = [_par(nombre, v) for nombre, v in encabezados if nombre.lower() not in _SE_REHACEN]
        self._sin_cuerpo = [par for par in self._comunes if par[0].lower() not in _DEL_CUERPO]
        self._formas = {forma: self._con_cuerpo(forma, cuerpo) for forma, cuerpo in cuerpos.items()}
        self.peso = _COSTO_FIJO + sum(map(len, cuerpos.values()))

    def responder(
        self, environ: WSGIEnvironment, responder: StartResponse, ahora: float, mas: Encabezados
    ) -> Iterable[bytes]:
        """`ahora`: segundos de época. `mas`: encabezados que sólo esta respuesta lleva."""
        if "HTTP_IF_NONE_MATCH" in environ and _coincide(environ["HTTP_IF_NONE_MATCH"], self._etiqueta):
            estado, encabezados, cuerpo = "304 Not Modified", self._sin_cuerpo, b""
        else:
            forma = forma_aceptada(environ.get("HTTP_ACCEPT_ENCODING", ""))
            encabezados, cuerpo = (
                self._formas.get(forma) or self._formas.get(TAL_CUAL) or self._descomprimida()
            )
            estado = self._estado
        falta = self.permiso.vence - ahora
        if falta < self.permiso.vida:
            vida = _vida(max(0, int(falta)))
            encabezados = [*(par for par in encabezados if par[0] != vida[0]), vida]
        responder(estado, encabezados + mas if mas else encabezados)
        # Una lista y no otra cosa: granian la envía de un golpe, y lo demás pedazo por pedazo.
        return [] if environ["REQUEST_METHOD"] == "HEAD" else [cuerpo]

    def _con_cuerpo(self, forma: str, cuerpo: bytes) -> tuple[Encabezados, bytes]:
        propios = [("Content-Encoding", forma)] if forma else []
        return [*self._comunes, *propios, ("Content-Length", str(len(cuerpo)))], cuerpo

    def _descomprimida(self) -> tuple[Encabezados, bytes]:
        return self._con_cuerpo(TAL_CUAL, gzip.decompress(self._formas[GZIP][1]))


@lru_cache(maxsize=256)
def _par(nombre: str, valor: str) -> tuple[str, str]:
    return nombre, valor


def _vida(segundos: int) -> tuple[str, str]:
    return "Cache-Control", f"public, max-age={segundos}"


def valor_de(encabezados: Encabezados, buscado: str) -> str:
    return next((valor for nombre, valor in encabezados if nombre.lower() == buscado), "")


def en_formas(cuerpo: bytes, tipo: str, formas: Iterable[str]) -> dict[str, bytes]:
    """Comprimido en esas formas; tal cual si no gana nada."""
    if len(cuerpo) < _CORTO or not tipo.startswith(_SE_COMPRIME):
        return {TAL_CUAL: cuerpo}
    return {forma: _COMPRIMIR[forma](cuerpo) for forma in formas if forma} or {TAL_CUAL: cuerpo}


def forma_aceptada(acepta: str) -> str:
    """La mejor que `Accept-Encoding` admite; de uno desmedido, sólo su principio, que es lo que se recuerda."""
    return _mejor_forma(acepta[:_LARGO_DE_ACEPTA])


@lru_cache(maxsize=256)
def _mejor_forma(acepta: str) -> str:
    admitidas = {nombre for nombre, calidad in map(_con_calidad, acepta.lower().split(",")) if calidad > 0}
    return next((forma for forma in (BROTLI, GZIP) if forma in admitidas), TAL_CUAL)


def _con_calidad(parte: str) -> tuple[str, float]:
    nombre, _, resto = parte.partition(";")
    try:
        return nombre.strip(), float(resto.partition("q=")[2].strip() or 1)
    except ValueError:
        return nombre.strip(), 0


def _coincide(condicion: str, etiqueta: str) -> bool:
    """¿Quien pide ya la tiene? (RFC 9110, 13.1.2: se compara sin distinguir fuertes de débiles.)"""
    if condicion == etiqueta:
        return True
    opaca = etiqueta.removeprefix("W/")
    return any(una.strip().removeprefix("W/") in (opaca, "*") for una in condicion.split(","))
