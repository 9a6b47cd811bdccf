"""El perfil de una exportación: cómo se llama cada columna y qué significa cada valor. Formato: docs/formatos/archivo.md."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fnmatch import fnmatchcase
from functools import lru_cache
from pathlib import Path
from typing import Any

from conoceles.comun.texto import plegar
from conoceles.cuestionarios.definiciones import Clase, Pregunta, Tipo
from conoceles.cuestionarios.definiciones.curricular import CURRICULAR_2022 as DEFINICION
from conoceles.registro import valores as v
from conoceles.registro.catalogos import Calidad, Principio, Sexo, TipoDeActor, TipoDeDemarcacion, Unidad
from conoceles.registro.importacion.perfil import APELLIDOS_NOMBRES, NOMBRES_APELLIDOS
from conoceles.registro.revision import (
    ArchivoInvalido,
    Campo,
    Esquema,
    Problema,
    Revision,
    abrir_toml,
    leer_con,
    optativo,
    sugerencia,
)

INCLUIDOS = Path(__file__).resolve().parents[1] / "perfiles"
PREFIJO = "archivo-"
POR_OMISION = "archivo-ine-2022"

REDES = "redes"  # la celda que junta varias redes sociales
PREGUNTAS: dict[str, Pregunta] = {
    p.clave: p for p in DEFINICION.preguntas if p.clase is Clase.PUBLICA and p.tipo is not Tipo.FOTO
}
IDENTIFICAN = (
    "actor", "cargo", "entidad", "distrito", "circunscripcion", "municipio", "numero", "nombre", "nombres",
    "primer_apellido", "segundo_apellido", "mote", "calidad", "edad", "sexo",
)  # fmt: skip
CAMPOS = (*IDENTIFICAN, *PREGUNTAS, REDES)
# Lo que se traduce a una clave: sus opciones, por la palabra que se muestra.
CATALOGOS: dict[str, dict[str, str]] = {
    "calidad": {c.label: c.value for c in Calidad},
    "sexo": {s.label: s.value for s in Sexo},
    **{c: {o.etiqueta: o.clave for o in p.opciones} for c, p in PREGUNTAS.items() if p.opciones},
}


@dataclass(frozen=True)
class CargoDelPerfil:
    """Un cargo y los nombres con que lo escribe el archivo. `exige`: campo que la fila debe traer."""

    nombres: tuple[str, ...]
    exige: str
    clave: str
    nombre: str
    principio: str
    ambito: str
    unidad: str
    con_suplente: bool
    boleta: str
    orden: int


@dataclass(frozen=True)
class ActorDelPerfil:
    """Un actor político conocido; los demás se toman como los escribe el archivo."""

    nombres: tuple[str, ...]
    clave: str
    siglas: str
    nombre: str
    tipo: str
    color: str
    orden: int


@dataclass(frozen=True)
class IdentidadDelPerfil:
    """Dónde está el cuestionario de identidad: en su hoja, o en columnas de la hoja de candidaturas."""

    hoja: str
    columnas: frozenset[str]  # plegadas; vacía: todas las que no identifican a la persona


@dataclass(frozen=True)
class Perfil:
    """Un perfil sin defectos. Los nombres de columna y los textos que se comparan van plegados."""

    clave: str
    proceso: dict[str, Any]
    instituto: dict[str, str]
    hoja: str
    fila_de_encabezados: int
    columnas: dict[str, tuple[str, ...]]
    fijos: dict[str, str]
    optativas: frozenset[str]
    ignorar: frozenset[str]
    sin_respuesta: frozenset[str]
    signos_sin_respuesta: frozenset[str]
    no_aplica: frozenset[str]
    entidades_html: bool
    separador_de_cursos: str
    orden_del_nombre: str
    equivalencias: dict[str, dict[str, str]]
    cargos: tuple[CargoDelPerfil, ...]
    actores: tuple[ActorDelPerfil, ...]
    identidad: IdentidadDelPerfil | None


@lru_cache(maxsize=20_000)
def coincide(escrito: str, nombres: tuple[str, ...]) -> bool:
    """¿Alguno de los nombres del perfil es lo escrito? Un `*` vale por lo que sea."""
    buscado = plegar(escrito)
    return any(fnmatchcase(buscado, "*".join(map(plegar, nombre.split("*")))) for nombre in nombres)


def disponibles() -> list[str]:
    """Los perfiles de archivo que trae el sistema."""
    return sorted(ruta.stem for ruta in INCLUIDOS.glob(f"{PREFIJO}*.toml"))


def leer(perfil: str | Path) -> Perfil:
    """Lee y revisa un perfil: el nombre de uno de `disponibles()` o la ruta de un .toml.

    Raises:
        ArchivoInvalido: con cada defecto, su clave y su razón.
    """
    ruta = INCLUIDOS / f"{perfil}.toml" if str(perfil) in disponibles() else Path(perfil)
    if not ruta.is_file():
        conocidos = ", ".join(disponibles())
        raise ArchivoInvalido([Problema(str(perfil), "", f"no existe; los incluidos son: {conocidos}")])
    revision = Revision(ruta.name)
    datos = leer_con(abrir_toml(ruta, ruta.name), _PERFIL, revision, "")
    partes = {clave: _parte(clave, datos.get(clave), revision) for clave in _PARTES}
    if datos.get("identidad") and not (partes["identidad"].keys() & {"hoja", "columnas"}):
        revision.falla("identidad", "diga en qué hoja está o cuáles son sus columnas")
    _revisar_columnas(datos.get("columnas", {}), datos.get("fijos", {}), revision)
    _revisar_equivalencias(datos.get("equivalencias", {}), revision)
    revision.exigir_limpia()
    return _armar(ruta.stem, datos, partes)


# --- Qué claves lleva -----------------------------------------------------------------------------------


def _nombres(valor: Any) -> tuple[str, ...]:
    """Un texto o una lista de textos: las formas en que un mismo nombre puede venir escrito."""
    textos = [valor] if isinstance(valor, str) else v.lista(v.texto(), minimo=1)(valor)
    return tuple(v.texto()(texto) for texto in textos)


def _fecha(valor: Any) -> date:
    if type(valor) is not date:
        raise ValueError(f"se esperaba una fecha, p. ej. 2022-06-05, y trae {valor!r}")
    v.exigir_cercana(valor)
    return valor


def _campo(valor: Any) -> str:
    if valor not in CAMPOS:
        raise ValueError(f"«{valor}» no es un campo{sugerencia(str(valor), CAMPOS)}")
    return str(valor)


def _separador(valor: Any) -> str:
    if not isinstance(valor, str) or not valor:
        raise ValueError("se espera el texto que separa un curso de otro, p. ej. ';'")
    return valor


_TABLA: v.Lector = v.tabla_de(lambda valor: valor)
_PERFIL: Esquema = {
    "version": Campo(v.entero(1, 1)),
    "tipo": Campo(v.opcion("archivo")),
    "nombre": Campo(v.texto()),
    "hoja": optativo(v.texto(80)),
    "fila_de_encabezados": optativo(v.entero(1, 1000)),
    "orden_del_nombre": optativo(v.opcion(NOMBRES_APELLIDOS, APELLIDOS_NOMBRES)),
    "columnas": Campo(v.tabla_de(_nombres)),
    "fijos": optativo(v.tabla_de(v.texto())),
    "optativas": optativo(v.lista(_campo)),
    "ignorar": optativo(v.lista(v.texto())),
    "equivalencias": optativo(v.tabla_de(v.tabla_de(v.texto()))),
    "proceso": optativo(_TABLA),
    "instituto": optativo(_TABLA),
    "respuestas": optativo(_TABLA),
    "identidad": optativo(_TABLA),
    "cargos": Campo(v.tablas),
    "actores": optativo(v.tablas),
}
_PROCESO: Esquema = {
    "clave": optativo(v.clave_de_proceso),
    "nombre": optativo(v.texto(200)),
    "jornada": optativo(_fecha),
    "zona_horaria": optativo(v.zona_horaria),
}
_INSTITUTO: Esquema = {
    "nombre": Campo(v.texto(200)),
    "siglas": Campo(v.texto(40)),
    "sitio": optativo(v.direccion),
    "color": optativo(v.color),
    "color_texto": optativo(v.color),
    "color_acento": optativo(v.color),
}
_RESPUESTAS: Esquema = {
    "sin_respuesta": optativo(v.lista(v.texto())),
    "signos_sin_respuesta": optativo(v.lista(v.texto())),
    "no_aplica": optativo(v.lista(v.texto())),
    "entidades_html": optativo(v.logico),
    "separador_de_cursos": optativo(_separador),
}
_IDENTIDAD: Esquema = {"hoja": optativo(v.texto(80)), "columnas": optativo(v.lista(v.texto(300)))}
_CARGO: Esquema = {
    "nombres": Campo(_nombres),
    "exige": optativo(_campo),
    "clave": Campo(v.identificador(40)),
    "nombre": Campo(v.texto(80)),
    "principio": Campo(v.opcion(*Principio.values)),
    "ambito": Campo(v.opcion(*TipoDeDemarcacion.values)),
    "unidad": Campo(v.opcion(*Unidad.values)),
    "con_suplente": Campo(v.logico),
    "boleta": Campo(v.identificador(40)),
    "orden": Campo(v.entero()),
}
_ACTOR: Esquema = {
    "nombres": Campo(_nombres),
    "clave": Campo(v.identificador(80)),
    "siglas": Campo(v.texto(40)),
    "nombre": Campo(v.texto(200)),
    "tipo": Campo(v.opcion(*TipoDeActor.values)),
    "color": optativo(v.color),
    "orden": Campo(v.entero()),
}
_PARTES: dict[str, Esquema] = {
    "proceso": _PROCESO,
    "instituto": _INSTITUTO,
    "respuestas": _RESPUESTAS,
    "identidad": _IDENTIDAD,
    "cargos": _CARGO,
    "actores": _ACTOR,
}


def _parte(clave: str, datos: Any, revision: Revision) -> Any:
    esquema = _PARTES[clave]
    if isinstance(datos, list):
        return [leer_con(d, esquema, revision, f"{clave}[{n}]") for n, d in enumerate(datos, start=1)]
    return leer_con(datos, esquema, revision, clave) if datos is not None else {}


def _revisar_columnas(columnas: dict[str, Any], fijos: dict[str, str], revision: Revision) -> None:
    for donde, campos in (("columnas", columnas), ("fijos", fijos)):
        for campo in campos.keys() - set(CAMPOS):
            revision.falla(f"{donde}.{campo}", f"no es un campo{sugerencia(campo, CAMPOS)}")
    presentes = columnas.keys() | fijos.keys()
    for campo in ("actor", "cargo", "calidad"):
        if campo not in presentes:
            revision.falla(f"columnas.{campo}", "falta; si el archivo no la trae, dé su valor en [fijos]")
    if "nombre" not in presentes and not {"nombres", "primer_apellido"} <= presentes:
        revision.falla("columnas.nombre", "falta; o bien nombres y primer_apellido")


def _revisar_equivalencias(equivalencias: dict[str, dict[str, str]], revision: Revision) -> None:
    for campo, valores in equivalencias.items():
        claves = CATALOGOS.get(campo, {}).values()
        if not claves:
            revision.falla(
                f"equivalencias.{campo}", f"no tiene catálogo; los que hay: {', '.join(CATALOGOS)}"
            )
        for escrito, clave in valores.items():
            if claves and clave not in claves:
                revision.falla(f"equivalencias.{campo}.{escrito}", f"«{clave}» no es una clave del catálogo")


# --- De lo leído al perfil ------------------------------------------------------------------------------


def _de_identidad(partes: dict[str, Any]) -> IdentidadDelPerfil | None:
    if not partes:
        return None
    return IdentidadDelPerfil(partes.get("hoja", ""), _plegados(partes.get("columnas")))


def _plegados(textos: list[str] | None) -> frozenset[str]:
    return frozenset(map(plegar, textos or ()))


def _armar(clave: str, datos: dict[str, Any], partes: dict[str, Any]) -> Perfil:
    respuestas = partes["respuestas"]
    return Perfil(
        clave=clave,
        proceso=partes["proceso"],
        instituto=partes["instituto"],
        hoja=datos.get("hoja", ""),
        fila_de_encabezados=datos.get("fila_de_encabezados", 1),
        columnas={campo: tuple(map(plegar, nombres)) for campo, nombres in datos["columnas"].items()},
        fijos=datos.get("fijos", {}),
        optativas=frozenset(datos.get("optativas", ())),
        ignorar=_plegados(datos.get("ignorar")),
        sin_respuesta=_plegados(respuestas.get("sin_respuesta")),
        signos_sin_respuesta=frozenset(respuestas.get("signos_sin_respuesta", ())),
        no_aplica=_plegados(respuestas.get("no_aplica")),
        entidades_html=respuestas.get("entidades_html", False),
        separador_de_cursos=respuestas.get("separador_de_cursos", ""),
        orden_del_nombre=datos.get("orden_del_nombre", NOMBRES_APELLIDOS),
        equivalencias={
            campo: {plegar(escrito): valor for escrito, valor in valores.items()}
            for campo, valores in datos.get("equivalencias", {}).items()
        },
        cargos=tuple(CargoDelPerfil(**{"exige": "", **cargo}) for cargo in partes["cargos"]),
        actores=tuple(ActorDelPerfil(**{"color": "#6b6b6b", **actor}) for actor in partes["actores"]),
        identidad=_de_identidad(partes["identidad"]),
    )
