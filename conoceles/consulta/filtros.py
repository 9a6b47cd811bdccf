"""Todo el estado del listado está en la dirección: se lee con tolerancia y se escribe de una sola forma."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import lru_cache
from operator import itemgetter
from urllib.parse import urlencode

from django.http import QueryDict
from django.template.loader import render_to_string
from django.utils.functional import Promise
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from conoceles.comun.lenguas import atributo
from conoceles.comun.texto import compactar, normalizar
from conoceles.publicacion.indice import ORDENES, ROTACION, Indice
from conoceles.publicacion.renglones import FACETAS, es_nombre, palabras_de
from conoceles.publicacion.tabla import Resultado

MAX_BUSQUEDA = 100
MAX_OPCIONES_A_LA_VISTA = 14
TARJETAS, FORMULAS, TABLA = "tarjetas", "formulas", "tabla"
VISTAS = {TARJETAS: _("Tarjetas"), FORMULAS: _("Fórmulas"), TABLA: _("Tabla")}
PARAMETROS = {"q", *FACETAS, "orden", "vista", "pagina"}
_POR_OMISION = {"orden": ROTACION, "vista": TARJETAS, "pagina": "1"}

# En el orden en que se ofrecen.
TITULOS = {
    "cargo": _("Cargo"),
    "demarcacion": _("Distrito o municipio"),
    "actor": _("Quién postula"),
    "respondio": _("¿Respondió?"),
    "sexo": _("Sexo"),
    "edad": _("Edad"),
    "tema": _("Tema de sus propuestas"),
    "grado": _("Grado de estudios"),
    "accion": _("Acción afirmativa"),
    "calidad": _("Propietaria o suplente"),
}


@dataclass(frozen=True)
class Filtro:
    """Lo que se busca. `seleccion` sólo lleva valores que existen; los demás, con su filtro, van en `desconocidos`."""

    q: str
    seleccion: dict[str, tuple[str, ...]]
    orden: str = ROTACION
    vista: str = TARJETAS
    pagina: str = ""
    desconocidos: tuple[tuple[str, str], ...] = ()

    def consulta(self, pagina: int = 1) -> str:
        """«?cargo=…&pagina=2»: siempre la misma para lo mismo; vacía si no hay nada que decir."""
        pares = [("q", self.q)] if self.q else []
        pares += [(faceta, valor) for faceta, valores in self.seleccion.items() for valor in valores]
        pares += [("orden", self.orden)] if self.orden != ROTACION else []
        pares += [("vista", self.vista)] if self.vista != TARJETAS else []
        pares += [("pagina", str(pagina))] if pagina > 1 else []
        pares.sort(key=itemgetter(0))  # así las guarda la vitrina: la halla sin tener que leerla
        return "?" + "&".join(_escrito(*par) for par in pares)

    def sin(self, faceta: str, valor: str) -> Filtro:
        """El mismo sin ese valor."""
        quedan = tuple(v for v in self.seleccion[faceta] if v != valor)
        seleccion = {f: valores for f, valores in self.seleccion.items() if f != faceta}
        return replace(self, seleccion=_ordenada(seleccion | ({faceta: quedan} if quedan else {})))

    @property
    def busca_sin_palabras(self) -> bool:
        """Se escribió algo, pero son puros signos."""
        return bool(self.q) and not palabras_de(self.q)


def leer(parametros: QueryDict, indice: Indice) -> Filtro:
    """Lo que pide la dirección; un valor que no existe no filtra, y se dice."""
    seleccion, desconocidos = {}, []
    for faceta, opciones in indice.opciones.items():
        pedidos = dict.fromkeys(filter(None, parametros.getlist(faceta)))
        desconocidos += [(faceta, normalizar(valor)) for valor in pedidos if valor not in opciones]
        if validos := tuple(valor for valor in opciones if valor in pedidos):
            seleccion[faceta] = validos
    orden, vista = parametros.get("orden", ROTACION), parametros.get("vista", TARJETAS)
    return Filtro(
        q=compactar(normalizar(parametros.get("q", "")[: MAX_BUSQUEDA * 4]))[:MAX_BUSQUEDA].strip(),
        seleccion=_ordenada(seleccion),
        orden=orden if orden in ORDENES else ROTACION,
        vista=vista if vista in VISTAS else TARJETAS,
        pagina=parametros.get("pagina", ""),
        desconocidos=tuple(desconocidos),
    )


def sobra_algo(parametros: QueryDict) -> bool:
    """¿La dirección lleva campos vacíos o lo que ya vale sin decirse? Así los manda un formulario."""
    return any(
        valor.strip() in ("", _POR_OMISION.get(nombre))
        for nombre, valores in parametros.lists()
        for valor in valores
    )


def _ordenada(seleccion: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    return {faceta: seleccion[faceta] for faceta in FACETAS if faceta in seleccion}


@lru_cache(8192)
def _escrito(nombre: str, valor: str) -> str:
    """«cargo=regiduria». Una página escribe los mismos en cada enlace que lleva a otra."""
    return urlencode({nombre: valor})


@lru_cache(8192)
def _seguro(texto: str) -> str:
    """El texto escapado. Son cientos de opciones por página, siempre las mismas: en plantilla costarían más que ella."""
    return escape(texto)


@dataclass(frozen=True)
class Grupo:
    """Un filtro con sus opciones: cuartetas (valor, texto, cuenta, activa), sin las que no darían nada."""

    nombre: str
    titulo: str | Promise = field(compare=False)  # lo dice el nombre
    opciones: tuple[tuple[str, str, str, bool], ...]

    @property
    def es_largo(self) -> bool:
        """Demasiadas para verlas todas: se eligen de una lista desplegable."""
        return len(self.opciones) > MAX_OPCIONES_A_LA_VISTA

    @property
    def activas(self) -> list[tuple[str, str, str, bool]]:
        return [opcion for opcion in self.opciones if opcion[3]]

    @property
    def casillas(self) -> SafeString:
        """Las casillas que se ven: todas o, en una lista larga, las ya elegidas."""
        vistas, lang = self.activas if self.es_largo else self.opciones, atributo()
        return mark_safe(  # noqa: S308 (todo texto va escapado)
            "".join(
                f'<div class="opcion"><input type="checkbox" name="{self.nombre}" value="{_seguro(valor)}"'
                f' id="filtro-{self.nombre}-{n}"{" checked" if activa else ""}><label for="filtro-{self.nombre}-{n}">'
                f'{self._marcado(valor, texto, lang)} <span class="opcion__cuenta">({cuenta})</span></label></div>'
                for n, (valor, texto, cuenta, activa) in enumerate(vistas, start=1)
            )
        )

    @property
    def por_agregar(self) -> SafeString:
        """Las `<option>` de una lista larga."""
        lang = atributo()
        return mark_safe(  # noqa: S308 (todo texto va escapado)
            "".join(
                f'<option value="{_seguro(valor)}"{lang if es_nombre(self.nombre, valor) else ""}>{_seguro(texto)}'
                f" ({cuenta})</option>"
                for valor, texto, cuenta, activa in self.opciones
                if not activa
            )
        )

    def _marcado(self, valor: str, texto: str, lang: str) -> str:
        """El texto de una opción; un nombre, en otra lengua, va marcado."""
        seguro = _seguro(texto)
        return f"<span{lang}>{seguro}</span>" if lang and es_nombre(self.nombre, valor) else seguro

    @property
    def esta_abierto(self) -> bool:
        return self.nombre == "cargo" or bool(self.activas)

    def dibujado(self) -> SafeString:
        return _grupo(self, get_language())


@lru_cache(512)  # de 1 a 8 kB cada uno
def _grupo(grupo: Grupo, idioma: str | None) -> SafeString:
    """Todas las páginas de un mismo filtro ofrecen los mismos grupos con las mismas cuentas."""
    return render_to_string("consulta/_filtro.html", {"grupo": grupo})


def grupos(indice: Indice, filtro: Filtro, resultado: Resultado) -> Iterator[Grupo]:
    """Los filtros que separan algo: uno con una sola opción que todas cumplen no se ofrece."""
    dichas = indice.opciones_dichas()
    for faceta, titulo in TITULOS.items():
        cuentas, elegidos = resultado.cuentas(faceta), filtro.seleccion.get(faceta, ())
        opciones = tuple(
            (valor, texto, f"{cuenta:,}", valor in elegidos)
            for valor, texto in dichas[faceta].items()
            if (cuenta := cuentas.get(valor, 0)) or valor in elegidos
        )
        if len(opciones) > 1 or elegidos or any(n and n < resultado.total for n in cuentas.values()):
            yield Grupo(faceta, titulo, opciones)
