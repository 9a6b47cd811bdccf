"""Deja en su forma pública una dirección web tal como la gente la escribe, o dice por qué no puede publicarse.

Funciones puras: el servidor nunca abre la dirección, sólo la lee. La tabla de casos con que se prueba es
`tests/vectores/enlaces.json`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import SplitResult, parse_qsl, quote, urlencode, urlsplit

from conoceles.comun.texto import normalizar

from .contactos import ContactoInvalido
from .parecidos import es_de, imita_a


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
    def ejemplo(self) -> str:
        return self.cuenta.format("usuaria")


REDES = {
    "facebook": Red("Facebook", "https://www.facebook.com/{}", ("facebook.com", "fb.com"), ("id",)),
    "x_twitter": Red("X", "https://x.com/{}", ("x.com", "twitter.com")),
    "youtube": Red("YouTube", "https://www.youtube.com/@{}", ("youtube.com",), ("v", "list")),
    "instagram": Red("Instagram", "https://www.instagram.com/{}", ("instagram.com",)),
    "tiktok": Red("TikTok", "https://www.tiktok.com/@{}", ("tiktok.com",)),
}

# Esconden a dónde llevan: hoy a un sitio y mañana a otro. También los propios de cada red.
ACORTADORES = frozenset({
    "bit.ly", "bitly.com", "bit.do", "tinyurl.com", "tiny.cc", "t.co", "t.ly", "goo.gl", "forms.gle", "g.co",
    "ow.ly", "is.gd", "v.gd", "buff.ly", "rb.gy", "rebrand.ly", "cutt.ly", "shorturl.at", "n9.cl", "s.id",
    "acortar.link", "acortaurl.com", "adf.ly", "dlvr.it", "trib.al", "soo.gd", "clck.ru", "qrco.de", "wa.link",
    "fb.me", "fb.watch", "youtu.be", "instagr.am", "vm.tiktok.com", "vt.tiktok.com", "lnkd.in", "pin.it",
    "spoti.fi", "amzn.to", "qr.ae", "redd.it", "flip.it",
})  # fmt: skip
# Primer tramo de direcciones que son de la red y no de una cuenta; varias mandan a otro sitio.
_DE_NADIE = frozenset({
    "l.php", "flx", "redirect", "link", "t", "i", "home", "home.php", "login", "login.php", "feed", "explore",
    "search", "settings", "messages", "accounts", "intent", "sharer", "sharer.php", "share.php", "hashtag",
})  # fmt: skip
_PORTADAS = re.compile(r"(?:(?:www|m|mobile|mbasic|web|touch|[a-z]{2}-[a-z]{2})\.)?")
_RASTREO = re.compile(r"utm_\w+|fbclid|gclid|igsh(?:id)?|mibextid|ref_src")

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_AJENOS = re.compile(r'["<>\\^`{|}]')  # no caben en una dirección: se escriben con su código
_ESQUEMA = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d)", re.IGNORECASE)
_USUARIO = re.compile(r"@?([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,98}[A-Za-z0-9_])?)")
# Letras del español: las de otros alfabetos se parecen tanto a las nuestras que sirven para engañar.
_ETIQUETA = r"[a-z0-9áéíóúüñ](?:[a-z0-9áéíóúüñ-]{0,61}[a-z0-9áéíóúüñ])?"
_SITIO = re.compile(rf"(?:{_ETIQUETA}\.)+(?!local$|localhost$|internal$|invalid$|onion$|arpa$)[a-z]{{2,63}}")
_NUMERO = re.compile(r".*:.*|(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){0,3}")
_PUERTOS = {"http": 80, "https": 443}

_NO_ES_DIRECCION = "Escriba una dirección completa. Por ejemplo: https://ejemplo.mx"


def enlace(texto: str, red: str = "") -> str:
    """La dirección completa. Con una `red` conocida también acepta «@usuaria» o «usuaria».

    >>> enlace("@usuaria", "instagram")
    'https://www.instagram.com/usuaria'
    """
    escrito = texto.strip()
    if _CONTROL.search(escrito):
        raise ContactoInvalido(
            "invisible", "La dirección tiene signos invisibles. Escríbala de nuevo, sin copiarla"
        )
    limpio = normalizar(escrito).rstrip(",;")
    conocida = REDES.get(red)
    if conocida and (usuario := _usuario(limpio)):
        return conocida.cuenta.format(usuario)
    partes = _partir(limpio, conocida)
    _comprobar_sitio(partes)
    suya = _red_de(partes.netloc)
    if conocida and suya != conocida:
        raise ContactoInvalido(
            "ajena",
            f"Esa dirección no es de {conocida.nombre}. Si es otra página, escríbala en «Otra red social» o "
            "«Página web»",
        )
    direccion = _de_la_red(partes, suya) if suya else _de_otra_pagina(partes)
    return _AJENOS.sub(lambda signo: quote(signo[0]), direccion)


def _usuario(texto: str) -> str | None:
    """El nombre de la cuenta si eso es lo escrito; `facebook.com` y `www.ejemplo.mx` son sitios."""
    hallado = _USUARIO.fullmatch(texto)
    if not hallado or hallado[1].lower() in _DE_NADIE:
        return None
    sitio = texto.lower()
    es_sitio = "." in sitio and (
        sitio.startswith("www.") or _red_de(sitio) or sitio in ACORTADORES or imita_a(sitio)
    )
    return None if es_sitio else hallado[1]


# ── Las partes ───────────────────────────────────────────────────────────────


def _partir(texto: str, red: Red | None) -> SplitResult:
    """Las partes de una dirección web; su sitio, en minúsculas, con sus letras a la vista y sin puerto."""
    if " " in texto or "\n" in texto:
        ejemplo = red.ejemplo if red else "https://ejemplo.mx"
        raise ContactoInvalido(
            "espacios", f"Escriba una sola dirección, sin espacios. Por ejemplo: {ejemplo}"
        )
    if texto.startswith("@"):
        raise ContactoInvalido(
            "incompleta",
            "Escriba la dirección completa, no sólo el usuario. Por ejemplo: https://ejemplo.social/usuaria",
        )
    if "\\" in texto:
        raise ContactoInvalido(
            "invertida", "La dirección lleva una diagonal invertida (\\). Use la normal (/)"
        )
    esquema = _ESQUEMA.match(texto)
    if (esquema and esquema[1].lower() not in _PUERTOS) or texto.startswith("//"):
        raise ContactoInvalido(
            "esquema", "Sólo se aceptan direcciones que empiezan con https:// o directamente con el sitio"
        )
    try:
        partes = urlsplit(texto if esquema else f"https://{texto}")
        puerto = partes.port
    except ValueError:
        raise ContactoInvalido("incompleta", _NO_ES_DIRECCION) from None
    if "@" in partes.netloc:
        raise ContactoInvalido(
            "arroba",
            "Escriba la dirección del sitio, sin nada antes de una arroba. Por ejemplo: https://ejemplo.mx",
        )
    if puerto not in (None, _PUERTOS[partes.scheme]):
        raise ContactoInvalido("puerto", f"Quite de la dirección el número de puerto (:{puerto})")
    return partes._replace(netloc=_legible((partes.hostname or "").rstrip(".")))


def _legible(sitio: str) -> str:
    """El sitio con sus letras a la vista: «xn--…» puede esconder otras."""
    try:
        return sitio.encode("ascii").decode("idna") if "xn--" in sitio else sitio
    except UnicodeError:
        raise ContactoInvalido("incompleta", _NO_ES_DIRECCION) from None


def _comprobar_sitio(partes: SplitResult) -> None:
    """Es el nombre de un sitio público, se lee lo que es y no esconde a dónde lleva."""
    sitio = partes.netloc
    if _NUMERO.fullmatch(sitio):
        raise ContactoInvalido(
            "numero", "Escriba el nombre del sitio en vez de su número. Por ejemplo: https://ejemplo.mx"
        )
    if ajenas := sorted({letra for letra in sitio if letra.isalpha() and not re.match(_ETIQUETA, letra)}):
        raise ContactoInvalido(
            "alfabeto",
            f"El sitio lleva letras que no son del español ({', '.join(ajenas[:3])}) y pueden confundirse. "
            "Escríbalo con su teclado, sin copiarlo",
        )
    if not _SITIO.fullmatch(sitio) or len(sitio) > 253:
        raise ContactoInvalido("incompleta", _NO_ES_DIRECCION)
    if sitio.removeprefix("www.") in ACORTADORES or es_de(sitio, "goo.gl"):
        raise ContactoInvalido(
            "acortada",
            f"El sitio {sitio} acorta direcciones y no deja ver a dónde llevan. Abra la suya y copie la que aparece "
            "arriba en el navegador",
        )
    if imitado := imita_a(sitio):
        raise ContactoInvalido(
            "parecida",
            f"El sitio {sitio} se confunde con {imitado} y no es suyo. Revise la dirección y escríbala con cuidado",
        )


# ── Su forma pública ─────────────────────────────────────────────────────────


def _red_de(sitio: str) -> Red | None:
    return next((red for red in REDES.values() if any(es_de(sitio, propio) for propio in red.sitios)), None)


def _de_la_red(partes: SplitResult, red: Red) -> str:
    tramos = [tramo for tramo in partes.path.split("/") if tramo]
    if not tramos:
        raise ContactoInvalido("sin_cuenta", f"Falta su usuario de {red.nombre}. Por ejemplo: {red.ejemplo}")
    es_portada = any(_PORTADAS.fullmatch(partes.netloc.removesuffix(propio)) for propio in red.sitios)
    if not es_portada or tramos[0].lower() in _DE_NADIE:
        raise ContactoInvalido(
            "sin_cuenta", f"Esa dirección de {red.nombre} no es la de una cuenta. Por ejemplo: {red.ejemplo}"
        )
    propios = [(k, v) for k, v in parse_qsl(partes.query) if k in red.parametros]
    sitio = urlsplit(red.cuenta).netloc
    return SplitResult("https", sitio, "/" + "/".join(tramos), urlencode(propios), "").geturl()


def _de_otra_pagina(partes: SplitResult) -> str:
    """Igual, sin lo que sólo sirve para rastrear; si lleva dentro otra dirección, es de paso y se rechaza."""
    consulta = parse_qsl(partes.query, keep_blank_values=True)
    if any(re.match(r"(?:https?:)?/[/\\]", valor.strip(), re.IGNORECASE) for _, valor in consulta):
        raise ContactoInvalido(
            "de_paso",
            "La dirección lleva dentro otra, a la que manda. Escriba sólo la del sitio al que llega",
        )
    if any(_RASTREO.fullmatch(clave) for clave, _ in consulta):
        limpia = urlencode([(clave, valor) for clave, valor in consulta if not _RASTREO.fullmatch(clave)])
        return partes._replace(query=limpia).geturl()
    return partes.geturl()
