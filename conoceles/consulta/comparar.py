"""Comparar: todas las candidaturas de una contienda lado a lado, con los mismos renglones y el mismo espacio."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from conoceles.comun.puertas import publica
from conoceles.publicacion.bloques import NOTA_DE_IDENTIDAD
from conoceles.publicacion.comparacion import TOPE, documentos_publicos, temas
from conoceles.publicacion.ficha import FichaVista, armar, colores, demarcacion
from conoceles.publicacion.indice import APELLIDO, ROTACION, Indice
from conoceles.publicacion.lectura import Lectura
from conoceles.publicacion.renglones import Renglon, alfabetico, clave_de_demarcacion, por_apellido, sorteo

from .direcciones import completa, de_foto, direccion
from .metadatos import para_compartir
from .papeletas import Opcion, Persona, opciones, terminadas
from .respuestas import dibujar, por_edicion

NO_COINCIDE = _("Lo que hoy se guarda no es lo que se publicó: no se muestra")
SIN_TITULAR = _("Hoy no hay persona propietaria en el registro")


@dataclass(frozen=True)
class Columna:
    """Un recuadro de la boleta. `clave`: la de quien lo encabeza; con ella se elige y se sortea su lugar."""

    opcion: Opcion
    es_lista: bool

    @property
    def titular(self) -> Persona:
        return self.opcion.encabeza.personas[0]

    @property
    def clave(self) -> str:
        return self.titular.renglon.clave

    @property
    def nombre(self) -> str:
        """El de la persona que encabeza; en una lista, que se vota entera, el de quien la postula."""
        return self.actor if self.es_lista else self.titular.renglon.nombre

    @property
    def actor(self) -> str:
        nombre: str = self.opcion.actor["nombre"]
        return nombre

    @property
    def siglas(self) -> str:
        siglas: str = "" if self.es_lista else self.opcion.actor["siglas"]
        return siglas

    @property
    def colores(self) -> tuple[str, ...]:
        return colores(self.opcion.actor)

    @property
    def claves(self) -> set[str]:
        """Las de todas sus personas: nombrar a cualquiera la elige."""
        return {p.renglon.clave for formula in self.opcion.formulas for p in formula.personas}

    @property
    def suplentes(self) -> tuple[Persona, ...]:
        return tuple(persona for persona in self.opcion.encabeza.personas if persona.es_suplente)


@dataclass(frozen=True)
class Pedido:
    """A quiénes (sin decirlo, a todas) y en qué orden. `ausentes`: a quiénes se nombró y no compiten aquí."""

    quienes: tuple[str, ...] = ()
    orden: str = ROTACION
    ausentes: tuple[str, ...] = ()

    def consulta(self) -> str:
        """«?quienes=a,b&orden=apellido»: siempre la misma para lo mismo."""
        pares = [("quienes", ",".join(self.quienes))] if self.quienes else []
        pares += [("orden", self.orden)] if self.orden != ROTACION else []
        return f"?{urlencode(pares, safe=',')}" if pares else ""


def leer(parametros: QueryDict, columnas: Sequence[Columna]) -> Pedido:
    """Lo que pide la dirección. Nombrar a todas es no elegir; las casillas mandan una clave por campo."""
    pedidas = {clave for valor in parametros.getlist("quienes") for clave in valor.split(",") if clave}
    elegidas = sorted(columna.clave for columna in columnas if columna.claves & pedidas)
    conocidas = {clave for columna in columnas for clave in columna.claves}
    return Pedido(
        quienes=() if len(elegidas) == len(columnas) else tuple(elegidas),
        orden=APELLIDO if parametros.get("orden") == APELLIDO else ROTACION,
        ausentes=tuple(sorted(pedidas - conocidas)),
    )


def sobra_algo(parametros: QueryDict) -> bool:
    """¿La dirección es la que manda el formulario y puede decirse más corta?"""
    return len(parametros.getlist("quienes")) > 1 or parametros.get("orden") in ("", ROTACION)


# --- Elegir la contienda ------------------------------------------------------------------------------------


@publica
@por_edicion
def elegir(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    contexto = {
        "activa": "comparar",
        "cargos": _por_cargo(lectura),
        "canonica": completa(direccion(lectura.proceso, "comparar")),
    }
    return dibujar(request, lectura, "consulta/comparar.html", contexto)


def _por_cargo(lectura: Lectura) -> list[tuple[str, list[tuple[str, str]]]]:
    """Cada cargo con sus contiendas, pares (demarcación, dirección), en el orden en que se ofrecen.

    Se juntan por clave: lo que se publicó antes puede nombrar de otro modo el mismo cargo o el mismo lugar.
    """
    indice = lectura.indice
    cargos, lugares = indice.opciones["cargo"], indice.opciones["demarcacion"]
    donde = {clave: numero for numero, clave in enumerate(lugares)}
    contiendas: dict[str, list[tuple[str, str]]] = {cargo: [] for cargo in cargos}
    for contienda, (renglon, *_resto) in indice.por_contienda.items():
        contiendas[renglon.cargo["clave"]].append((clave_de_demarcacion(renglon.demarcacion), contienda))
    return [
        (
            cargos[cargo],
            [
                (lugares[lugar], direccion(lectura.proceso, "comparacion", contienda=contienda))
                for lugar, contienda in sorted(suyas, key=lambda par: donde[par[0]])
            ],
        )
        for cargo, suyas in contiendas.items()
        if suyas
    ]


def _lugar(renglon: Renglon, indice: Indice) -> str:
    return demarcacion(renglon.demarcacion, con_entidad=indice.son_varias_entidades)


# --- La comparación -----------------------------------------------------------------------------------------


@publica
@partial(por_edicion, parametros=("quienes", "orden"))
def contienda(request: HttpRequest, lectura: Lectura, contienda: str) -> HttpResponse:
    indice = lectura.indice
    if contienda not in indice.encabeza:
        return _sin_candidaturas(request, lectura)
    cabeza = indice.encabeza[contienda]
    columnas = _columnas(indice, cabeza)
    pedido = leer(request.GET, columnas)
    ruta = direccion(lectura.proceso, "comparacion", contienda=cabeza)
    if contienda != cabeza or sobra_algo(request.GET):
        # También a quien no compite aquí: la página debe decirlo.
        return redirect(ruta + replace(pedido, quienes=pedido.quienes + pedido.ausentes).consulta())
    columnas.sort(key=_por_apellido if pedido.orden == APELLIDO else partial(_por_sorteo, indice, cabeza))
    visibles = [c for c in columnas if not pedido.quienes or c.clave in pedido.quienes]
    primero = indice.por_contienda[cabeza][0]
    cargo, lugar = primero.cargo["nombre"], _lugar(primero, indice)
    esta = completa(ruta + pedido.consulta())
    contexto = {
        "dentro_de": "comparar",
        "cargo": cargo,
        "demarcacion": lugar,
        "es_lista": primero.cargo["unidad"] == "lista",
        "es_planilla": primero.cargo["unidad"] == "planilla",
        "columnas": visibles,
        "casillas": [(columna, columna in visibles) for columna in columnas],
        "filas": list(_filas(visibles, lectura)),
        "terminadas": _terminadas(indice, cabeza),
        "pedido": pedido,
        "ruta": ruta,
        "tope": TOPE,
        "nota_de_identidad": gettext(NOTA_DE_IDENTIDAD),
        "sorteo": {"contienda": cabeza, "claves": sorted(columna.clave for columna in visibles)},
        "dia": indice.dia,
        "lista": direccion(lectura.proceso, "lista"),
        "migas": [
            (gettext("Inicio"), direccion(lectura.proceso, "portada")),
            (gettext("Comparar"), direccion(lectura.proceso, "comparar")),
        ],
        "canonica": completa(ruta),
        "esta": esta,
        "compartir": para_compartir(
            gettext("Comparar: %(cargo)s, %(demarcacion)s") % {"cargo": cargo, "demarcacion": lugar}, esta
        ),
    }
    return dibujar(request, lectura, "consulta/comparacion.html", contexto)


def _sin_candidaturas(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    """No hay tal contienda, o todas sus candidaturas terminaron."""
    elegir = direccion(lectura.proceso, "comparar")
    contexto = {"dentro_de": "comparar", "elegir": elegir, "canonica": completa(elegir)}
    return dibujar(request, lectura, "consulta/comparar_nadie.html", contexto, status=404)


def _terminadas(indice: Indice, contienda: str) -> tuple[Persona, ...]:
    renglones = indice.por_contienda[contienda]
    cargos = {renglon.cargo["clave"] for renglon in renglones}
    return terminadas(indice, cargos, clave_de_demarcacion(renglones[0].demarcacion))


def _columnas(indice: Indice, contienda: str) -> list[Columna]:
    renglones = indice.por_contienda[contienda]
    es_lista = renglones[0].cargo["unidad"] == "lista"
    return [Columna(opcion, es_lista) for opcion in opciones(indice, renglones)]


def _por_sorteo(indice: Indice, contienda: str, columna: Columna) -> bytes:
    return sorteo(indice.proceso, contienda, indice.dia, columna.clave)


def _por_apellido(columna: Columna) -> tuple[str, ...]:
    return (alfabetico(columna.actor),) if columna.es_lista else por_apellido(columna.titular.renglon)


# --- Los renglones ------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Fila:
    """Un renglón de la tabla. `tipo`: cuál de las formas de `consulta/_celda.html` tienen sus celdas."""

    tipo: str
    clave: str
    titulo: str
    por_columna: tuple[tuple[Columna, Any], ...]


def _filas(columnas: Sequence[Columna], lectura: Lectura) -> Iterator[Fila]:
    """Quien encabeza, dónde está y lo que dice; al final, quiénes más van: de una lista, su prelación entera."""

    def fila(tipo: str, clave: str, titulo: str, celdas: Iterable[Any]) -> Fila:
        return Fila(tipo, clave, titulo, tuple(zip(columnas, celdas, strict=True)))

    fichas = _fichas(columnas, lectura)
    if es_lista := columnas[0].es_lista:
        yield fila("personas", "encabeza", gettext("Encabeza la lista"), ((c.titular,) for c in columnas))
    yield fila("situacion", "situacion", gettext("Situación"), (c.titular for c in columnas))
    yield fila("registro", "registro", gettext("Registro"), map(_generales, fichas))
    if any(columna.suplentes for columna in columnas):
        yield fila("personas", "suplente", gettext("Suplente"), (c.suplentes for c in columnas))
    for tema in temas(fichas):
        yield fila("respuestas", tema.clave, tema.titulo, tema.celdas)
    if es_lista:
        yield fila("formulas", "lista", gettext("Lista"), (c.opcion.formulas for c in columnas))
    elif any(columna.opcion.siguen for columna in columnas):
        planilla = gettext("Resto de la planilla")
        yield fila("formulas", "planilla", planilla, (c.opcion.siguen for c in columnas))


def _generales(ficha: FichaVista | str) -> tuple[str, ...]:
    return (ficha,) if isinstance(ficha, str) else ficha.generales


def _fichas(columnas: Sequence[Columna], lectura: Lectura) -> list[FichaVista | str]:
    """La de cada titular; en su lugar, por qué no hay."""
    indice = lectura.indice
    titulares = [c.clave for c in columnas if not c.titular.es_suplente]
    documentos = documentos_publicos(titulares, lectura.ahora, indice.se_recorre)
    fichas: list[FichaVista | str] = []
    for columna in columnas:
        if columna.titular.es_suplente:
            fichas.append(str(SIN_TITULAR))
        elif publico := documentos.get(columna.clave):
            fichas.append(
                armar(
                    publico.documento,
                    publico.situacion,
                    url_foto=de_foto,
                    con_entidad=indice.son_varias_entidades,
                    acciones=indice.opciones["accion"],
                    identidad=publico.identidad,
                )
            )
        else:
            fichas.append(str(NO_COINCIDE))
    return fichas
