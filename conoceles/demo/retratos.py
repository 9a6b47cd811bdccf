"""Retratos dibujados para la demostración: ilustraciones planas y neutras, de nadie en particular."""

from __future__ import annotations

import io
from dataclasses import dataclass
from functools import cache
from random import Random

from PIL import Image, ImageDraw

ANCHO, ALTO = 800, 1000
CUANTOS = 24
_ESCALA = 2  # se dibuja al doble y se reduce: bordes suaves
_ENCUADRE = (68, 135, 732, 965)  # lo que queda del dibujo: la cabeza llena el retrato

Color = tuple[int, int, int]


def _rgb(hexadecimal: str) -> Color:
    return tuple(int(hexadecimal[i : i + 2], 16) for i in (0, 2, 4))  # type: ignore[return-value]


PIELES = [_rgb(c) for c in ("F0C8A4", "E3B187", "D59F76", "C68B62", "B57A52", "9C6645", "80523A", "6A432F")]
CABELLOS = [_rgb(c) for c in ("1F1A1A", "2B2220", "3A2A22", "4A3326", "5C4033", "8A8482", "BDB7B2")]
CANAS = CABELLOS[-2:]
EDAD_DE_CANAS = 55
ROPAS = [
    _rgb(c)
    for c in (
        "2F4858",
        "6B4E71",
        "3E6259",
        "8C4A4A",
        "B07D3C",
        "44546A",
        "7A5C58",
        "EDE6DA",
        "A65A3A",
        "56707D",
    )
]
FONDOS = [_rgb(c) for c in ("D9E2E0", "E8DFD3", "DCD9E6", "E6DADA", "D6E0E8", "E3E4D3", "EADFC8", "D5DDD3")]


@dataclass(frozen=True, slots=True)
class _Figura:
    piel: Color
    cabello: Color
    ropa: Color
    fondo: Color
    peinado: str
    cuello: str
    lentes: bool
    barba: bool


PEINADOS = ("corto", "raya", "largo", "melena", "chongo", "rizado", "trenza", "ralo")
_PEINADOS_DE = {
    "mujer": {"largo", "melena", "chongo", "rizado", "trenza"},
    "hombre": {"corto", "raya", "rizado", "ralo"},
}
CUELLOS = ("redondo", "pico", "camisa", "rebozo")


def pool(semilla: int) -> list[bytes]:
    """`CUANTOS` retratos JPEG de 800×1000; la misma semilla da los mismos."""
    return [_jpeg(_dibujar(figura)) for figura in _figuras(semilla)]


def adecuados(semilla: int, sexo: str, edad: int) -> list[int]:
    """Lugares del `pool` que no desentonan con la persona: sin barba ajena ni canas a los veinte."""
    figuras = list(enumerate(_figuras(semilla)))
    propios = [(i, f) for i, f in figuras if f.peinado in _PEINADOS_DE.get(sexo, PEINADOS)]
    de_su_edad = [i for i, f in propios if (f.cabello in CANAS) == (edad >= EDAD_DE_CANAS)]
    return de_su_edad or [i for i, _ in propios]


@cache
def _figuras(semilla: int) -> tuple[_Figura, ...]:
    """Cada peinado aparece las mismas veces, con tonos repartidos para que no se parezcan entre sí."""
    azar = Random(f"retratos:{semilla}")
    peinados = [PEINADOS[i % len(PEINADOS)] for i in range(CUANTOS)]
    pieles = [PIELES[(i * 3 + i // 8) % len(PIELES)] for i in range(CUANTOS)]
    fondos = [FONDOS[(i * 5 + i // 8) % len(FONDOS)] for i in range(CUANTOS)]
    figuras = [_figura(azar, *partes) for partes in zip(peinados, pieles, fondos, strict=True)]
    azar.shuffle(figuras)
    return tuple(figuras)


def _figura(azar: Random, peinado: str, piel: Color, fondo: Color) -> _Figura:
    return _Figura(
        piel=piel,
        cabello=CABELLOS[-1] if peinado == "ralo" else azar.choice(_cabellos_para(piel)),
        ropa=azar.choice(ROPAS),
        fondo=fondo,
        peinado=peinado,
        cuello=azar.choice(CUELLOS),
        lentes=azar.random() < 0.3,
        barba=peinado in ("corto", "raya", "ralo") and azar.random() < 0.4,
    )


def _cabellos_para(piel: Color) -> list[Color]:
    """Los que se distinguen de la piel."""
    return [cabello for cabello in CABELLOS if abs(sum(cabello) - sum(piel)) > 90]


def _mezclar(uno: Color, otro: Color, parte: float) -> Color:
    return tuple(round(a + (b - a) * parte) for a, b in zip(uno, otro, strict=True))  # type: ignore[return-value]


def _oscurecer(color: Color, parte: float = 0.16) -> Color:
    return _mezclar(color, (30, 20, 30), parte)


class _Lienzo:
    """Dibuja en coordenadas de 800×1000 sobre una imagen al doble."""

    def __init__(self, fondo: Color) -> None:
        self.imagen = Image.new("RGB", (ANCHO * _ESCALA, ALTO * _ESCALA), fondo)
        self._trazo = ImageDraw.Draw(self.imagen)

    def elipse(self, x: float, y: float, rx: float, ry: float, color: Color) -> None:
        self._trazo.ellipse(self._puntos((x - rx, y - ry, x + rx, y + ry)), fill=color)

    def caja(self, x0: float, y0: float, x1: float, y1: float, radio: float, color: Color) -> None:
        self._trazo.rounded_rectangle(self._puntos((x0, y0, x1, y1)), radio * _ESCALA, fill=color)

    def poligono(self, puntos: list[tuple[float, float]], color: Color) -> None:
        self._trazo.polygon([(x * _ESCALA, y * _ESCALA) for x, y in puntos], fill=color)

    def arco(self, caja: tuple[float, ...], desde: int, hasta: int, color: Color, grueso: float) -> None:
        self._trazo.arc(self._puntos(caja), desde, hasta, fill=color, width=round(grueso * _ESCALA))

    def linea(self, puntos: list[tuple[float, float]], color: Color, grueso: float) -> None:
        escala = [(x * _ESCALA, y * _ESCALA) for x, y in puntos]
        self._trazo.line(escala, fill=color, width=round(grueso * _ESCALA), joint="curve")

    def _puntos(self, caja: tuple[float, ...]) -> list[float]:
        return [punto * _ESCALA for punto in caja]


def _dibujar(figura: _Figura) -> Image.Image:
    lienzo = _Lienzo(figura.fondo)
    lienzo.elipse(400, 530, 292, 292, _mezclar(figura.fondo, (255, 255, 255), 0.45))
    _cabello_detras(lienzo, figura)
    _busto(lienzo, figura)
    _cabeza(lienzo, figura)
    _rasgos(lienzo, figura)
    _cabello_delante(lienzo, figura)
    return lienzo.imagen


def _busto(lienzo: _Lienzo, figura: _Figura) -> None:
    lienzo.elipse(400, 1010, 300, 275, figura.ropa)
    lienzo.caja(100, 940, 700, 1100, 60, figura.ropa)
    lienzo.caja(332, 600, 468, 800, 56, _oscurecer(figura.piel, 0.2))
    _CUELLOS[figura.cuello](lienzo, figura)


def _cuello_redondo(lienzo: _Lienzo, figura: _Figura) -> None:
    lienzo.elipse(400, 752, 92, 58, _oscurecer(figura.ropa))
    lienzo.elipse(400, 742, 80, 54, _oscurecer(figura.piel, 0.2))


def _cuello_pico(lienzo: _Lienzo, figura: _Figura) -> None:
    lienzo.poligono([(300, 748), (500, 748), (400, 905)], _oscurecer(figura.ropa))
    lienzo.poligono([(316, 742), (484, 742), (400, 880)], _oscurecer(figura.piel, 0.2))


def _cuello_camisa(lienzo: _Lienzo, figura: _Figura) -> None:
    claro = _mezclar(figura.ropa, (255, 255, 255), 0.72)
    lienzo.poligono([(322, 742), (478, 742), (400, 850)], _oscurecer(figura.piel, 0.2))
    lienzo.poligono([(336, 712), (290, 770), (352, 862), (400, 842)], claro)
    lienzo.poligono([(464, 712), (510, 770), (448, 862), (400, 842)], claro)
    lienzo.linea([(400, 850), (400, 1000)], _oscurecer(figura.ropa), 5)


def _cuello_rebozo(lienzo: _Lienzo, figura: _Figura) -> None:
    _cuello_redondo(lienzo, figura)
    tela = _mezclar(figura.ropa, (255, 255, 255), 0.32)
    lienzo.poligono([(548, 776), (648, 866), (450, 1100), (250, 1100)], tela)
    for paso in range(3):
        dx = paso * 26
        inicio = (572 + dx, 800 + dx * 0.9)
        lienzo.linea([inicio, (300 + dx * 1.6, 1090)], _mezclar(figura.ropa, tela, 0.45), 6)


_CUELLOS = {
    "redondo": _cuello_redondo,
    "pico": _cuello_pico,
    "camisa": _cuello_camisa,
    "rebozo": _cuello_rebozo,
}


def _cabeza(lienzo: _Lienzo, figura: _Figura) -> None:
    for x in (262, 538):
        lienzo.elipse(x, 480, 26, 40, _oscurecer(figura.piel, 0.1))
    lienzo.elipse(400, 440, 140, 150, figura.piel)
    lienzo.elipse(400, 512, 126, 150, figura.piel)


def _rasgos(lienzo: _Lienzo, figura: _Figura) -> None:
    trazo = _oscurecer(figura.piel, 0.62)
    if figura.barba:
        _barba(lienzo, figura)
    for x in (342, 458):
        lienzo.elipse(x, 478, 10, 12, trazo)
        lienzo.arco((x - 32, 424, x + 32, 464), 205, 335, _oscurecer(figura.cabello, 0.1), 8)
    lienzo.arco((384, 480, 416, 540), 25, 155, _oscurecer(figura.piel, 0.3), 7)
    lienzo.arco((352, 540, 448, 602), 30, 150, trazo, 8)
    if figura.lentes:
        _lentes(lienzo)


def _barba(lienzo: _Lienzo, figura: _Figura) -> None:
    lienzo.elipse(400, 560, 124, 108, figura.cabello)
    lienzo.elipse(400, 500, 118, 92, figura.piel)
    lienzo.elipse(400, 576, 58, 30, figura.piel)


def _lentes(lienzo: _Lienzo) -> None:
    armazon = (52, 46, 50)
    for x in (342, 458):
        lienzo.arco((x - 48, 438, x + 48, 522), 0, 360, armazon, 7)
    lienzo.arco((386, 462, 414, 486), 200, 340, armazon, 7)


def _cabello_detras(lienzo: _Lienzo, figura: _Figura) -> None:
    color, sombra = figura.cabello, _oscurecer(figura.cabello, 0.25)
    if figura.peinado == "largo":
        lienzo.caja(222, 300, 578, 800, 150, sombra)
    elif figura.peinado == "melena":
        lienzo.caja(216, 290, 584, 660, 150, sombra)
    elif figura.peinado == "chongo":
        lienzo.elipse(400, 250, 82, 76, color)
    elif figura.peinado == "rizado":
        for x, y in _RIZOS:
            lienzo.elipse(x, y, 68, 68, sombra)
    elif figura.peinado == "trenza":
        lienzo.caja(238, 300, 562, 640, 140, sombra)


_RIZOS = [
    (262, 520),
    (244, 430),
    (262, 340),
    (330, 280),
    (400, 262),
    (470, 280),
    (538, 340),
    (556, 430),
    (538, 520),
]


def _cabello_delante(lienzo: _Lienzo, figura: _Figura) -> None:
    if figura.peinado == "ralo":
        for x in (266, 534):
            lienzo.elipse(x, 430, 24, 62, figura.cabello)
        return
    _casquete(lienzo, figura)
    if figura.peinado == "trenza":
        _trenza(lienzo, figura)


def _casquete(lienzo: _Lienzo, figura: _Figura) -> None:
    """El cabello sobre la frente: la cabeza entera, recortada por la línea del nacimiento."""
    mascara = Image.new("L", lienzo.imagen.size, 0)
    trazo = ImageDraw.Draw(mascara)
    trazo.ellipse([v * _ESCALA for v in (248, 270, 552, 610)], fill=255)
    for caja in _FRENTES[figura.peinado]:
        trazo.ellipse([v * _ESCALA for v in caja], fill=0)
    trazo.rectangle([v * _ESCALA for v in (0, _PATILLAS[figura.peinado], ANCHO, ALTO)], fill=0)
    lienzo.imagen.paste(figura.cabello, mask=mascara)


# Óvalos de piel que se descubren bajo el cabello, y hasta dónde bajan las patillas.
_FRENTES: dict[str, tuple[tuple[int, ...], ...]] = {
    "corto": ((276, 368, 524, 700),),
    "raya": ((282, 352, 474, 700), (380, 400, 524, 700)),
    "largo": ((278, 360, 410, 700), (390, 360, 522, 700)),
    "melena": ((280, 396, 520, 760),),
    "chongo": ((272, 356, 528, 720),),
    "rizado": ((284, 384, 516, 740),),
    "trenza": ((274, 352, 404, 720), (396, 352, 526, 720)),
}
_PATILLAS = {
    "corto": 470,
    "raya": 470,
    "largo": 640,
    "melena": 600,
    "chongo": 450,
    "rizado": 520,
    "trenza": 520,
}


def _trenza(lienzo: _Lienzo, figura: _Figura) -> None:
    for paso in range(6):
        tono = figura.cabello if paso % 2 else _oscurecer(figura.cabello, 0.2)
        lienzo.elipse(546 + paso * 4, 556 + paso * 52, 46 - paso * 4, 38, tono)
    lienzo.caja(549, 842, 587, 860, 8, _mezclar(figura.ropa, (255, 255, 255), 0.6))


def _jpeg(imagen: Image.Image) -> bytes:
    x0, y0, x1, y1 = (v * _ESCALA for v in _ENCUADRE)
    final = imagen.resize((ANCHO, ALTO), Image.Resampling.LANCZOS, box=(x0, y0, x1, y1))
    salida = io.BytesIO()
    final.save(salida, "JPEG", quality=88, optimize=True)
    return salida.getvalue()
