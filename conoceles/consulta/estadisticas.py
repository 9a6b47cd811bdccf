"""Las cifras del último corte: cada gráfica es primero una tabla, y lo que se descarga es lo mismo que se ve.

Los estudios, que son respuestas, no están en ningún corte: se cuentan al momento (decisión 22).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conoceles.comun.csv_abierto import descarga
from conoceles.comun.lenguas import original
from conoceles.comun.puertas import publica
from conoceles.estadistica import lectura as cortes
from conoceles.estadistica import tablas
from conoceles.estadistica.archivo import csv_de_estudios, csv_del_corte
from conoceles.estadistica.models import Corte
from conoceles.estadistica.supresion import DEMAS, MUJERES
from conoceles.publicacion.lectura import Lectura
from conoceles.publicacion.renglones import es_nombre
from conoceles.publicacion.rotulos import NOMBRES_PROPIOS, rotulo

from .direcciones import completa, direccion
from .respuestas import dibujar, por_edicion

# Cada cifra con su título y lo que hay que saber para leerla, en el orden de la página.
TITULOS = {
    "respondio": (_("¿Respondieron?"), ""),
    "sexo": (_("Sexo"), _("Según el registro.")),
    "edad": (_("Edad"), _("Años cumplidos, según el registro.")),
    "grado": (
        _("Grado de estudios"),
        _("De quienes hoy tienen publicadas sus respuestas. Se cuenta al momento; ningún corte lo guarda."),
    ),
    "cargo": (
        _("Por cargo"),
        _("Lo que falta por publicarse puede estar en plazo o en revisión del Instituto."),
    ),
    "actor": (
        _("Por quien postula"),
        _(
            "La candidatura de una alianza cuenta en la alianza y en cada uno de sus partidos, como en el listado: la "
            "columna no suma el total."
        ),
    ),
    "demarcacion": (_("Por distrito y municipio"), ""),
    "accion": (
        _("Registradas por acción afirmativa"),
        _(
            "Lo dice el acuerdo de registro y es público. No es lo mismo que reconocerse parte de un grupo: eso se "
            "cuenta más abajo."
        ),
    ),
}
_RUTAS = {"cargo": "estadisticas_cargo", "actor": "estadisticas_actor"}
_ESTUDIOS = "grado"  # lo único de estas tablas que alguien contestó
_GRUPOS = "si"  # de los grupos sólo se cuenta quien dijo que sí


@dataclass(frozen=True)
class Fila:
    """Una categoría. `publicadas`: de ellas, las que tienen respuestas publicadas (sólo donde la tabla lo dice)."""

    texto: str
    cuantas: int
    barra: SafeString
    url: str = ""
    publicadas: int | None = None


@dataclass(frozen=True)
class Cifra:
    """Una tabla. `base`: sobre cuántas se calcula cada parte; `datos`: de cuántas se sabe.

    `dice_publicadas`: la parte que se dibuja es la de cada renglón que tiene respuestas publicadas.
    """

    clave: str
    titulo: str
    nota: str
    filas: list[Fila]
    base: int
    datos: int
    dice_publicadas: bool

    @property
    def es_larga(self) -> bool:
        return self.clave == "demarcacion"

    @property
    def es_al_momento(self) -> bool:
        return self.clave == _ESTUDIOS


@publica
@por_edicion
def estadisticas(request: HttpRequest, lectura: Lectura, faceta: str = "", valor: str = "") -> HttpResponse:
    """Las de todas las candidaturas o, por su dirección, las de un cargo o las de quien postula."""
    proceso = lectura.proceso
    raiz = direccion(proceso, "estadisticas")
    contexto: dict[str, Any] = {
        "activa": "" if faceta else "estadisticas",
        "dentro_de": "estadisticas" if faceta else "",
        "raiz": raiz,
        "lista": direccion(proceso, "lista"),
        "migas": [(gettext("Inicio"), direccion(proceso, "portada"))],
        "canonica": completa(direccion(proceso, _RUTAS[faceta], valor=valor) if faceta else raiz),
    }
    corte = cortes.ultimo(proceso.clave)
    if corte is None:
        if faceta and valor not in lectura.indice.opciones[faceta]:
            raise Http404
        return dibujar(request, lectura, "consulta/estadisticas_sin_corte.html", contexto)
    if faceta:
        contexto["migas"].append((gettext("Estadísticas"), raiz))
    contexto |= _de_la_vista(corte, lectura, faceta, valor) | ({} if faceta else _de_todo(corte, lectura))
    return dibujar(request, lectura, "consulta/estadisticas.html", contexto)


def _de_la_vista(corte: Corte, lectura: Lectura, faceta: str, valor: str) -> dict[str, Any]:
    datos, vista = corte.datos, _vista(corte.datos, faceta, valor)
    estudios = {_ESTUDIOS: tablas.estudios(lectura.indice, faceta, valor)}
    vista = {**vista, "tablas": {**vista["tablas"], **estudios}}
    return {
        "corte_hecho": corte,
        "candidaturas": vista["candidaturas"],
        "cifras": [_cifra(clave, vista, datos, lectura) for clave in TITULOS if vista["tablas"].get(clave)],
        "csv_de_estudios": direccion(lectura.proceso, "estudios_csv"),
        "de_quien": dict(datos["etiquetas"][faceta])[valor] if faceta else "",
        "lista_de": direccion(lectura.proceso, "lista")
        + (f"?{urlencode({faceta: valor})}" if faceta else ""),
    }


def _de_todo(corte: Corte, lectura: Lectura) -> dict[str, Any]:
    """Lo que sólo va en la página de todo el proceso: los grupos y los archivos."""
    datos = corte.datos
    identidad = datos["identidad"] or {"base": {"total": None}, "preguntas": []}
    return {
        "minimo": datos["minimo"],
        "contestaron": identidad["base"]["total"],
        "grupos": _grupos(identidad["preguntas"]),
        "preguntas": list(_preguntas(identidad["preguntas"])),
        "archivos": _archivos(corte, lectura),
        "anteriores": [
            (otro, _archivo(lectura, otro, "csv"), _archivo(lectura, otro, "json"))
            for otro in cortes.cortes(lectura.proceso.clave)
        ],
    }


def _vista(datos: Mapping[str, Any], faceta: str, valor: str) -> Mapping[str, Any]:
    vista: Mapping[str, Any]
    for vista in datos["vistas"]:
        if (vista["faceta"], vista["valor"]) == (faceta, valor):
            return vista
    raise Http404


def _cifra(clave: str, vista: Mapping[str, Any], datos: Mapping[str, Any], lectura: Lectura) -> Cifra:
    titulo, nota = TITULOS[clave]
    cuentas, suma = vista["tablas"][clave], sum(vista["tablas"][clave].values())
    base = suma if clave == _ESTUDIOS else vista["candidaturas"]
    enlaza = clave in _RUTAS and not vista["faceta"]
    publicadas = _publicadas(datos, clave) if enlaza else {}
    filas = []
    for valor, etiqueta in datos["etiquetas"][clave]:
        if cuantas := cuentas.get(valor):
            filas.append(
                Fila(
                    original(etiqueta) if es_nombre(clave, valor) else rotulo(etiqueta),
                    cuantas,
                    _barra(publicadas[valor], cuantas) if enlaza else _barra(cuantas, base),
                    direccion(lectura.proceso, _RUTAS[clave], valor=valor) if enlaza else "",
                    publicadas[valor] if enlaza else None,
                )
            )
    return Cifra(clave, str(titulo), str(nota), filas, base, suma, enlaza)


def _publicadas(datos: Mapping[str, Any], faceta: str) -> dict[str, int]:
    """Valor → cuántas de las suyas tienen respuestas publicadas."""
    return {
        v["valor"]: v["tablas"]["respondio"].get("si", 0) for v in datos["vistas"] if v["faceta"] == faceta
    }


def _barra(parte: int, total: int) -> SafeString:
    """La parte dibujada y dicha: el dibujo tiene por nombre lo que dice su texto."""
    ancho = f"{100 * parte / total:.1f}" if total else "0.0"
    dicho = "< 0.1" if parte and ancho == "0.0" else ancho
    return format_html(
        '<svg class="barra" role="img" viewBox="0 0 100 8" preserveAspectRatio="none"><title>{1}\u00a0%</title>'
        '<rect class="barra__todo" width="100" height="8"/><rect class="barra__parte" width="{0}" height="8"/></svg>'
        '<span aria-hidden="true">{1}\u00a0%</span>',
        ancho,
        dicho,
    )


# --- Lo que se cuenta sin nombre -----------------------------------------------------------------------------


@dataclass(frozen=True)
class Reservada:
    """Una celda de identidad; nulo, lo que no alcanza para contarse. `partes`: pares (renglón, cuántas)."""

    texto: str
    sin_nombre: int | None
    partes: list[tuple[str, int]]


def _grupos(tablas: list[dict[str, Any]]) -> list[Reservada]:
    """Los grupos, juntos: de cada uno, quienes dijeron que sí."""
    return [
        _reservada(rotulo(t["titulo"]), t["celdas"][0]) for t in tablas if t["celdas"][0]["opcion"] == _GRUPOS
    ]


def _preguntas(tablas: list[dict[str, Any]]) -> Iterator[tuple[str, list[Reservada]]]:
    """Las demás: (título, sus opciones con algo que decir)."""
    for t in tablas:
        if t["celdas"][0]["opcion"] != _GRUPOS:
            con_algo = [c for c in t["celdas"] if c["total"] is not None]
            dicha = original if t["pregunta"] in NOMBRES_PROPIOS else rotulo
            filas = [_reservada(dicha(c["etiqueta"]), c) for c in con_algo]
            yield rotulo(t["titulo"]), filas


def _reservada(texto: str, celda: Mapping[str, Any]) -> Reservada:
    renglones = celda["renglones"]
    nombres = {MUJERES: gettext("mujeres"), DEMAS: gettext("hombres y personas no binarias")}
    partes = [(nombres[r], renglones[r]) for r in (MUJERES, DEMAS) if r in renglones]
    resto = (celda["total"] or 0) - sum(renglones.values())
    if partes and resto:
        partes.append((gettext("sin separar"), resto))
    return Reservada(texto, celda["total"], partes)


# --- Los archivos --------------------------------------------------------------------------------------------


def _archivo(lectura: Lectura, corte: Corte, formato: str) -> str:
    return direccion(lectura.proceso, f"corte_{formato}", numero=str(corte.numero))


def _archivos(corte: Corte, lectura: Lectura) -> list[tuple[str, str, str]]:
    """(formato, dirección, SHA-256) de lo que se descarga."""
    return [
        ("CSV", _archivo(lectura, corte, "csv"), _huella_del_csv(corte.huella, corte.contenido)),
        ("JSON", _archivo(lectura, corte, "json"), corte.huella),
    ]


@lru_cache(8)
def _huella_del_csv(huella: str, contenido: str) -> str:
    return hashlib.sha256(csv_del_corte(Corte(contenido=contenido).datos).encode()).hexdigest()


@publica
@por_edicion
def corte_csv(request: HttpRequest, lectura: Lectura, numero: int) -> HttpResponse:
    corte = _el_corte(lectura, numero)
    return descarga(csv_del_corte(corte.datos), f"estadisticas-{corte.proceso}-{corte.numero}.csv")


@publica
@por_edicion
def corte_json(request: HttpRequest, lectura: Lectura, numero: int) -> HttpResponse:
    """El contenido, byte por byte: su SHA-256 es la huella del corte."""
    corte = _el_corte(lectura, numero)
    respuesta = HttpResponse(corte.contenido, content_type="application/json")
    nombre = f"estadisticas-{corte.proceso}-{corte.numero}.json"
    respuesta["Content-Disposition"] = f'attachment; filename="{nombre}"'
    return respuesta


@publica
@por_edicion
def estudios_csv(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    """Los que se publican en este momento: lo mismo que dan la tabla y el listado de esta edición."""
    archivo = csv_de_estudios(lectura.indice, lectura.corte)
    return descarga(archivo, f"estudios-{lectura.proceso.clave}.csv")


def _el_corte(lectura: Lectura, numero: int) -> Corte:
    corte = cortes.corte(lectura.proceso.clave, numero)
    if corte is None:
        raise Http404
    return corte
