"""En qué condiciones se mira cada página y qué reglas le tocan en cada una.

La página se pide una vez; lo demás se cambia en la pantalla ya abierta: el ancho, los colores, la letra, el papel.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any, NamedTuple

from playwright.sync_api import Page

from tests.recorridos.navegador import TODO_ACOMODADO, Visita

AQUI = Path(__file__).parent
PARTES = ("comun", "estructura", "vista", "correr")
GUION = "\n".join(("(() => {", *((AQUI / f"{parte}.js").read_text("utf-8") for parte in PARTES), "})();"))

CABER = ("cabe_a_lo_ancho", "solo_la_tabla_se_desplaza", "nada_se_corta")
TOCAR = ("blancos_chicos", "blancos_principales")
COLOR = ("contraste_del_texto", "contraste_de_los_controles", "no_solo_color")
FOCO = ("foco_visible", "foco_destapado")
DOCUMENTO = (
    "lengua_de_la_pagina", "lengua_de_las_partes", "todo_traducido", "un_titulo", "niveles", "regiones", "salto", "identificadores",
    "referencias", "rotulos", "nombres", "grupos", "ayudas_y_errores_ligados", "autocompletar", "sin_orden_forzado",
    "resumen_de_errores", "anuncios", "sin_tiempo", "entrar_sin_acertijos", "ayuda_en_su_lugar", "dibujos", "tablas",
    "sin_movimiento", "imagenes", "sin_guiones", "documentos", "medios", "se_puede_ampliar",
)  # fmt: skip

# WCAG 1.4.12: nada se pierde con estas distancias, que pone quien las necesita.
RENGLONES_SEPARADOS = (
    "* { line-height: 1.5 !important; letter-spacing: .12em !important; word-spacing: .16em !important }"
    "p { margin-block-end: 2em !important }"
)
PONER = """({ letra, hoja, sinEstilos }) => {
    document.documentElement.style.fontSize = letra;
    const propia = new CSSStyleSheet();
    propia.replaceSync(hoja);
    document.adoptedStyleSheets = [propia];
    for (const ajena of document.styleSheets) ajena.disabled = sinEstilos;
    scrollTo(0, 0);
}"""
DESPLEGAR = "for (const plegado of document.querySelectorAll('details')) plegado.open = true"


class Modo(NamedTuple):
    nombre: str
    reglas: tuple[str, ...]
    ancho: int = 360
    letra: str = ""
    hoja: str = ""
    sin_estilos: bool = False
    medios: dict[str, Any] = {}  # noqa: RUF012 (nadie lo cambia)

    def poner(self, pagina: Page) -> None:
        normales = {"media": "screen", "color_scheme": "light", "forced_colors": "none"}
        pagina.emulate_media(**{**normales, **self.medios})
        pagina.set_viewport_size({"width": self.ancho, "height": 800})
        pagina.evaluate(
            PONER, {"letra": self.letra, "hoja": TODO_ACOMODADO + self.hoja, "sinEstilos": self.sin_estilos}
        )


MODOS = (
    Modo("360 px", (*DOCUMENTO, *CABER, *TOCAR, *COLOR, *FOCO)),
    Modo("oscuro", (*COLOR, *FOCO), medios={"color_scheme": "dark"}),
    Modo("colores forzados", (*COLOR, *FOCO), medios={"forced_colors": "active"}),
    Modo("320 px", (*CABER, *TOCAR, "tablas"), ancho=320),
    Modo("320 px y letra al 200 %", (*CABER, *TOCAR, "foco_destapado"), ancho=320, letra="200%"),
    Modo("renglones separados", CABER, ancho=320, hoja=RENGLONES_SEPARADOS),
    Modo("1280 px", (*CABER, *TOCAR, *FOCO, "tablas"), ancho=1280),
    Modo("1280 px y letra al 200 %", CABER, ancho=1280, letra="200%"),
    Modo("papel", (*CABER, "contraste_del_texto", "papel"), ancho=720, medios={"media": "print"}),
    Modo("sin estilos", ("legible_sin_estilos",), sin_estilos=True),
)
# Lo que cambia con la lengua: el documento, lo que cabe y lo que se toca. Los colores ya se miraron.
DE_OTRA_LENGUA = tuple(
    modo for modo in MODOS if modo.nombre in ("360 px", "320 px y letra al 200 %", "papel")
)
PAGINA = ("header", "nav", "main", "footer")
TODAS = tuple(dict.fromkeys(regla for modo in MODOS for regla in modo.reglas))


def correr(pagina: Page, reglas: Iterable[str], **opciones: Any) -> list[str]:
    """Los hallazgos de esas reglas en la página tal como está."""
    normales = {"lengua": "es-MX", "partes": PAGINA, "seVuelveAPedir": True}
    return pagina.evaluate(
        "([reglas, opciones]) => accesibilidad(reglas, opciones)", [list(reglas), {**normales, **opciones}]
    )


def mirar(visita: Visita, modos: Iterable[Modo] = MODOS, **opciones: Any) -> list[str]:
    """Todo lo que está mal en la página abierta, en cada modo; `opciones`, las de `correr`."""
    pagina, hallado = visita.pagina, [f"A23 {problema}" for problema in visita.problemas()]
    pagina.evaluate(GUION)
    for modo in modos:
        modo.poner(pagina)
        if modo is MODOS[0]:
            pagina.evaluate(DESPLEGAR)
        hallado += [f"{hallazgo} [{modo.nombre}]" for hallazgo in correr(pagina, modo.reglas, **opciones)]
    return hallado
