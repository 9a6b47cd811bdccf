"""El perfil dice cómo se lee una lista ajena: qué columna es qué y cómo se escriben los valores."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from conoceles.comun.texto import plegar
from conoceles.registro import valores as v
from conoceles.registro.catalogos import Calidad, SituacionRegistral
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

CARPETA = Path(__file__).resolve().parents[2] / "perfiles"
PROPIO = "registro"

# Los campos de una fila, en el orden de la plantilla descargable (docs/formatos/registro.md).
CAMPOS = (
    "cargo", "entidad", "demarcacion", "actor", "numero", "calidad",
    "nombre_completo", "nombres", "primer_apellido", "segundo_apellido", "sobrenombre",
    "sexo", "edad", "fecha_nacimiento", "correo", "telefono", "curp", "clave_elector",
    "partido_origen", "accion_afirmativa", "eleccion_consecutiva", "acuerdo", "aprobada",
    "folio_registro", "situacion", "movimiento",
)  # fmt: skip
DE_LA_POSTULACION = frozenset(("cargo", "entidad", "demarcacion", "actor", "numero"))

NOMBRES_APELLIDOS, APELLIDOS_NOMBRES = "nombres-apellidos", "apellidos-nombres"
POR_CLAVE_O_NOMBRE, NUMERO_NOMBRE = "clave-o-nombre", "numero-nombre"

Alias = dict[str, tuple[str, ...]]


@dataclass(frozen=True)
class Perfil:
    """Cómo leer un archivo. Títulos, rótulos y valores ya van plegados: se comparan sin acentos ni signos.

    `mitades`: si una fila es una fórmula entera, las columnas de cada mitad; vacío si es una persona.
    `vacantes`: lo que se lee en lugar de un nombre, y la situación en que deja a quien estuviera.
    `exigidos`, `exige_nombre`: las columnas sin las que no se sabe de qué trata una fila.
    """

    clave: str
    nombre: str
    columnas: Alias
    mitades: dict[str, Alias] = field(default_factory=dict)
    fijos: dict[str, str] = field(default_factory=dict)
    valores: dict[str, dict[str, str]] = field(default_factory=dict)
    vacantes: dict[str, str] = field(default_factory=dict)
    independientes: frozenset[str] = frozenset()
    ignorar: frozenset[str] = frozenset()
    exigidos: tuple[str, ...] = ("cargo", "actor")
    exige_nombre: bool = True
    hoja: str | None = None
    orden_del_nombre: str = NOMBRES_APELLIDOS
    forma_de_la_demarcacion: str = POR_CLAVE_O_NOMBRE

    @property
    def es_de_formulas(self) -> bool:
        return bool(self.mitades)


_TITULOS = v.tabla_de(v.lista(v.texto(), minimo=1))
_TEXTOS = v.tabla_de(v.texto())
_PERFIL: Esquema = {
    "version": Campo(v.entero(1, 1)),
    "tipo": Campo(v.opcion("registro")),
    "nombre": Campo(v.texto()),
    "hoja": optativo(v.texto()),
    "orden_del_nombre": optativo(v.opcion(NOMBRES_APELLIDOS, APELLIDOS_NOMBRES)),
    "forma_de_la_demarcacion": optativo(v.opcion(POR_CLAVE_O_NOMBRE, NUMERO_NOMBRE)),
    "ignorar": optativo(v.lista(v.texto())),
    "fijos": optativo(_TEXTOS),
    "columnas": Campo(_TITULOS),
    "propietaria": optativo(_TITULOS),
    "suplente": optativo(_TITULOS),
    "valores": optativo(v.tabla_de(_TEXTOS)),
    "vacantes": optativo(v.tabla_de(v.opcion(*SituacionRegistral.values[1:]))),
    "independientes": optativo(v.tabla_de(v.lista(v.texto()))),
}


def disponibles() -> dict[str, str]:
    """Clave → nombre de los perfiles de registro que trae el sistema; el propio, primero."""
    perfiles = {ruta.stem: abrir_toml(ruta, ruta.name) for ruta in sorted(CARPETA.glob("*.toml"))}
    claves = sorted((c for c in perfiles if perfiles[c].get("tipo") == "registro"), key=lambda c: c != PROPIO)
    return {clave: perfiles[clave]["nombre"] for clave in claves}


def leer(perfil: str | Path = PROPIO) -> Perfil:
    """El perfil con ese nombre entre los `disponibles()`, o el archivo de esa ruta.

    Raises:
        ArchivoInvalido: con todos los problemas.
    """
    ruta = CARPETA / f"{perfil}.toml" if str(perfil) in disponibles() else Path(perfil)
    if not ruta.is_file():
        motivo = (
            f"no existe ese perfil{sugerencia(str(perfil), disponibles())} (hay {', '.join(disponibles())})"
        )
        raise ArchivoInvalido([Problema(str(perfil), "", motivo)])
    revision = Revision(ruta.name)
    datos = leer_con(abrir_toml(ruta, ruta.name), _PERFIL, revision, "")
    _revisar_campos(datos, revision)
    revision.exigir_limpia()
    mitades = {calidad: _alias(datos[calidad]) for calidad in Calidad.values if calidad in datos}
    optativos = {c: datos[c] for c in ("hoja", "orden_del_nombre", "forma_de_la_demarcacion") if c in datos}
    return Perfil(
        clave=ruta.stem,
        nombre=datos["nombre"],
        columnas=_alias(datos["columnas"]),
        mitades=mitades,
        fijos=datos.get("fijos", {}),
        valores={campo: _plegado(mapa) for campo, mapa in datos.get("valores", {}).items()},
        vacantes=_plegado(datos.get("vacantes", {})),
        independientes=frozenset(map(plegar, datos.get("independientes", {}).get("rotulos", []))),
        ignorar=frozenset(map(plegar, datos.get("ignorar", []))),
        **optativos,
    )


def _alias(columnas: dict[str, list[str]]) -> Alias:
    return {campo: tuple(dict.fromkeys(map(plegar, titulos))) for campo, titulos in columnas.items()}


def _plegado(mapa: dict[str, str]) -> dict[str, str]:
    return {plegar(escrito): valor for escrito, valor in mapa.items()}


def _revisar_campos(datos: dict[str, dict[str, object]], revision: Revision) -> None:
    """Que cada campo exista y esté donde toca, y que se pueda saber qué es cada fila."""
    for parte in ("columnas", "fijos", "valores", *Calidad.values):
        for campo in datos.get(parte, {}):
            if campo not in CAMPOS:
                revision.falla(f"[{parte}].{campo}", f"no existe ese campo{sugerencia(campo, CAMPOS)}")
            elif parte in Calidad.values and campo in DE_LA_POSTULACION | {"calidad"}:
                revision.falla(f"[{parte}].{campo}", "es de la fórmula entera; va en [columnas]")
    for clave in datos.get("independientes", {}):
        if clave != "rotulos":
            revision.falla(f"[independientes].{clave}", "no existe; sólo lleva `rotulos`")
    conocidos = {*datos.get("columnas", {}), *datos.get("fijos", {})}
    for campo in ("cargo", "actor"):
        if campo not in conocidos:
            revision.falla("[columnas]", f"falta decir de dónde sale `{campo}`")
    partes = [datos[c] for c in Calidad.values if c in datos] or [datos.get("columnas", {})]
    if not all("nombre_completo" in p or {"nombres", "primer_apellido"} <= set(p) for p in partes):
        revision.falla(
            "[columnas]", "falta `nombre_completo`, o `nombres` y `primer_apellido`, de cada persona"
        )
