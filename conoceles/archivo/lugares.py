"""De las celdas de una fila a su cargo, su demarcación y su actor político. Funciones puras."""

from __future__ import annotations

import hashlib
import re
import tomllib
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from conoceles.comun.texto import compactar, plegar
from conoceles.registro.catalogos import TipoDeActor, TipoDeDemarcacion

from .perfil import ActorDelPerfil, CargoDelPerfil, Perfil, coincide

_TERRITORIO = Path(__file__).resolve().parents[1] / "plantillas" / "territorio-federal-2024.toml"
_NUMERADO = re.compile(r"0*(\d{1,4})(?:\s*[-–—.:]\s*|$)(.*)", re.DOTALL)
_MENORES = frozenset({"a", "de", "del", "el", "en", "la", "las", "los", "y"})
_SIGLAS = 40
CABEN = {"actor": 200, "distrito": 120, "circunscripcion": 120, "municipio": 120, "entidad": 60}


class SinLugar(Exception):
    """La fila no dice por qué cargo o en qué territorio; `campo` es el que falla."""

    def __init__(self, campo: str, motivo: str) -> None:
        super().__init__(motivo)
        self.campo = campo


@dataclass(frozen=True)
class Territorio:
    """Una demarcación por crear. `clave` cabe en 20 caracteres y no se repite entre entidades.

    `entidad` es aquélla donde está; vacía si la demarcación es una entidad.
    """

    tipo: str
    clave: str
    nombre: str
    entidad: str
    clave_de_entidad: str


@dataclass(frozen=True)
class Actor:
    """Un actor político por crear."""

    clave: str
    siglas: str
    nombre: str
    tipo: str
    color: str
    orden: int
    es_conocido: bool

    @property
    def es_independiente(self) -> bool:
        return self.tipo == TipoDeActor.INDEPENDIENTE


def cargo_de(perfil: Perfil, datos: dict[str, str]) -> CargoDelPerfil:
    """El primer cargo del perfil que se llama así y cuya condición cumple la fila."""
    for cargo in perfil.cargos:
        if coincide(datos.get("cargo", ""), cargo.nombres) and (not cargo.exige or datos.get(cargo.exige)):
            return cargo
    raise SinLugar(
        "cargo",
        f"«{datos.get('cargo', '')}» no corresponde a ningún cargo del perfil; agréguelo a [[cargos]]",
    )


def territorio_de(cargo: CargoDelPerfil, datos: dict[str, str]) -> Territorio:
    """La demarcación donde se vota ese cargo: «15-CHETUMAL» de Quintana Roo es el distrito 23-15."""
    escrita = datos.get("entidad", "")
    entidad, nombre_de_entidad = entidad_de(escrita)
    if cargo.ambito == TipoDeDemarcacion.ENTIDAD:
        if not entidad:
            raise SinLugar("entidad", "está vacía y el cargo se elige en toda la entidad")
        return Territorio(cargo.ambito, entidad, nombre_de_entidad, "", entidad)
    lugar = datos.get(cargo.ambito, "")
    if not lugar:
        raise SinLugar(cargo.ambito, f"falta y el cargo «{cargo.nombre}» se elige por {cargo.ambito}")
    numerado = _NUMERADO.fullmatch(lugar)
    numero, nombre = (numerado[1], numerado[2]) if numerado else ("", lugar)
    prefijo = f"{entidad}-" if entidad else ""
    clave = f"{int(numero):02d}" if numero else clave_corta(nombre, 20 - len(prefijo))
    nombre = con_mayusculas(nombre) or f"{cargo.ambito.capitalize()} {numero}"
    return Territorio(
        cargo.ambito, f"{prefijo}{clave}", nombre[: CABEN["municipio"]], nombre_de_entidad, entidad
    )


def entidad_de(escrita: str) -> tuple[str, str]:
    """Clave y nombre de una entidad: el del INE si es una de las 32; si no, la que se deduce de su nombre."""
    if not escrita:
        return "", ""
    numerada = _NUMERADO.fullmatch(escrita)
    nombre = (numerada[2] if numerada else "") or escrita
    return entidades().get(plegar(nombre)) or (
        clave_corta(nombre, 12),
        con_mayusculas(nombre)[: CABEN["entidad"]],
    )


def es_conocida(escrita: str) -> bool:
    """Vacía también: el archivo de un solo instituto puede no decirla."""
    return not escrita or entidad_de(escrita) in entidades().values()


@lru_cache(1)
def entidades() -> dict[str, tuple[str, str]]:
    """Nombre plegado, o su alias, → clave del INE y nombre oficial."""
    datos = tomllib.loads(_TERRITORIO.read_text(encoding="utf-8"))
    return {
        plegar(nombre): (d["clave"], d["nombre"])
        for d in datos["demarcaciones"]
        if d["tipo"] == TipoDeDemarcacion.ENTIDAD
        for nombre in (d["nombre"], *d.get("alias", ()))
    }


def actor_de(perfil: Perfil, escrito: str) -> Actor:
    """El actor del perfil que se llama así o, si ninguno, el que resulta de lo escrito."""
    for orden, conocido in enumerate(perfil.actores):
        if coincide(escrito, conocido.nombres):
            return _conocido(conocido, orden)
    nombre = compactar(escrito).rstrip(" .") or compactar(escrito)
    siglas = nombre if len(nombre) <= _SIGLAS else nombre[: _SIGLAS - 1].rstrip() + "…"
    clave = clave_corta(nombre, 80)
    return Actor(
        clave, siglas, nombre[: CABEN["actor"]], _tipo(plegar(escrito)), "#6b6b6b", 500, es_conocido=False
    )


def _conocido(actor: ActorDelPerfil, orden: int) -> Actor:
    return Actor(
        actor.clave,
        actor.siglas,
        actor.nombre,
        actor.tipo,
        actor.color,
        actor.orden or orden,
        es_conocido=True,
    )


def _tipo(plegado: str) -> str:
    if "independiente" in plegado:
        return TipoDeActor.INDEPENDIENTE
    if "candidatura_comun" in plegado:
        return TipoDeActor.CANDIDATURA_COMUN
    return TipoDeActor.PARTIDO if plegado.startswith("partido") else TipoDeActor.COALICION


def clave_corta(nombre: str, largo: int) -> str:
    """Minúsculas y guiones; si no cabe, se corta y se le añade una huella para que no se confunda con otra."""
    # «!!!» y «¿?» se pliegan a nada y no por eso son lo mismo.
    entera = plegar(nombre).replace("_", "-") or f"sin-nombre-{_marca(nombre)}"
    if len(entera) <= largo:
        return entera
    marca = _marca(entera)
    return f"{entera[: largo - 6].rstrip('-')}-{marca}"


def _marca(texto: str) -> str:
    return hashlib.sha256(texto.encode()).hexdigest()[:5]


def con_mayusculas(nombre: str) -> str:
    """«OTHÓN P. BLANCO» → «Othón P. Blanco»; lo que no viene todo en mayúsculas no se toca."""
    nombre = compactar(nombre)
    if nombre != nombre.upper():
        return nombre
    palabras = nombre.lower().split()
    return " ".join(p if n and p in _MENORES else p[:1].upper() + p[1:] for n, p in enumerate(palabras))
