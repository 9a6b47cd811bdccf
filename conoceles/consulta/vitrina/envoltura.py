"""La envoltura WSGI: contesta lo guardado y guarda lo que la vista permita."""

from __future__ import annotations

import time
from collections.abc import Iterable
from functools import lru_cache, partial
from typing import Any
from urllib.parse import parse_qsl, urlencode
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

from django.conf import settings
from django.http.request import split_domain_port, validate_host
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import override

from conoceles.comun.cupo import con_cupo
from conoceles.comun.lenguas import de_la_ruta
from conoceles.config.cara import hay_vitrina
from conoceles.publicacion.procesos import version_publica

from .almacen import Almacen
from .guardables import permiso
from .pagina import BROTLI, GZIP, Encabezados, Pagina, en_formas, forma_aceptada, valor_de
from .vigia import Vigia

_METODOS = {"GET", "HEAD"}
_ESTADOS = ("200 ", "410 ")
# Lo más largo que se recuerda de lo que escribe quien pide, en caracteres: el tope del almacén cuenta páginas, no llaves.
_MAX_DIRECCION, _MAX_SITIO = 1024, 260


def con_vitrina(aplicacion: WSGIApplication) -> WSGIApplication:
    """La misma aplicación con lo público a la mano; si no lo atiende o no hay dónde guardarlo, ella misma."""
    if not hay_vitrina():
        return aplicacion
    almacen = Almacen(settings.CONOCELES_VITRINA_MB * 2**20)
    vitrina = Vitrina(aplicacion, almacen, lugares=settings.CONOCELES_LUGARES)
    vitrina.vigia.asegurar()
    return vitrina


class Vitrina:
    """`lugares`: cuántas peticiones entran a la vez a la aplicación; menos que los hilos, o 0 si no se sabe."""

    def __init__(self, aplicacion: WSGIApplication, almacen: Almacen, *, lugares: int = 0) -> None:
        self.almacen = almacen
        self.vigia = Vigia(lambda: version_publica(timezone.now()), almacen.vaciar)
        self._aplicacion = con_cupo(aplicacion, lugares, self.vigia.consta)
        self._esquema, self._seguro = settings.SECURE_PROXY_SSL_HEADER or ("wsgi.url_scheme", "https")
        self._es_de_aqui = lru_cache(maxsize=256)(_es_de_aqui)

    def __call__(self, environ: WSGIEnvironment, responder: StartResponse) -> Iterable[bytes]:
        if not self._puede_guardarse(environ):
            return self._aplicacion(environ, responder)
        direccion = _tal_como_viene(environ)
        pagina = self.almacen.leer(direccion)
        if pagina is None and "?" in direccion:
            direccion = _canonica(environ)
            pagina = self.almacen.leer(direccion)
        if pagina is not None:
            consta, ahora = self.vigia.confirmar(), time.time()
            if pagina.numero == self.vigia.numero:
                if consta and ahora < pagina.permiso.vence:
                    pagina.usada = True
                    return pagina.responder(environ, responder, ahora, [])
                if not consta and self.vigia.no_contesta():
                    return pagina.responder(environ, responder, ahora, self._sin_confirmar(ahora))
        return self._pedir(environ, responder, direccion)

    def _puede_guardarse(self, environ: WSGIEnvironment) -> bool:
        """Lo que pide algo público, sin condiciones que sólo Django sabe contestar."""
        return (
            environ["REQUEST_METHOD"] in _METODOS
            and len(sitio := environ.get("HTTP_HOST", "")) <= _MAX_SITIO
            and self._es_de_aqui(sitio, environ.get(self._esquema, "") == self._seguro)
            and "HTTP_IF_MATCH" not in environ
            and "HTTP_IF_UNMODIFIED_SINCE" not in environ
        )

    def _sin_confirmar(self, ahora: float) -> Encabezados:
        """Desde cuándo no se sabe si cambió (RFC 9111, 5.5)."""
        desde = self.vigia.confirmada_en
        return [("Age", str(max(0, int(ahora - desde)))), _aviso(desde)]

    def _pedir(self, environ: WSGIEnvironment, responder: StartResponse, direccion: str) -> Iterable[bytes]:
        """Lo que diga Django; si la vista lo permitió, comprimido y, a la segunda vez, guardado.

        La versión se lee antes de pedirla: lo que se dibuja puede ser más nuevo que ella y nunca más viejo.
        """
        self.vigia.asegurar()
        numero = self.vigia.numero if self.vigia.consta() else 0
        dicho: list[Any] = []
        cuerpo = self._aplicacion(environ, partial(_apuntar, dicho))
        estado, encabezados, *error = dicho
        concedido = permiso(environ)
        if concedido is None or not _es_publica(estado, encabezados) or environ["REQUEST_METHOD"] == "HEAD":
            responder(estado, encabezados, *error)
            return cuerpo
        entero = _entero(cuerpo)
        se_guarda = (
            numero > 0 and 0 < len(direccion) <= _MAX_DIRECCION and self.almacen.ya_se_pidio(direccion)
        )
        formas = (BROTLI, GZIP) if se_guarda else (forma_aceptada(environ.get("HTTP_ACCEPT_ENCODING", "")),)
        cuerpos = en_formas(entero, valor_de(encabezados, "content-type"), formas)
        pagina = Pagina(estado, encabezados, cuerpos, concedido, numero)
        if se_guarda:
            self.almacen.guardar(direccion, pagina)
        return pagina.responder(environ, responder, time.time(), [])


@lru_cache(maxsize=8)
def _aviso(desde: float) -> tuple[str, str]:
    return "Warning", f'111 - "Sin confirmar" "{http_date(desde)}"'


def _apuntar(dicho: list[Any], estado: str, encabezados: Encabezados, *error: Any) -> Any:
    dicho[:] = [estado, encabezados, *error]


def _entero(cuerpo: Iterable[bytes]) -> bytes:
    try:
        return b"".join(cuerpo)
    finally:
        if cerrar := getattr(cuerpo, "close", None):
            cerrar()


# --- Qué se guarda y con qué nombre ---------------------------------------------------------------------


def _es_de_aqui(sitio: str, es_segura: bool) -> bool:
    """El dominio es propio y llegó por HTTPS, si se exige: lo demás lo rechaza o lo redirige Django."""
    es_propio = validate_host(split_domain_port(sitio)[0], settings.ALLOWED_HOSTS)
    return es_propio and (es_segura or not settings.SECURE_SSL_REDIRECT)


def _tal_como_viene(environ: WSGIEnvironment) -> str:
    ruta, consulta = environ["PATH_INFO"], environ.get("QUERY_STRING")
    return f"{ruta}?{consulta}" if consulta else ruta


def _canonica(environ: WSGIEnvironment) -> str:
    """La dirección con sólo los parámetros que la vista lee, en un orden; así es también la que verá la vista.

    Vacía si no hay tal vista: no se guarda.
    """
    leidos = _parametros(environ["PATH_INFO"])
    if leidos is None:
        return ""
    pares = parse_qsl(environ["QUERY_STRING"], keep_blank_values=True)
    environ["QUERY_STRING"] = urlencode(
        sorted((par for par in pares if par[0] in leidos), key=lambda par: par[0])
    )
    return _tal_como_viene(environ)


def _parametros(ruta: str) -> frozenset[str] | None:
    try:
        legible = ruta.encode("latin-1").decode()
        with override(de_la_ruta(legible)):
            vista = resolve(legible).func
    except (Resolver404, UnicodeDecodeError):
        return None
    return getattr(vista, "parametros", None)


def _es_publica(estado: str, encabezados: Encabezados) -> bool:
    """Ni galletas, ni redirecciones, ni errores, ni algo que cambie según quién pida."""
    dichos = {nombre.lower(): valor for nombre, valor in encabezados}
    return (
        estado.startswith(_ESTADOS)
        and "set-cookie" not in dichos
        and "etag" in dichos
        and dichos.get("vary") == "Accept-Encoding"
        and dichos.get("cache-control", "").startswith("public")
    )
