"""Una candidatura como renglón del listado: sus columnas, sus valores en cada filtro y su lugar en cada orden.

Funciones puras; `indice` las junta y cuenta.
"""

from __future__ import annotations

import hashlib
import marshal
import re
import sys
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from django.utils.translation import gettext, gettext_noop

from conoceles.comun.texto import plegar_busqueda
from conoceles.cuestionarios.definiciones import DEFINICIONES, Definicion, Opcion

from . import situacion as situaciones
from .completitud import Completitud
from .ficha import CALIDADES, SEXOS, demarcacion
from .relevos import ESTE_NOMBRE, avisos
from .situacion import Situacion, situacion

MAX_PALABRAS = 8
_SIGNOS_ALREDEDOR = re.compile(r"^[\W_]+|[\W_]+$")
_APROBADA = {"situacion": "aprobada"}
_SIN_DATO = "sin-dato"
_INDEPENDIENTE = "independiente"

EDADES = {
    "18-29": gettext_noop("18 a 29 años"),
    "30-39": gettext_noop("30 a 39 años"),
    "40-49": gettext_noop("40 a 49 años"),
    "50-59": gettext_noop("50 a 59 años"),
    "60": gettext_noop("60 años o más"),
    _SIN_DATO: gettext_noop("Sin dato"),
}
_LIMITES_DE_EDAD = ((30, "18-29"), (40, "30-39"), (50, "40-49"), (60, "50-59"))

RESPONDIO = {
    "si": gettext_noop("Sí, publicada"),
    "por-publicar": gettext_noop("Sí, aún no se publica"),
    "en-revision": gettext_noop("Sí, en revisión"),
    "retirada": gettext_noop("Sí, retirada por el Instituto"),
    "en-plazo": gettext_noop("Aún en plazo"),
    "no": gettext_noop("No respondió"),
    "sin-acceso": gettext_noop("El Instituto no le dio acceso a tiempo"),
}
_RESPONDIO_SEGUN = {
    situaciones.PUBLICADA: "si",
    situaciones.POR_PUBLICAR: "por-publicar",
    situaciones.EN_REVISION: "en-revision",
    situaciones.RETIRADA: "retirada",
    situaciones.EN_PLAZO: "en-plazo",
    situaciones.NO_RESPONDIO: "no",
    situaciones.SIN_ACCESO: "sin-acceso",
    situaciones.NO_PROPORCIONO: "no",
}


class Renglon(NamedTuple):
    """Una candidatura, con las columnas de su tarjeta que el listado usa.

    Está aprobada, o terminó cuando las boletas ya no podían cambiarse.
    """

    clave: str
    nombre: str
    apellidos: tuple[str, str, str]  # primero, segundo, nombres; vacíos si el registro no los separa
    buscable: str
    cargo: Mapping[str, Any]
    demarcacion: Mapping[str, Any]
    actor: Mapping[str, Any]
    origen: Mapping[str, Any] | None
    contienda: str
    numero: int
    calidad: str
    sexo: str
    edad: int | None
    acciones: Sequence[str]
    grado: str | None
    temas: Sequence[str]
    foto: str | None
    cuestionario: Mapping[str, Any]
    apartados: Completitud
    avisos: Sequence[str]  # véase `relevos.AVISOS`
    registro: Mapping[str, Any]  # de quien terminó, cómo y cuándo

    @property
    def esta_aprobada(self) -> bool:
        return self.registro is _APROBADA

    def situacion(self, ahora: datetime, se_recorre: Callable[[datetime], bool]) -> Situacion:
        """Véase `situacion.situacion`."""
        return situacion({"registro": self.registro, "cuestionario": self.cuestionario}, ahora, se_recorre)


# Miles de personas comparten unos cuantos nombres y apellidos.
_plegada = lru_cache(20_000)(plegar_busqueda)


class Renglones:
    """Hace renglones compartiendo lo que se repite: miles de tarjetas nombran los mismos cargos y partidos."""

    def __init__(self) -> None:
        self._vistos: dict[Any, Any] = {}

    def de(self, clave: str, tarjeta: Mapping[str, Any]) -> Renglon:
        cuestionario = dict(tarjeta["cuestionario"])
        del cuestionario["publicado_en"]  # distinto en cada una; sin él se comparten por miles
        return Renglon(
            clave=clave,
            nombre=tarjeta["nombre"],
            apellidos=(*tarjeta["apellidos"], tarjeta["nombres"]),
            buscable=" ".join(map(_plegada, f"{tarjeta['nombre']} {tarjeta['mote']}".split())),
            cargo=self._uno(tarjeta["cargo"]),
            demarcacion=self._uno(tarjeta["demarcacion"]),
            actor=self._uno(tarjeta["actor"]),
            origen=self._uno(tarjeta["origen"]),
            contienda=sys.intern(tarjeta["contienda"]),
            numero=tarjeta["numero"],
            calidad=sys.intern(tarjeta["calidad"]),
            sexo=sys.intern(tarjeta["sexo"]),
            edad=tarjeta["edad"],
            acciones=self._uno(tarjeta["acciones_afirmativas"]) or (),
            grado=tarjeta["grado"] and sys.intern(tarjeta["grado"]),
            temas=self._uno(tarjeta.get("temas")) or (),
            foto=tarjeta["foto"],
            cuestionario=self._uno(cuestionario),
            apartados=self._apartados(*tarjeta["apartados"]),
            avisos=self._uno(avisos(tarjeta)),
            registro=_registro(tarjeta["registro"]),
        )

    def _apartados(self, *cuentas: int) -> Completitud:
        return self._vistos.setdefault(cuentas, Completitud(*cuentas))

    def _uno(self, valor: Any) -> Any:
        return self._vistos.setdefault(marshal.dumps(valor, 2), valor) if valor else valor


def _registro(datos: Mapping[str, Any]) -> Mapping[str, Any]:
    """Lo que su situación pide; el de las aprobadas, que son miles, es uno solo."""
    if datos["situacion"] == _APROBADA["situacion"]:
        return _APROBADA
    return {campo: datos[campo] for campo in ("situacion", "hasta", "sustituida_por")}


def se_conserva(tarjeta: Mapping[str, Any]) -> bool:
    """¿La nombra el listado o, si ya terminó, puede nombrarla todavía la boleta?"""
    registro = tarjeta["registro"]
    return registro["situacion"] == _APROBADA["situacion"] or registro.get("en_la_boleta") == ESTE_NOMBRE


# --- Los valores de cada filtro -------------------------------------------------------------------------


def rango_de_edad(edad: int | None) -> str:
    """El rango, sin huecos: toda edad cae en uno y sólo en uno."""
    if not edad:
        return _SIN_DATO
    return next((rango for limite, rango in _LIMITES_DE_EDAD if edad < limite), "60")


def clave_de_demarcacion(datos: Mapping[str, Any]) -> str:
    """Con el tipo por delante: un distrito y un municipio pueden llevar el mismo número."""
    return f"{datos['tipo']}-{datos['clave']}"


def planilla_de(
    cargo: Mapping[str, Any], demarcacion: Mapping[str, Any], actor: Mapping[str, Any]
) -> tuple[str, ...]:
    """Lo que distingue a su planilla o a su lista de las demás; vacía donde cada fórmula va por su cuenta."""
    lugar = clave_de_demarcacion(demarcacion), actor["clave"]
    if cargo["unidad"] == "planilla":  # sus cargos comparten una sola postulación
        return ("planilla", *lugar)
    return ("lista", cargo["clave"], *lugar) if cargo["unidad"] == "lista" else ()


def marca_en_la_boleta(renglon: Renglon) -> str:
    """Lo que se decide con una misma marca: una contienda, o todos los cargos de una planilla."""
    if renglon.cargo["unidad"] == "planilla":
        return f"planilla-{clave_de_demarcacion(renglon.demarcacion)}"
    return renglon.contienda


def _actores(renglon: Renglon, situacion: Situacion) -> Iterable[str]:
    """Quien postula, los miembros de su alianza y el partido de origen; las independientes, juntas."""
    actor, origen = renglon.actor, renglon.origen
    if actor["tipo"] == _INDEPENDIENTE:
        return (_INDEPENDIENTE,)
    claves = {actor["clave"], *(miembro["clave"] for miembro in actor["miembros"])}
    return claves | {origen["clave"]} if origen else claves


class Faceta(NamedTuple):
    """Un filtro: los valores de un renglón en él, y de qué columnas dependen."""

    campos: tuple[str, ...]
    valores: Callable[[Renglon, Situacion], Iterable[str]]


FACETAS: dict[str, Faceta] = {
    "cargo": Faceta(("cargo",), lambda r, s: (r.cargo["clave"],)),
    "demarcacion": Faceta(("demarcacion",), lambda r, s: (clave_de_demarcacion(r.demarcacion),)),
    "actor": Faceta(("actor", "origen"), _actores),
    "sexo": Faceta(("sexo",), lambda r, s: (r.sexo or _SIN_DATO,)),
    "edad": Faceta(("edad",), lambda r, s: (rango_de_edad(r.edad),)),
    # El grado y los temas son respuestas: sólo cuentan donde ya son públicas.
    "grado": Faceta(("grado", "cuestionario"), lambda r, s: (r.grado,) if r.grado and s.es_publicada else ()),
    "tema": Faceta(("temas", "cuestionario"), lambda r, s: r.temas if s.es_publicada else ()),
    "accion": Faceta(("acciones",), lambda r, s: r.acciones),
    "respondio": Faceta(("cuestionario",), lambda r, s: (_RESPONDIO_SEGUN[s.clave],)),
    "calidad": Faceta(("calidad",), lambda r, s: (r.calidad,)),
}


# --- El orden -------------------------------------------------------------------------------------------


def sorteo(proceso: str, contienda: str, dia: date, clave: str) -> bytes:
    """El lugar de una candidatura ese día: SHA-256 de proceso, contienda, fecha y clave unidos con «|»."""
    return hashlib.sha256(f"{proceso}|{contienda}|{dia.isoformat()}|{clave}".encode()).digest()


# Letras de nombres indígenas y extranjeros que no llevan un acento aparte sino otra forma.
_LETRAS = str.maketrans(
    {"ø": "o", "ɵ": "o", "ɨ": "i", "ʉ": "u", "ł": "l", "đ": "d", "ŋ": "n", "æ": "ae", "œ": "oe"}
)
_SIGNOS = re.compile(r"[^\w{]+|_")
_ENE = "n{"  # «{» sigue a la «z»


@lru_cache(20_000)
def alfabetico(texto: str) -> str:
    """La clave con que se ordena en español: sin acentos y la ñ después de la n.

    La ch y la ll son dos letras (Ortografía de la lengua española, 2010). Palabra por palabra: un espacio o un signo
    van antes que cualquier letra. Las partículas cuentan: «de la Cruz» va en la D, como en el acta y en las listas.
    """
    plano = texto.lower().replace("n\u0303", "ñ").replace("ñ", _ENE).translate(_LETRAS)
    return _SIGNOS.sub(" ", plegar_busqueda(plano)).strip()


def por_apellido(renglon: Renglon) -> tuple[str, ...]:
    partes = renglon.apellidos if renglon.apellidos[0] else (renglon.nombre, "", "")
    return (*map(alfabetico, partes), renglon.clave)


def palabras_de(texto: str) -> list[str]:
    """Las palabras que se buscan, plegadas; los signos alrededor no cuentan. Sin letras ni números, ninguna."""
    sueltas = (_SIGNOS_ALREDEDOR.sub("", palabra) for palabra in plegar_busqueda(texto).split())
    return [palabra for palabra in sueltas if palabra][:MAX_PALABRAS]


# --- Lo que cada filtro ofrece ------------------------------------------------------------------------


def opciones(
    filas: Collection[Renglon], acciones: Mapping[str, str], *, con_entidad: bool
) -> dict[str, dict[str, str]]:
    """Valor → etiqueta de cada filtro, en el orden en que se ofrecen. `acciones`: nombre de cada una."""
    cargos = {r.cargo["clave"]: r.cargo for r in filas}
    lugares = {clave_de_demarcacion(r.demarcacion): r.demarcacion for r in filas}
    return {
        "cargo": {
            clave: cargo["nombre"]
            for clave, cargo in sorted(cargos.items(), key=lambda p: (p[1]["orden"], p[0]))
        },
        "demarcacion": {
            c: demarcacion(d, con_entidad=con_entidad)
            for c, d in sorted(lugares.items(), key=_orden_de_demarcacion)
        },
        "actor": _opciones_de_actor(filas),
        "sexo": {**SEXOS, _SIN_DATO: "Sin dato"},
        "edad": EDADES,
        "grado": {o.clave: o.etiqueta for d in DEFINICIONES.values() for o in _grados(d)},
        "tema": {o.clave: o.etiqueta for d in DEFINICIONES.values() for o in _temas(d)},
        "accion": {c: acciones.get(c, c) for c in sorted({c for r in filas for c in r.acciones})},
        "respondio": RESPONDIO,
        "calidad": CALIDADES,
    }


# Sus opciones son nombres que da el registro: no se traducen.
_FACETAS_CON_NOMBRES = {"cargo", "demarcacion", "actor", "accion"}


def es_nombre(faceta: str, valor: str) -> bool:
    return faceta in _FACETAS_CON_NOMBRES and valor != _INDEPENDIENTE


def opcion_dicha(faceta: str, valor: str, texto: str) -> str:
    """La etiqueta de `opciones` en la lengua de quien lee."""
    return texto if es_nombre(faceta, valor) else gettext(texto)


def _orden_de_demarcacion(par: tuple[str, Mapping[str, Any]]) -> tuple[str, ...]:
    """Los distritos, por su número; los municipios, por nombre."""
    datos = par[1]
    nombre = datos["clave"] if datos["tipo"] == "distrito" else alfabetico(datos["nombre"])
    return datos["tipo"], datos["entidad"], nombre, datos["clave"]


def _opciones_de_actor(filas: Collection[Renglon]) -> dict[str, str]:
    """Partidos, luego alianzas y al final las independientes; dentro de cada grupo, por nombre."""
    partidos: dict[str, str] = {}
    alianzas: dict[str, str] = {}
    ultimas: dict[str, str] = {}
    for actor in {id(r.actor): r.actor for r in filas}.values():
        if actor["tipo"] == _INDEPENDIENTE:
            ultimas = {_INDEPENDIENTE: gettext_noop("Candidaturas independientes")}
            continue
        (alianzas if actor["miembros"] else partidos)[actor["clave"]] = actor["nombre"]
        partidos |= {miembro["clave"]: miembro["nombre"] for miembro in actor["miembros"]}
    for origen in {id(r.origen): r.origen for r in filas if r.origen}.values():
        partidos[origen["clave"]] = origen["nombre"]
    grupos = (
        sorted(grupo.items(), key=lambda p: alfabetico(p[1])) for grupo in (partidos, alianzas, ultimas)
    )
    return {clave: nombre for grupo in grupos for clave, nombre in grupo}


def _grados(definicion: Definicion) -> Iterable[Opcion]:
    return (o for p in definicion.preguntas if p.clave == "grado_max" for o in p.opciones)


def _temas(definicion: Definicion) -> Iterable[Opcion]:
    return (o for p in definicion.preguntas if p.tema_de for o in p.opciones)
