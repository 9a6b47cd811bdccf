"""Una persona ante su navegador: actúa por rótulos y cada pantalla a la que llega se revisa."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Locator, Page, Request

from conoceles.comun.lenguas import de_la_ruta, etiqueta

# Niveles A y AA de las tres versiones, y las buenas prácticas de axe.
REGLAS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
CORRER_AXE = "reglas => axe.run({runOnly: reglas, resultTypes: ['violations']})"
# Lo que el navegador acomoda hasta que se llega a ello se mira ya acomodado: quien se desplaza, busca o escucha lo halla.
TODO_ACOMODADO = "* { content-visibility: visible !important }"
ACOMODAR = """(estilo) => {
    const hoja = new CSSStyleSheet();
    hoja.replaceSync(estilo);
    document.adoptedStyleSheets = [hoja];
}"""
ESTRUCTURA = """() => {
    const ancho = document.documentElement.clientWidth;
    const sobra = document.documentElement.scrollWidth - ancho;
    const salidos = !sobra ? [] : [...document.body.querySelectorAll("*")]
        .filter(e => e.getBoundingClientRect().right > ancho + 1 && !e.closest(".tabla-region"))
        .map(e => e.localName + [...e.classList].map(c => "." + c).join(""));
    return {
        lengua: document.documentElement.lang,
        titulos: document.querySelectorAll("h1").length,
        sobra, salidos: [...new Set(salidos)].slice(0, 12),
        sinDefinir: document.body.innerText.includes("⟪"),
    };
}"""


class Visita:
    """Una página abierta. `inspectora` es otra, con JavaScript, donde axe mira lo que ésta muestra sin él."""

    def __init__(self, pagina: Page, *, inspectora: Page | None = None) -> None:
        self.pagina, self.inspectora = pagina, inspectora
        self.reclamos: list[str] = []
        pagina.on("console", self._anotar_consola)
        pagina.on("pageerror", lambda error: self.reclamos.append(f"error de JavaScript: {error}"))
        pagina.on("request", self._anotar_peticion)

    # --- Lo que hace la persona ---------------------------------------------------------------------
    def ir(self, direccion: str) -> Visita:
        self.pagina.goto(direccion)
        return self.revisar()

    def recargar(self) -> Visita:
        """Sin esperar a que venza la copia que guarda el navegador (un minuto)."""
        self.pagina.reload()
        return self.revisar()

    def pulsar(self, nombre: str | re.Pattern[str], *, dentro: Locator | None = None) -> Visita:
        """Un botón que lleva a otra pantalla."""
        return self._navegar((dentro or self.pagina).get_by_role("button", name=nombre, exact=True))

    def seguir(self, nombre: str | re.Pattern[str], *, dentro: Locator | None = None) -> Visita:
        """Un enlace."""
        return self._navegar((dentro or self.pagina).get_by_role("link", name=nombre, exact=True))

    def del_menu(self, nombre: str) -> Visita:
        """Un lugar del panel: en el teléfono el menú está plegado y se abre primero."""
        menu = self.pagina.get_by_role("navigation", name="Panel")
        plegado = menu.locator("summary")
        if plegado.is_visible():
            plegado.click()
        return self.seguir(nombre, dentro=menu)

    def escribir(
        self, rotulo: str, texto: str, *, dentro: Locator | None = None, exacto: bool = False
    ) -> None:
        (dentro or self.pagina).get_by_label(rotulo, exact=exacto).fill(texto)

    def _navegar(self, control: Locator) -> Visita:
        with self.pagina.expect_navigation():
            control.click()
        return self.revisar()

    # --- Lo que debe verse --------------------------------------------------------------------------
    def lee(self, *textos: str) -> None:
        """Cada texto está a la vista."""
        visible = self._a_la_vista()
        for texto in textos:
            assert texto in visible, f"No se lee «{texto}» en {self.pagina.url}:\n{visible}"

    def no_lee(self, *textos: str) -> None:
        visible = self._a_la_vista()
        for texto in textos:
            assert texto not in visible, f"Se lee «{texto}» en {self.pagina.url}"

    def _a_la_vista(self) -> str:
        self.pagina.evaluate(ACOMODAR, TODO_ACOMODADO)
        return " ".join(self.pagina.locator("body").inner_text().split())

    @property
    def titulo(self) -> str:
        return self.pagina.get_by_role("heading", level=1).inner_text()

    @property
    def foco(self) -> str:
        """Dónde está el foco: el texto o el rótulo del control."""
        return self.pagina.evaluate(
            "(document.activeElement.labels?.[0] ?? document.activeElement).innerText.trim()"
        )

    # --- La revisión --------------------------------------------------------------------------------
    def revisar(self) -> Visita:
        problemas = self.problemas()
        assert not problemas, f"{self.pagina.url}\n" + "\n".join(problemas)
        return self

    def problemas(self) -> list[str]:
        """Lo que está mal en la pantalla abierta, en palabras; vacío si nada."""
        return [*self.de_estructura(), *self._de_axe()]

    def de_estructura(self) -> list[str]:
        self.pagina.evaluate(ACOMODAR, TODO_ACOMODADO)
        hay = self.pagina.evaluate(ESTRUCTURA)
        ancho = self.pagina.viewport_size["width"]
        casos = (
            (
                hay["lengua"] != etiqueta(de_la_ruta(urlsplit(self.pagina.url).path)),
                f"la lengua es «{hay['lengua']}»",
            ),
            (hay["titulos"] != 1, f"hay {hay['titulos']} títulos h1"),
            (hay["sobra"] > 0, f"se desborda {hay['sobra']} px a {ancho} px: {', '.join(hay['salidos'])}"),
            (hay["sinDefinir"], "se ve una variable sin definir"),
        )
        return [texto for pasa, texto in casos if pasa]

    def _de_axe(self) -> list[str]:
        pagina = self._con_guiones()
        # Se evalúa en la página: la política de contenido no deja añadir un guion.
        pagina.evaluate(ACOMODAR, TODO_ACOMODADO)
        pagina.evaluate(AXE_SCRIPT)
        hallazgos = pagina.evaluate(CORRER_AXE, REGLAS)["violations"]
        return [
            f"{h['id']}: {h['help']} → " + "; ".join(str(nodo["target"]) for nodo in h["nodes"])
            for h in hallazgos
        ]

    def _con_guiones(self) -> Page:
        """axe espera promesas, que sin JavaScript no se cumplen: se mira una copia tal cual, en otra página."""
        if self.inspectora is None:
            return self.pagina
        copia = self.pagina.content()
        self.inspectora.unroute_all()
        self.inspectora.route("**/*.js", lambda ruta: ruta.abort())
        self.inspectora.route(
            self.pagina.url, lambda ruta: ruta.fulfill(body=copia, content_type="text/html; charset=utf-8")
        )
        self.inspectora.goto(self.pagina.url)
        return self.inspectora

    def _anotar_consola(self, mensaje: ConsoleMessage) -> None:
        """Los errores, salvo el que Chromium anota cuando la página misma contesta 4xx: eso es lo esperado."""
        es_de_la_pagina = mensaje.location["url"].split("#")[0] == self.pagina.url.split("#")[0]
        if mensaje.type == "error" and not (
            es_de_la_pagina and mensaje.text.startswith("Failed to load resource")
        ):
            self.reclamos.append(f"consola en {self.pagina.url}: {mensaje.text} {mensaje.location['url']}")

    def _anotar_peticion(self, peticion: Request) -> None:
        """Nada sale de este servidor: ni letras, ni guiones, ni contadores de visitas."""
        if urlsplit(peticion.url).hostname not in (None, "localhost", "127.0.0.1"):
            self.reclamos.append(f"petición a otro sitio: {peticion.url}")
