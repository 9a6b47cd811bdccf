"""Un texto en HTML sencillo, como lista de párrafos para un documento en PDF."""

from __future__ import annotations

from html.parser import HTMLParser

Tramo = dict[str, str | bool]  # {"texto": …, "fuerte": bool}
_BLOQUES = frozenset({"p", "li", "h1", "h2", "h3", "h4", "div"})
_TITULOS = frozenset({"h1", "h2", "h3", "h4"})
_FUERTES = frozenset({"b", "strong"}) | _TITULOS


class _Lector(HTMLParser):
    """Cada bloque es un párrafo; dentro sólo se distingue lo que va en negritas. Lo demás es texto."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parrafos: list[list[Tramo]] = [[]]
        self._negritas = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        if tag in _BLOQUES:
            self.parrafos.append([])
        self._negritas += tag in _FUERTES

    def handle_endtag(self, tag: str) -> None:
        if tag in _BLOQUES:
            self.parrafos.append([])
        self._negritas -= tag in _FUERTES

    def handle_data(self, data: str) -> None:
        texto = " ".join(data.split())
        if texto or data == " ":
            antes = " " if data[:1].isspace() and self.parrafos[-1] else ""
            despues = " " if data[-1:].isspace() and texto else ""
            self.parrafos[-1].append({"texto": f"{antes}{texto}{despues}", "fuerte": self._negritas > 0})


def parrafos(html: str) -> list[list[Tramo]]:
    """Los párrafos con algo escrito, cada uno en tramos con negritas o sin ellas."""
    lector = _Lector()
    lector.feed(html)
    lector.close()
    return [tramos for tramos in lector.parrafos if any(str(tramo["texto"]).strip() for tramo in tramos)]
