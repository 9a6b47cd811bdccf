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
_SE_REHACEN = {"content-length", "content-encoding", "cache-control", "vary"}
_DEL_CUERPO = {
    "content-type",
    "content-length",
    "content-encoding",
    "content-language",
    "content-disposition",
}
_COSTO_FIJO = 2048  # bytes que ocupa una página además de su cuerpo: encabezados, llaves y objetos


class Pagina:
    """`numero`: la versión de lo público que muestra. `usada`: alguien la pidió desde la última vuelta del almacén.

    `cuerpos`: los bytes en cada forma. La que se guarda lleva las comprimidas y no la llana, que casi nadie pide.
    """

    __slots__ = ("comunes", "cuerpos", "estado", "etiqueta", "numero", "permiso", "peso", "usada")

    def __init__(
        self,
        estado: str,
        encabezados: Encabezados,
        cuerpos: dict[str, bytes],
        permiso: Guardable,
        numero: int,
    ) -> None:
        self.estado, self.cuerpos, self.permiso, self.numero = estado, cuerpos, permiso, numero
        self.usada = False
        self.comunes = [(nombre, v) for nombre, v in encabezados if nombre.lower() not in _SE_REHACEN]
        self.comunes.append(("Vary", "Accept-Encoding"))
        self.etiqueta = next((v for nombre, v in encabezados if nombre.lower() == "etag"), "")
        self.peso = _COSTO_FIJO + sum(map(len, cuerpos.values()))

    def responder(
        self, environ: WSGIEnvironment, responder: StartResponse, ahora: float, mas: Encabezados
    ) -> Iterable[bytes]:
        """`ahora`: segundos de época. `mas`: encabezados que sólo esta respuesta lleva."""
        vida = max(0, min(self.permiso.vida, int(self.permiso.vence - ahora)))
        encabezados = [*self.comunes, ("Cache-Control", f"public, max-age={vida}"), *mas]
        if _coincide(environ.get("HTTP_IF_NONE_MATCH", ""), self.etiqueta):
            responder("304 Not Modified", [par for par in encabezados if par[0].lower() not in _DEL_CUERPO])
            return ()
        forma, cuerpo = self._en(forma_aceptada(environ.get("HTTP_ACCEPT_ENCODING", "")))
        encabezados.append(("Content-Length", str(len(cuerpo))))
        if forma:
            encabezados.append(("Content-Encoding", forma))
        responder(self.estado, encabezados)
        return () if environ["REQUEST_METHOD"] == "HEAD" else (cuerpo,)

    def _en(self, forma: str) -> tuple[str, bytes]:
        if forma in self.cuerpos:
            return forma, self.cuerpos[forma]
        if TAL_CUAL in self.cuerpos:
            return TAL_CUAL, self.cuerpos[TAL_CUAL]
        return TAL_CUAL, gzip.decompress(self.cuerpos[GZIP])


def en_formas(cuerpo: bytes, tipo: str, formas: Iterable[str]) -> dict[str, bytes]:
    """Comprimido en esas formas; tal cual si no gana nada."""
    if len(cuerpo) < _CORTO or not tipo.startswith(_SE_COMPRIME):
        return {TAL_CUAL: cuerpo}
    return {forma: _COMPRIMIR[forma](cuerpo) for forma in formas if forma} or {TAL_CUAL: cuerpo}


@lru_cache(maxsize=256)
def forma_aceptada(acepta: str) -> str:
    """La mejor que `Accept-Encoding` admite."""
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
    if not condicion or not etiqueta:
        return False
    opaca = etiqueta.removeprefix("W/")
    return any(una.strip().removeprefix("W/") in (opaca, "*") for una in condicion.split(","))
