"""La boleta de un lugar tal como se imprime: sus papeletas y, en cada una, los recuadros en su orden.

Funciones puras del índice y del lugar: no consultan nada.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext

from conoceles.comun.lenguas import original
from conoceles.publicacion import ficha
from conoceles.publicacion.completitud import frase
from conoceles.publicacion.indice import Indice
from conoceles.publicacion.relevos import AVISOS, OTRO_NOMBRE
from conoceles.publicacion.renglones import Renglon, clave_de_demarcacion
from conoceles.publicacion.situacion import Situacion
from conoceles.territorio.lectura import Lugar

PROPIETARIA = "propietaria"
_INDEPENDIENTE, _PLANILLA, _LISTA = "independiente", "planilla", "lista"


@dataclass(frozen=True)
class Persona:
    """Una candidatura en la boleta; `foto`: la huella de la que hoy puede verse."""

    renglon: Renglon
    situacion: Situacion

    @property
    def es_suplente(self) -> bool:
        return self.renglon.calidad != PROPIETARIA

    @property
    def lugar(self) -> str:
        return ficha.lugar({"cargo": self.renglon.cargo, "numero": self.renglon.numero})

    @property
    def foto(self) -> str:
        return self.renglon.foto or "" if self.situacion.es_publicada else ""

    @property
    def aviso(self) -> str | Promise:
        """Lo que conviene saber antes de buscar su nombre en la papeleta; casi siempre, nada."""
        return AVISOS[OTRO_NOMBRE] if OTRO_NOMBRE in self.renglon.avisos else ""

    @property
    def completitud(self) -> str:
        return frase(self.renglon.apartados) if self.situacion.es_publicada else ""


@dataclass(frozen=True)
class Formula:
    """Quienes comparten un lugar: primero la propietaria. `rotulo`: «Sindicatura», «Regiduría 2», «Lugar 3»."""

    cargo: str
    rotulo: str
    personas: tuple[Persona, ...]

    @property
    def es_sin_titular(self) -> bool:
        """Renunció o aún no se aprueba: hoy el registro sólo tiene a su suplente."""
        return self.personas[0].es_suplente


@dataclass(frozen=True)
class Opcion:
    """Un recuadro: quien postula y a quiénes, en el orden de su registro."""

    actor: Mapping[str, Any]
    formulas: tuple[Formula, ...]

    @property
    def encabeza(self) -> Formula:
        return self.formulas[0]

    @property
    def siguen(self) -> tuple[Formula, ...]:
        return self.formulas[1:]


@dataclass(frozen=True)
class Parte:
    """Lo que se decide con una misma marca. `contienda`: su clave, o la del cargo que encabeza la planilla.

    `falta`: por qué no hay recuadros: «distrito» si no se sabe cuál es, «sistema» si el municipio no elige su
    ayuntamiento por partidos; vacía si aún no se aprueba ninguna candidatura. `terminadas`: a quiénes puede nombrar
    todavía el papel.
    """

    contienda: str
    titulo: str
    demarcacion: str
    es_lista: bool
    opciones: tuple[Opcion, ...] = ()
    falta: str = ""
    terminadas: tuple[Persona, ...] = ()


@dataclass(frozen=True)
class Papeleta:
    """Una hoja de papel: «diputaciones» lleva las de mayoría al frente y las listas al reverso."""

    clave: str
    partes: tuple[Parte, ...]

    @property
    def titulo(self) -> str:
        return self.clave.replace("-", " ").capitalize()

    @property
    def recuadros(self) -> int:
        return len(self.partes[0].opciones)


def papeletas(indice: Indice, lugar: Lugar) -> list[Papeleta]:
    """Todo lo que se vota ahí, en el orden de los cargos; también aquello de lo que falta saber algo."""
    donde = {"entidad": _entidad(indice), "distrito": lugar.distrito, "municipio": lugar.municipio}
    por_cargo = _por_cargo(indice, donde)
    hojas: dict[str, list[Parte]] = defaultdict(list)
    for cargos, ambito in _juntos(indice.cargos.values()):
        renglones = [renglon for cargo in cargos for renglon in por_cargo[cargo["clave"]]]
        hojas[cargos[0]["boleta"]].append(_parte(indice, cargos, ambito, donde[ambito], renglones, lugar))
    return [Papeleta(clave, tuple(partes)) for clave, partes in hojas.items()]


def _entidad(indice: Indice) -> str:
    """La única del proceso; con varias no se adivina de cuál es la sección."""
    claves = [c.removeprefix("entidad-") for c in indice.opciones["demarcacion"] if c.startswith("entidad-")]
    return claves[0] if len(claves) == 1 else ""


def _por_cargo(indice: Indice, donde: Mapping[str, str]) -> Mapping[str, list[Renglon]]:
    claves = tuple(f"{tipo}-{clave}" for tipo, clave in donde.items() if clave)
    encontrados = indice.tabla().filtrar({"demarcacion": claves})
    por_cargo: dict[str, list[Renglon]] = defaultdict(list)
    for renglon in encontrados.pagina(0, encontrados.total):
        por_cargo[renglon.cargo["clave"]].append(renglon)
    return por_cargo


def _juntos(
    cargos: Iterable[tuple[Mapping[str, Any], str]],
) -> Iterator[tuple[list[Mapping[str, Any]], str]]:
    """Los cargos por orden; los de una planilla, que se votan con una sola marca, juntos."""
    grupos: dict[tuple[str, str], list[Mapping[str, Any]]] = defaultdict(list)
    for cargo, ambito in sorted(cargos, key=lambda par: (par[0]["orden"], par[0]["clave"])):
        grupo = cargo["boleta"] if cargo["unidad"] == _PLANILLA else cargo["clave"]
        grupos[grupo, ambito].append(cargo)
    for (_, ambito), juntos in grupos.items():
        yield juntos, ambito


def _parte(
    indice: Indice,
    cargos: Sequence[Mapping[str, Any]],
    ambito: str,
    clave: str,
    renglones: Sequence[Renglon],
    lugar: Lugar,
) -> Parte:
    falta = ""
    if ambito == "distrito" and not clave:
        falta = "distrito"
    elif ambito == "municipio" and not lugar.elige_ayuntamiento:
        falta, renglones = "sistema", ()
    return Parte(
        contienda=renglones[0].contienda if renglones else f"{cargos[0]['clave']}-{clave}",
        titulo=cargos[0]["nombre"],
        demarcacion=ficha.demarcacion(renglones[0].demarcacion, con_entidad=False) if renglones else "",
        es_lista=cargos[0]["unidad"] == _LISTA,
        opciones=tuple(opciones(indice, renglones)),
        falta=falta,
        terminadas=()
        if falta
        else terminadas(indice, {cargo["clave"] for cargo in cargos}, f"{ambito}-{clave}"),
    )


def terminadas(indice: Indice, cargos: Collection[str], donde: str) -> tuple[Persona, ...]:
    """Quienes salieron después de congelarse las boletas, en el orden de éstas. `donde`: véase `clave_de_demarcacion`."""
    suyas = (
        renglon
        for renglon in indice.terminadas
        if renglon.cargo["clave"] in cargos and clave_de_demarcacion(renglon.demarcacion) == donde
    )
    return tuple(Persona(renglon, indice.situacion(renglon)) for renglon in sorted(suyas, key=_en_la_suya))


def _en_la_suya(renglon: Renglon) -> tuple[Any, ...]:
    lugar = renglon.cargo["orden"], renglon.cargo["clave"], renglon.numero
    return *en_la_boleta(renglon.actor), *lugar, renglon.calidad != PROPIETARIA, renglon.clave


def opciones(indice: Indice, renglones: Iterable[Renglon]) -> Iterator[Opcion]:
    por_actor: dict[str, list[Renglon]] = defaultdict(list)
    for renglon in renglones:
        por_actor[renglon.actor["clave"]].append(renglon)
    for suyos in sorted(por_actor.values(), key=lambda suyos: en_la_boleta(suyos[0].actor)):
        yield Opcion(suyos[0].actor, tuple(_formulas(indice, suyos)))


def en_la_boleta(actor: Mapping[str, Any]) -> tuple[bool, int, int, str]:
    """El lugar de su recuadro: el `orden` que la plantilla da a cada actor, que es el de la boleta aprobada.

    Una alianza va donde el primero de sus miembros y las candidaturas independientes al final, entre sí por su `orden`.
    """
    ordenes = [miembro["orden"] for miembro in actor["miembros"]] or [actor["orden"]]
    return actor["tipo"] == _INDEPENDIENTE, min(ordenes), actor["orden"], actor["clave"]


def _formulas(indice: Indice, renglones: Iterable[Renglon]) -> Iterator[Formula]:
    lugares: dict[tuple[int, str, int], list[Renglon]] = defaultdict(list)
    for renglon in renglones:
        lugares[renglon.cargo["orden"], renglon.cargo["clave"], renglon.numero].append(renglon)
    por_cargo: dict[str, int] = defaultdict(int)
    for _, clave, _ in lugares:
        por_cargo[clave] += 1
    for _, juntos in sorted(lugares.items()):
        juntos.sort(key=lambda renglon: (renglon.calidad != PROPIETARIA, renglon.clave))
        personas = tuple(Persona(renglon, indice.situacion(renglon)) for renglon in juntos)
        cargo = juntos[0].cargo
        yield Formula(cargo["nombre"], _rotulo(juntos[0], solo=por_cargo[cargo["clave"]] == 1), personas)


def _rotulo(renglon: Renglon, *, solo: bool) -> str:
    if renglon.cargo["unidad"] == _LISTA:
        return gettext("Lugar %(numero)s") % {"numero": renglon.numero}
    nombre: str = renglon.cargo["nombre"]
    return original(nombre if solo else f"{nombre} {renglon.numero}")
