"""Deja en su forma pública las direcciones, correos y teléfonos tal como la gente los escribe.

Funciones puras: devuelven el valor canónico o lanzan `ContactoInvalido` con una frase que dice qué hacer.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from conoceles.comun.texto import normalizar


class ContactoInvalido(ValueError):
    """Lo escrito no es una dirección, un correo o un teléfono que pueda publicarse."""


@dataclass(frozen=True)
class Red:
    """Una red social: cómo se forma la dirección de una cuenta y qué sitios son suyos.

    `parametros`: los de la dirección que sí dicen de quién es; los demás son rastreo y se quitan.
    """

    nombre: str
    cuenta: str
    sitios: tuple[str, ...]
    parametros: tuple[str, ...] = ()

    @property
    def sitio(self) -> str:
        return urlsplit(self.cuenta).netloc


REDES = {
    "facebook": Red("Facebook", "https://www.facebook.com/{}", ("facebook.com", "fb.com"), ("id",)),
    "x_twitter": Red("X", "https://x.com/{}", ("x.com", "twitter.com")),
    "youtube": Red("YouTube", "https://www.youtube.com/@{}", ("youtube.com",), ("v", "list")),
    "instagram": Red("Instagram", "https://www.instagram.com/{}", ("instagram.com",)),
    "tiktok": Red("TikTok", "https://www.tiktok.com/@{}", ("tiktok.com",)),
}

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_AJENOS = re.compile(r'["<>\\^`{|}]')  # no caben en una dirección: se escriben con su código
_ESQUEMA = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d)", re.IGNORECASE)
_USUARIO = re.compile(r"@?([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,98}[A-Za-z0-9_])?)")
# Letras del español: otras se parecen tanto a las nuestras que sirven para engañar.
_ETIQUETA = r"[a-z0-9áéíóúüñ](?:[a-z0-9áéíóúüñ-]*[a-z0-9áéíóúüñ])?"
_SITIO = re.compile(rf"(?:{_ETIQUETA}\.)+(?:[a-z]{{2,63}}|xn--[a-z0-9-]+)")


def enlace(texto: str, red: str = "") -> str:
    """La dirección completa. Con una `red` conocida también acepta «@usuaria» o «usuaria».

    >>> enlace("@usuaria", "instagram")
    'https://www.instagram.com/usuaria'
    """
    escrito = texto.strip()
    if _CONTROL.search(escrito):
        raise ContactoInvalido("La dirección tiene signos invisibles. Escríbala de nuevo, sin copiarla")
    limpio = normalizar(escrito)
    conocida = REDES.get(red)
    if conocida and (usuario := _usuario(limpio, conocida)):
        return conocida.cuenta.format(usuario)
    partes = _partir(limpio)
    direccion = _de_la_red(partes, conocida) if conocida else partes.geturl()
    return _AJENOS.sub(lambda signo: quote(signo[0]), direccion)


def _usuario(texto: str, red: Red) -> str | None:
    """El nombre de la cuenta si eso es lo escrito; `facebook.com` es un sitio, no una cuenta."""
    hallado = _USUARIO.fullmatch(texto)
    if not hallado or _es_de(texto.lower(), red):
        return None
    return hallado[1]


def _partir(texto: str) -> SplitResult:
    """Las partes de una dirección web, con su esquema y su sitio en minúsculas."""
    if " " in texto or "\n" in texto:
        raise ContactoInvalido("Escriba una sola dirección, sin espacios")
    esquema = _ESQUEMA.match(texto)
    if esquema and esquema[1].lower() not in ("http", "https"):
        raise ContactoInvalido("Sólo se aceptan direcciones que empiezan con https://")
    try:
        partes = urlsplit(texto if esquema else f"https://{texto.removeprefix('//')}")
        sitio, puerto = (partes.hostname or ""), partes.port
    except ValueError:
        raise ContactoInvalido(_NO_ES_DIRECCION) from None
    if "@" in partes.netloc:
        raise ContactoInvalido("Escriba la dirección completa, sin arroba. Por ejemplo: https://ejemplo.mx")
    if not _SITIO.fullmatch(_legible(sitio)):
        raise ContactoInvalido(_NO_ES_DIRECCION)
    return partes._replace(netloc=f"{sitio}:{puerto}" if puerto else sitio)


_NO_ES_DIRECCION = "Escriba una dirección completa. Por ejemplo: https://ejemplo.mx"


def _legible(sitio: str) -> str:
    """El sitio con sus letras a la vista: «xn--…» puede esconder otras."""
    try:
        return sitio.encode("ascii").decode("idna") if "xn--" in sitio else sitio
    except UnicodeError:
        return ""


_PORTADAS = ("", "www.", "m.", "mobile.")


def _es_de(sitio: str, red: Red) -> bool:
    return any(sitio == propio or sitio.endswith(f".{propio}") for propio in red.sitios)


def _de_la_red(partes: SplitResult, red: Red) -> str:
    sitio = partes.hostname or ""
    if not _es_de(sitio, red):
        raise ContactoInvalido(
            f"Esa dirección no es de {red.nombre}. Si es otra página, escríbala en «Otra red social» o «Página web»"
        )
    if not partes.path.strip("/"):
        raise ContactoInvalido(
            f"Falta su usuario de {red.nombre}. Por ejemplo: {red.cuenta.format('usuaria')}"
        )
    propios = [(k, v) for k, v in parse_qsl(partes.query) if k in red.parametros]
    # Otros sitios suyos (vm.tiktok.com) acortan direcciones: cambiarlos las rompería.
    es_portada = sitio in {f"{prefijo}{propio}" for prefijo in _PORTADAS for propio in red.sitios}
    return SplitResult(
        scheme="https",
        netloc=red.sitio if es_portada else sitio,
        path=partes.path.rstrip("/"),
        query=urlencode(propios),
        fragment="",
    ).geturl()


def correo(texto: str) -> str:
    """El correo con su sitio en minúsculas; lo que va antes de la arroba se respeta."""
    limpio = normalizar(texto)
    try:
        validate_email(limpio)
    except ValidationError:
        raise ContactoInvalido("Escriba un correo completo. Por ejemplo: nombre@ejemplo.mx") from None
    usuario, _, sitio = limpio.rpartition("@")
    return f"{usuario}@{sitio.lower()}"


def telefono(texto: str) -> str:
    """Diez cifras. Quita espacios, guiones, paréntesis y la clave de México."""
    cifras = re.sub(r"[\s().+-]", "", normalizar(texto))
    if len(cifras) > 10:
        cifras = re.sub(r"^(?:0?0?521?)(?=\d{10}$)", "", cifras)
    if not re.fullmatch(r"[0-9]{10}", cifras):
        raise ContactoInvalido("Escriba un teléfono de diez dígitos, con su clave de larga distancia")
    return cifras
