"""Los textos de cada lengua: reunirlos de las plantillas y del código, y compilar los catálogos que están enteros.

`python -m herramientas.catalogos` pone al día cada `conoceles/locale/<lengua>/LC_MESSAGES/django.po` y los compila;
`… compilar` sólo compila, que es lo que necesita una instalación. Con Babel, sin GNU gettext (docs/lenguas.md).
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

PAQUETE = Path(__file__).resolve().parents[1] / "conoceles"
LOCALE = PAQUETE / "locale"
FUNCIONES = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
}
_HUECO = re.compile(r"%\(\w+\)s|\{\w*\}|%s")


# --- Reunir ----------------------------------------------------------------------------------------------------


def extraer() -> Catalog:
    """Todo texto traducible, con los archivos en que aparece."""
    catalogo = Catalog(project="Conóceles", fuzzy=False)
    for ruta, texto, contexto, notas in sorted(_textos(), key=lambda uno: uno[0]):
        catalogo.add(texto, context=contexto, locations=[(ruta, 1)], auto_comments=notas)
    return catalogo


def _textos() -> Iterator[tuple[str, str | tuple[str, ...], str | None, list[str]]]:
    """(archivo, texto o sus formas, contexto, notas para quien traduce)."""
    from conoceles.publicacion.rotulos import por_traducir

    for ruta in sorted(PAQUETE.rglob("*.py")) + sorted(PAQUETE.rglob("templates/**/*.html")):
        nombre = str(ruta.relative_to(PAQUETE.parent))
        for _, texto, notas, contexto in extract(
            "python", BytesIO(_codigo(ruta)), FUNCIONES, ("Para traducir:",)
        ):
            yield nombre, texto, contexto, notas
    for texto in por_traducir():
        yield "conoceles/cuestionarios/definiciones", texto, None, []


def _codigo(ruta: Path) -> bytes:
    """Una plantilla, vuelta llamadas a gettext: lo demás son equis, y su sangría no significa nada."""
    from django.utils.translation.template import templatize

    texto = ruta.read_text(encoding="utf-8")
    if ruta.suffix == ".html":
        texto = "\n".join(renglon.strip() for renglon in templatize(texto, origin=str(ruta)).splitlines())
    return texto.encode()


# --- Traducir y compilar ------------------------------------------------------------------------------------------


def catalogos() -> dict[str, Path]:
    """Lengua → su archivo `.po`."""
    return {ruta.parts[-3]: ruta for ruta in sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))}


def leer(ruta: Path) -> Catalog:
    with ruta.open("rb") as archivo:
        return read_po(archivo)


def faltantes(catalogo: Catalog) -> list[str]:
    """Los textos que impiden ofrecer la lengua: sin traducir, por revisar, o que pierden o inventan un hueco."""
    return [_primera(mensaje) for mensaje in catalogo if mensaje.id and not _sirve(mensaje)]


def _sirve(mensaje: Message) -> bool:
    dichas = mensaje.string if isinstance(mensaje.string, tuple) else (mensaje.string,)
    if mensaje.fuzzy or not all(dichas):
        return False
    pedidos = {frozenset(_HUECO.findall(forma)) for forma in formas(mensaje)}
    return all(frozenset(_HUECO.findall(dicha)) in pedidos for dicha in dichas)


def formas(mensaje: Message) -> tuple[str, ...]:
    return mensaje.id if isinstance(mensaje.id, tuple) else (mensaje.id,)


def _primera(mensaje: Message) -> str:
    return formas(mensaje)[0]


def poner_al_dia(catalogo: Catalog, textos: Catalog) -> None:
    """Entran los nuevos, sin traducir, y salen los que ya nadie dice. Nada se traduce por parecido."""
    textos.creation_date = catalogo.creation_date  # si nada cambió, el archivo queda igual
    catalogo.update(textos, no_fuzzy_matching=True)
    catalogo.obsolete.clear()


def escribir(catalogo: Catalog, ruta: Path) -> None:
    with ruta.open("wb") as archivo:
        write_po(archivo, catalogo, width=110, include_lineno=False, sort_by_file=False)


def compilar(catalogo: Catalog, ruta: Path) -> list[str]:
    """Escribe el `.mo` si la lengua está entera; si no, quita el que hubiera y dice qué falta."""
    compilado = ruta.with_suffix(".mo")
    faltan = faltantes(catalogo)
    if faltan:
        compilado.unlink(missing_ok=True)
    else:
        with compilado.open("wb") as archivo:
            write_mo(archivo, catalogo)
    return faltan


def _textos_de_django() -> Catalog:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "conoceles.config.settings.pruebas")
    import django

    django.setup()
    return extraer()


def main(orden: str = "") -> None:
    textos = None if orden == "compilar" else _textos_de_django()
    for lengua, ruta in catalogos().items():
        catalogo = leer(ruta)
        if textos is not None:
            poner_al_dia(catalogo, textos)
            escribir(catalogo, ruta)
        faltan = compilar(catalogo, ruta)
        print(f"{lengua}: {f'no se ofrece, faltan {len(faltan)}: «{faltan[0]}»…' if faltan else 'entera'}")


if __name__ == "__main__":
    main(*sys.argv[1:])
