"""Una celda con varias redes sociales, repartida en sus preguntas. Función pura."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

OTRA = "otra_red"
_DOMINIOS = {
    "facebook": ("facebook.com", "fb.com", "fb.me", "fb.watch"),
    "x_twitter": ("twitter.com", "x.com"),
    "youtube": ("youtube.com", "youtu.be"),
    "instagram": ("instagram.com", "instagr.am"),
    "tiktok": ("tiktok.com",),
}
# «Facebook: Juana Pérez», «TW @juana»: la red dicha con su nombre.
_NOMBRES = {
    "facebook": ("facebook", "face", "fb"),
    "x_twitter": ("twitter", "x", "tw"),
    "youtube": ("youtube", "yt"),
    "instagram": ("instagram", "ig", "insta"),
    "tiktok": ("tiktok", "tik tok"),
}
_ROTULO = re.compile(r"([A-Za-z ]{1,10}?)(?:\s*[:=]\s*|\s+(?=@))(?!//)")
# Una coma, un punto y coma o un salto separan; un espacio, sólo si lo que sigue empieza como dirección.
_CORTE = re.compile(r"[,;\r\n]+|\s+(?=https?:|www\.|@)", re.IGNORECASE)


def repartir(celda: str) -> dict[str, str]:
    """La primera dirección de cada red en su pregunta; las demás juntas, como venían, en `otra_red`.

    >>> repartir("https://facebook.com/una, @una")
    {'facebook': 'https://facebook.com/una', 'otra_red': '@una'}
    """
    redes: dict[str, str] = {}
    sobrantes = []
    for pieza in _piezas(celda):
        red = _red_de(pieza)
        if red == OTRA or red in redes:
            sobrantes.append(pieza)
        else:
            redes[red] = pieza
    return redes | ({OTRA: ", ".join(sobrantes)} if sobrantes else {})


def _piezas(celda: str) -> Iterator[str]:
    """Cada dirección una vez; «Twitter: @una» no se parte por su espacio."""
    pendiente, vistas = "", set()
    for trozo in _CORTE.split(celda):
        pieza = f"{pendiente} {trozo.strip()}".strip()
        pendiente = ""
        if pieza.rstrip(":= ").lower() in {n for nombres in _NOMBRES.values() for n in nombres}:
            pendiente = pieza
        elif pieza and pieza not in vistas:
            vistas.add(pieza)
            yield pieza
    if pendiente:
        yield pendiente


def _red_de(pieza: str) -> str:
    if rotulo := _ROTULO.match(pieza):
        dicha = rotulo[1].strip().lower()
        for red, nombres in _NOMBRES.items():
            if dicha in nombres:
                return red
    anfitrion = _anfitrion(pieza)
    for red, dominios in _DOMINIOS.items():
        if any(anfitrion == d or anfitrion.endswith(f".{d}") for d in dominios):
            return red
    return OTRA


def _anfitrion(pieza: str) -> str:
    try:
        return (urlsplit(pieza if "//" in pieza else f"//{pieza}").hostname or "").lower()
    except ValueError:  # «[», puerto ilegible: no es una dirección
        return ""
