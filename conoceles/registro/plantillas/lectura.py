"""De un archivo TOML a una plantilla revisada entera. Todo defecto se dice; ninguno se supone."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone

from conoceles.calendario.husos import desacuerdo
from conoceles.comun.canonico import huella
from conoceles.registro import valores as v
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

from . import cruces, esquema

INCLUIDAS = Path(__file__).resolve().parents[2] / "plantillas"
LISTAS = ("cargos", "demarcaciones", "actores")


@dataclass(frozen=True)
class Plantilla:
    """Una plantilla sin defectos. `datos` ya trae las fechas en UTC y lo que incluye.

    `huella` es la de los datos ya resueltos: con fechas relativas cambia cada día, que es lo que se quiere.
    """

    archivo: str
    datos: dict[str, Any]
    huella: str
    pendientes: list[str]

    @property
    def clave(self) -> str:
        return str(self.datos["proceso"]["clave"])


def disponibles() -> list[str]:
    """Las plantillas que trae el sistema y se pueden cargar; los territorios sólo se incluyen."""
    return sorted(p.stem for p in INCLUIDAS.glob("*.toml") if not p.stem.startswith("territorio-"))


def leer(plantilla: str | Path, *, definiciones: Collection[str]) -> Plantilla:
    """Lee y revisa. `plantilla`: el nombre de una de `disponibles()` o la ruta de un archivo.

    `definiciones`: claves de los cuestionarios que existen.

    Raises:
        ArchivoInvalido: con todos los problemas.
    """
    ruta = _ruta(plantilla)
    revision = Revision(ruta.name)
    datos = _con_incluidos(ruta, revision)
    datos = _secciones(datos, revision)
    _cuestionarios(datos, set(definiciones), revision)
    cruces.revisar(datos, revision)
    revision.exigir_limpia()
    datos = _sin_origen(datos)
    pendientes = datos["proceso"].pop("pendientes", [])
    if datos["fechas"].get("por_acordar"):
        pendientes = ["Las fechas son provisionales: están por acordarse.", *pendientes]
    datos.pop("demo", None)  # la lee su generador, y lleva decimales
    return Plantilla(ruta.name, datos, huella(datos), pendientes)


def _ruta(plantilla: str | Path) -> Path:
    texto = str(plantilla)
    if texto in disponibles():
        return INCLUIDAS / f"{texto}.toml"
    if Path(texto).is_file():
        return Path(texto)
    motivo = f"no existe ese archivo{sugerencia(texto, disponibles())}"
    trae = f"el sistema trae {', '.join(disponibles())}"
    raise ArchivoInvalido([Problema(texto, "", f"{motivo} ({trae})")])


# --- El archivo y lo que incluye ------------------------------------------------------------------------


def _con_incluidos(ruta: Path, revision: Revision) -> dict[str, Any]:
    """Los datos con los elementos de lo incluido por delante; cada uno recuerda su archivo en `_archivo`."""
    datos = leer_con(abrir_toml(ruta, ruta.name), esquema.PLANTILLA, revision, "")
    partes = [(ruta.name, datos)]
    for nombre in reversed(datos.get("incluye", [])):
        if incluido := _incluido(ruta.parent, nombre, revision):
            partes.insert(0, (nombre, incluido))
    for lista in LISTAS:
        if not any(lista in parte for _, parte in partes):
            revision.falla(lista, "falta, también en lo que la plantilla incluye")
        datos[lista] = [
            {**elemento, "_archivo": archivo}
            for archivo, parte in partes
            for elemento in parte.get(lista, [])
        ]
    return datos


def _incluido(carpeta: Path, nombre: str, revision: Revision) -> dict[str, Any] | None:
    if Path(nombre).name != nombre or nombre.startswith("."):
        revision.falla("incluye", f"«{nombre}» debe estar en la misma carpeta, sin subcarpetas ni «..»")
    elif not (carpeta / nombre).is_file():
        revision.falla("incluye", f"no encuentro «{nombre}» junto a la plantilla")
    else:
        datos = abrir_toml(carpeta / nombre, nombre)
        aparte = Revision(nombre)
        leidos = leer_con(datos, esquema.INCLUIDO, aparte, "")
        revision.problemas += aparte.problemas
        return leidos
    return None


# --- Cada parte con su esquema --------------------------------------------------------------------------


def _secciones(datos: dict[str, Any], revision: Revision) -> dict[str, Any]:
    """Cada parte leída con su esquema. Las que faltan ya quedaron dichas y siguen vacías."""
    proceso = _seccion(datos, "proceso", esquema.PROCESO, revision)
    return {
        "proceso": _proceso(proceso, revision),
        "instituto": _seccion(datos, "instituto", esquema.INSTITUTO, revision),
        "cuestionarios": _seccion(datos, "cuestionarios", esquema.CUESTIONARIOS, revision),
        "parametros": _seccion(datos, "parametros", esquema.PARAMETROS, revision),
        "acciones_afirmativas": _elementos(
            datos, "acciones_afirmativas", esquema.ACCION_AFIRMATIVA, revision
        ),
        "cargos": _elementos(datos, "cargos", esquema.CARGO, revision),
        "demarcaciones": _elementos(datos, "demarcaciones", esquema.DEMARCACION, revision),
        "actores": _actores(datos, revision),
        "fechas": _fechas(datos, proceso, revision),
        **({"demo": datos["demo"]} if "demo" in datos else {}),
    }


def _seccion(datos: dict[str, Any], nombre: str, forma: Esquema, revision: Revision) -> dict[str, Any]:
    return leer_con(datos[nombre], forma, revision, f"[{nombre}]") if nombre in datos else {}


def nombrar(lista: str, elemento: dict[str, Any], numero: int = 0) -> str:
    """`[[cargos]] «regiduria»`: cómo se señala un elemento; por su número si no tiene clave."""
    return f"[[{lista}]] «{elemento['clave']}»" if elemento.get("clave") else f"[[{lista}]] n.º {numero}"


def _elementos(datos: dict[str, Any], lista: str, forma: Esquema, revision: Revision) -> list[dict[str, Any]]:
    leidos = []
    for numero, elemento in enumerate(datos.get(lista, []), start=1):
        archivo = elemento.pop("_archivo", "")
        leido = leer_con(elemento, forma, revision, nombrar(lista, elemento, numero), archivo)
        leidos.append({**leido, "_archivo": archivo})
    return leidos


def _actores(datos: dict[str, Any], revision: Revision) -> list[dict[str, Any]]:
    actores = _elementos(datos, "actores", esquema.ACTOR, revision)
    for actor in actores:
        donde = f"{nombrar('actores', actor)}.alcance"
        actor["alcance"] = [
            leer_con(alcance, esquema.ALCANCE, revision, donde, actor["_archivo"])
            for alcance in actor.get("alcance", [])
        ]
    return actores


def _cuestionarios(datos: dict[str, Any], definiciones: set[str], revision: Revision) -> None:
    for tipo, clave in datos["cuestionarios"].items():
        if clave not in definiciones:
            motivo = f"no hay un cuestionario «{clave}»{sugerencia(clave, definiciones)}"
            revision.falla(f"[cuestionarios].{tipo}", motivo)


# --- La hora ----------------------------------------------------------------------------------------------


def _proceso(proceso: dict[str, Any], revision: Revision) -> dict[str, Any]:
    zona, leida = proceso.get("zona_horaria"), dict(proceso)
    if zona:
        leida["oraculo_zona"] = _oraculo(proceso.get("oraculo_zona"), zona, revision)
        # Una instalación sirve a un instituto, y todo lo que imprime usa un solo huso.
        if zona != settings.TIME_ZONE:
            motivo = (
                f"es {zona} y la instalación usa {settings.TIME_ZONE}; cambie una de las dos (CONOCELES_ZONA)"
            )
            revision.falla("[proceso].zona_horaria", motivo)
    if "jornada" in proceso and zona:
        fecha = _lector_de_fechas(proceso)
        leida.pop("jornada")
        try:
            leida["jornada"] = fecha(proceso["jornada"]).date().isoformat()
        except ValueError as error:
            revision.falla("[proceso].jornada", str(error))
    return leida


def _oraculo(oraculo: dict[str, Any] | None, zona: str, revision: Revision) -> dict[str, str]:
    """El oráculo como se guarda con el proceso; vacío si tiene un defecto, que ya quedó dicho."""
    donde = "[proceso].oraculo_zona"
    leido = leer_con(oraculo, esquema.ORACULO, revision, donde) if oraculo is not None else {}
    if len(leido) < 2:
        return {}
    local, utc = leido["local"], leido["utc"]
    if local.tzinfo or not utc.tzinfo:
        revision.falla(donde, "`local` va sin zona y `utc` con Z")
        return {}
    if motivo := desacuerdo(zona, local, utc):
        revision.falla(donde, motivo)
    return {"local": local.isoformat(), "utc": utc.isoformat()}


def _lector_de_fechas(proceso: dict[str, Any]) -> v.Lector:
    hoy = timezone.localtime(timezone.now(), ZoneInfo(proceso["zona_horaria"])).date()
    return v.fecha_local(hoy, ficticio=proceso.get("ficticio", False))


def _fechas(datos: dict[str, Any], proceso: dict[str, Any], revision: Revision) -> dict[str, Any]:
    """Instantes por clave: `cierre`, `publicacion` (el general) y `publicacion.diputacion-mr`."""
    zona = proceso.get("zona_horaria")
    if not zona or "fechas" not in datos:
        return {}
    claves = [cargo["clave"] for cargo in datos["cargos"] if isinstance(cargo.get("clave"), str)]
    lector = v.instante(_lector_de_fechas(proceso), ZoneInfo(zona))
    forma: Esquema = {"por_acordar": optativo(v.logico)}
    forma |= {c: Campo(lector, exigida) for c, exigida in esquema.FECHAS_SUELTAS.items()}
    forma |= {
        c: Campo(v.tabla_de(lambda valor: valor), exigida) for c, exigida in esquema.FECHAS_POR_CARGO.items()
    }
    leidas = leer_con(datos["fechas"], forma, revision, "[fechas]")
    for nombre, exigida in esquema.FECHAS_POR_CARGO.items():
        tabla = leidas.pop(nombre, None)
        if tabla is not None:
            leidas |= _por_cargo(nombre, tabla, claves, lector, exigida, revision)
    return leidas


def _por_cargo(
    nombre: str, tabla: dict[str, Any], cargos: list[str], lector: v.Lector, exigida: bool, revision: Revision
) -> dict[str, str]:
    donde = f"[fechas.{nombre}]"
    forma = {clave: optativo(lector) for clave in ("general", *cargos)}
    leida = leer_con(tabla, forma, revision, donde)
    if exigida and "general" not in tabla:
        for cargo in set(cargos) - set(tabla):
            revision.falla(f"{donde}.{cargo}", "falta, y no hay `general`")
    return {nombre if cargo == "general" else f"{nombre}.{cargo}": valor for cargo, valor in leida.items()}


def _sin_origen(datos: dict[str, Any]) -> dict[str, Any]:
    for lista in (*LISTAS, "acciones_afirmativas"):
        for elemento in datos[lista]:
            elemento.pop("_archivo")
    return datos
