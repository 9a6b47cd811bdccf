"""Deja en su forma pública una dirección web tal como la gente la escribe, o dice por qué no puede publicarse.

Funciones puras: el servidor nunca abre la dirección, sólo la lee. La tabla de casos con que se prueba es
`tests/vectores/enlaces.json`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import SplitResult, parse_qsl, quote, unquote, urlencode, urlsplit

from conoceles.comun.texto import normalizar

from .contactos import ContactoInvalido
from .parecidos import es_de, imita_a

_USUARIO = re.compile(r"@?([A-Za-z0-9_](?:[A-Za-z0-9_.-]{0,98}[A-Za-z0-9_])?)")
# YouTube admite en el usuario las letras de cada lengua; aquí, las del español.
_USUARIO_ACENTUADO = re.compile(_USUARIO.pattern.replace("0-9_", "0-9_ÁÉÍÓÚÜÑáéíóúüñ"))


@dataclass(frozen=True)
class Red:
    """Una red social: cómo se forma la dirección de una cuenta y qué sitios son suyos.

    `paginas`: las que sólo dicen de quién son con ese parámetro. Los demás son rastreo y se quitan.
    """

    nombre: str
    cuenta: str
    sitios: tuple[str, ...]
    paginas: dict[str, str] = field(default_factory=dict)
    usuario: re.Pattern[str] = _USUARIO

    @property
    def ejemplo(self) -> str:
        return self.cuenta.format("usuaria")


REDES = {
    "facebook": Red(
        "Facebook",
        "https://www.facebook.com/{}",
        ("facebook.com", "fb.com"),
        {
            "profile.php": "id",
            "watch": "v",
            "watch/live": "v",
            "photo": "fbid",
            "photo.php": "fbid",
            "media/set": "set",
        },
    ),
    "x_twitter": Red("X", "https://x.com/{}", ("x.com", "twitter.com")),
    "youtube": Red(
        "YouTube",
        "https://www.youtube.com/@{}",
        ("youtube.com",),
        {"watch": "v", "playlist": "list"},
        _USUARIO_ACENTUADO,
    ),
    "instagram": Red("Instagram", "https://www.instagram.com/{}", ("instagram.com",)),
    "tiktok": Red("TikTok", "https://www.tiktok.com/@{}", ("tiktok.com",)),
}

# Esconden a dónde llevan: hoy a un sitio y mañana a otro. También los propios de cada red.
ACORTADORES = frozenset({
    "bit.ly", "bitly.com", "bit.do", "tinyurl.com", "tiny.cc", "t.co", "t.ly", "goo.gl", "forms.gle", "g.co",
    "ow.ly", "is.gd", "v.gd", "buff.ly", "rb.gy", "rebrand.ly", "cutt.ly", "shorturl.at", "n9.cl", "s.id",
    "acortar.link", "acortaurl.com", "adf.ly", "dlvr.it", "trib.al", "soo.gd", "clck.ru", "qrco.de", "wa.link",
    "fb.me", "fb.watch", "youtu.be", "instagr.am", "vm.tiktok.com", "vt.tiktok.com", "lnkd.in", "pin.it",
    "spoti.fi", "amzn.to", "qr.ae", "redd.it", "flip.it", "x.gd", "short.gy", "bl.ink", "u.to", "t2m.io",
    "surl.li", "urlz.fr", "da.gd", "tr.im", "tny.im", "shrtco.de", "x.co", "ppt.cc", "shorturl.com", "snip.ly",
})  # fmt: skip
# Primer tramo de direcciones que son de la red y no de una cuenta; varias mandan a otro sitio.
_DE_NADIE = frozenset({
    "l.php", "flx", "redirect", "link", "t", "i", "home", "home.php", "login", "login.php", "feed", "explore",
    "search", "settings", "messages", "accounts", "intent", "sharer", "sharer.php", "share.php", "hashtag",
    "share", "dialog", "plugins", "oauth", "linkshim", "attribution_link", "logout", "logout.php", "signin", "signup",
    "signout", "notifications", "checkpoint", "me", "results", "story.php", "permalink.php",
})  # fmt: skip
_VERSION = re.compile(r"v\d+\.\d+")  # facebook.com/v3.0/dialog/… es para programas
# Sitio y ruta de las páginas que sólo sirven para mandar a otra.
_DE_PASO = re.compile(
    r"(?:www\.)?google(?:\.[a-z]{2,3}){1,2}/(?:url|amp|aclk|imgres)(?:/.*)?"
    r"|translate\.google(?:\.[a-z]{2,3}){1,2}/.*|.+\.translate\.goog/.*|.+\.ampproject\.org/.*"
    r"|(?:[a-z]+\.)?linkedin\.com/(?:redir|safety/go|slink)(?:/.*)?",
    re.IGNORECASE,
)
# Con éstas, «ana.com» se toma por un sitio; con otras («ana.lopez», «cv.pdf») es un usuario o un archivo.
_TERMINACIONES = frozenset({
    "com", "mx", "org", "net", "gob", "gov", "edu", "info", "biz", "me", "tv", "io", "co", "app", "es", "xyz", "top",
    "online", "site", "ru",
})  # fmt: skip
_PORTADAS = re.compile(r"(?:(?:www|m|mobile|mbasic|web|touch|[a-z]{2}-[a-z]{2})\.)?")
_RASTREO = re.compile(r"utm_\w+|fbclid|gclid|igsh(?:id)?|mibextid|ref_src")

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\xad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_AJENOS = re.compile(r'["<>\\^`{|}]')  # no caben en una dirección: se escriben con su código
_ESQUEMA = re.compile(r"([a-z][a-z0-9+.-]*):(?!\d)", re.IGNORECASE)
# Letras del español: las de otros alfabetos se parecen tanto a las nuestras que sirven para engañar.
_ETIQUETA = r"[a-z0-9áéíóúüñ](?:[a-z0-9áéíóúüñ-]{0,61}[a-z0-9áéíóúüñ])?"
_SITIO = re.compile(rf"(?:{_ETIQUETA}\.)+(?!local$|localhost$|internal$|invalid$|onion$|arpa$)[a-z]{{2,63}}")
_NUMERO = re.compile(r".*:.*|(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){0,3}")
_PUERTOS = {"http": 80, "https": 443}

_NO_ES_DIRECCION = "Escriba una dirección completa. Por ejemplo: https://ejemplo.mx"


def enlace(texto: str, red: str = "") -> str:
    """La dirección completa. Con una `red` conocida también acepta «@usuaria», «usuaria» o «facebook/usuaria».

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
    usuario = _usuario(_sin_la_red(limpio, conocida), conocida) if conocida else None
    partes = _partir(conocida.cuenta.format(usuario) if conocida and usuario else limpio, conocida)
    _comprobar_sitio(partes)
    suya = _red_de(partes.netloc)
    if conocida and suya != conocida:
        raise ContactoInvalido("ajena", _es_de_otro_sitio(limpio, conocida))
    direccion = _de_la_red(partes, suya) if suya else _de_otra_pagina(partes)
    return _AJENOS.sub(lambda signo: quote(signo[0]), direccion)


def _sin_la_red(texto: str, red: Red) -> str:
    """«facebook/ana» y «/ana» dicen «ana», como se leen en un volante."""
    antes, diagonal, cuenta = texto.partition("/")
    nombres = {"", *(sitio.partition(".")[0] for sitio in red.sitios)}
    return cuenta.removesuffix("/") if diagonal and antes.lower() in nombres else texto


def _usuario(texto: str, red: Red) -> str | None:
    """El nombre de la cuenta si eso es lo escrito; `facebook.com`, `ana.com` y `www.ejemplo.mx` son sitios."""
    hallado = red.usuario.fullmatch(texto)
    if not hallado:
        return None
    sitio = texto.lower()
    es_sitio = "." in sitio and (
        sitio.startswith("www.") or _red_de(sitio) or _acorta(sitio) or imita_a(sitio) or _parece_sitio(sitio)
    )
    return None if es_sitio else hallado[1]


def _es_de_otro_sitio(texto: str, red: Red) -> str:
    frase = (
        f"Esa dirección parece de otro sitio, no de {red.nombre}. Si es otra página, escríbala en «Otra red social» o "
        "«Página web»"
    )
    es_sitio = texto.lower().startswith("www.") or _red_de(texto.lower())
    if es_sitio or not red.usuario.fullmatch(texto):
        return frase
    return f"{frase}; si es su usuario, escríbalo con arroba: @{texto}"


def _parece_sitio(texto: str) -> bool:
    """Con o sin ruta detrás.

    >>> _parece_sitio("ana.com"), _parece_sitio("ejemplo.mx/a"), _parece_sitio("ana.lopez")
    (True, True, False)
    """
    sitio = re.split(r"[/\\?#:]", texto.strip().lower())[0].rstrip(".")
    return bool(_SITIO.fullmatch(sitio)) and sitio.rpartition(".")[2] in _TERMINACIONES


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
    if _acorta(sitio):
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


def _acorta(sitio: str) -> bool:
    return any(es_de(sitio, acortador) for acortador in ACORTADORES)


def _descifrado(texto: str) -> str:
    """Sin códigos («%6c» es «l»), ni siquiera los escritos dos veces."""
    while (claro := unquote(texto)) != texto:
        texto = claro
    return texto


def _tramos(ruta: str) -> list[str]:
    """Los de la ruta como los entiende el navegador: «/x/../%6c.php» es «l.php»."""
    tramos: list[str] = []
    for tramo in re.split(r"[/\\]", _descifrado(ruta)):
        if tramo == "..":
            tramos = tramos[:-1]
        elif tramo not in ("", "."):
            tramos.append(tramo)
    return tramos


def _de_la_red(partes: SplitResult, red: Red) -> str:
    tramos = _tramos(partes.path)
    if not tramos:
        raise ContactoInvalido("sin_cuenta", f"Falta su usuario de {red.nombre}. Por ejemplo: {red.ejemplo}")
    es_portada = any(_PORTADAS.fullmatch(partes.netloc.removesuffix(propio)) for propio in red.sitios)
    primero = tramos[0].lower()
    exigido = red.paginas.get("/".join(tramos).lower())
    propios = [(k, v) for k, v in parse_qsl(partes.query) if k == exigido][:1]
    if not es_portada or primero in _DE_NADIE or _VERSION.fullmatch(primero) or (exigido and not propios):
        raise ContactoInvalido(
            "sin_cuenta",
            f"Esa dirección de {red.nombre} no es la de una cuenta. Abra su perfil y pegue la dirección que aparece "
            f"arriba en el navegador. Por ejemplo: {red.ejemplo}",
        )
    ruta = "/".join(quote(tramo, safe="@:!$&'()*+,;=") for tramo in tramos)
    return SplitResult("https", urlsplit(red.cuenta).netloc, f"/{ruta}", urlencode(propios), "").geturl()


def _de_otra_pagina(partes: SplitResult) -> str:
    """Igual, sin lo que sólo sirve para rastrear; si lleva dentro otra dirección, es de paso y se rechaza."""
    consulta = parse_qsl(partes.query, keep_blank_values=True)
    lugar = "/".join([partes.netloc, *_tramos(partes.path)])
    if _DE_PASO.fullmatch(lugar) or any(_es_direccion(dato) for par in consulta for dato in par):
        raise ContactoInvalido(
            "de_paso",
            "La dirección lleva dentro otra, a la que manda. Escriba sólo la del sitio al que llega",
        )
    if any(_RASTREO.fullmatch(clave) for clave, _ in consulta):
        limpia = urlencode([(clave, valor) for clave, valor in consulta if not _RASTREO.fullmatch(clave)])
        return partes._replace(query=limpia).geturl()
    return partes.geturl()


def _es_direccion(dato: str) -> bool:
    claro = _descifrado(dato).strip()
    return bool(re.match(r"(?:https?:)?/[/\\]", claro, re.IGNORECASE)) or _parece_sitio(claro)
