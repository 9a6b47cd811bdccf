"""De una hoja de cálculo a las secciones que dice, con todo lo que impide usarla. No escribe nada.

Las columnas están en docs/formatos/secciones.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from conoceles.calendario.models import Proceso
from conoceles.comun.formatos import TablaInvalida
from conoceles.comun.tablas import Fila, Hoja, leer_tabla
from conoceles.comun.texto import plegar
from conoceles.registro.catalogos import TipoDeDemarcacion
from conoceles.registro.importacion.informe import Hallazgos
from conoceles.registro.models import Demarcacion

MAX_SECCION = 9_999
MAX_LOCALIDADES = 400
_TITULOS = {
    "seccion": ("seccion", "seccion_electoral"),
    "municipio": ("municipio", "nombre_municipio"),
    "municipio_inegi": ("municipio_inegi", "cve_mun_inegi"),
    "municipio_ine": ("municipio_ine", "cve_mun_ine"),
    "distrito": ("distrito", "distrito_local"),
    "localidades": ("localidades", "localidad", "colonia"),
    "vigente": ("vigente", "vigente_catalogo_2026"),
}
_DE_MUNICIPIO = ("municipio", "municipio_inegi", "municipio_ine")
_NO = ("0", "no", "false", "baja")


@dataclass
class SeccionLeida:
    numero: int
    municipio: str
    distrito: str
    localidades: dict[str, None] = field(default_factory=dict)  # sin repetir y en su orden


@dataclass
class PlanDeSecciones:
    """Lo que haría el archivo; con un rechazo no se hace nada. `bajas`: las que el propio archivo da por no vigentes."""

    hallazgos: Hallazgos
    secciones: dict[int, SeccionLeida] = field(default_factory=dict)
    bajas: int = 0

    @property
    def es_aplicable(self) -> bool:
        return bool(self.secciones) and not self.hallazgos.n_rechazos

    @property
    def sin_distrito(self) -> int:
        return sum(not seccion.distrito for seccion in self.secciones.values())


def planear(contenido: bytes, nombre: str, *, proceso: Proceso, distrito: str = "") -> PlanDeSecciones:
    """Lee y comprueba cada fila. `distrito`: el título de la columna que lo trae, si no es `distrito`."""
    plan = PlanDeSecciones(Hallazgos())
    try:
        libro = leer_tabla(contenido, nombre)
    except TablaInvalida as error:
        plan.hallazgos.rechazar(str(error))
        return plan
    territorio = _Territorio(proceso)
    for hoja in libro.hojas:
        if columnas := _columnas(hoja, distrito, plan.hallazgos):
            for fila in hoja.filas:
                _leer_fila(fila, hoja.nombre, columnas, territorio, plan)
    if not plan.secciones and not plan.hallazgos.n_rechazos:
        plan.hallazgos.rechazar("El archivo no trae ninguna sección vigente.")
    if plan.sin_distrito:
        plan.hallazgos.avisar(
            f"{plan.sin_distrito:,} secciones no dicen su distrito: su boleta lo preguntará."
        )
    return plan


def _columnas(hoja: Hoja, distrito: str, hallazgos: Hallazgos) -> dict[str, str]:
    """Campo → título tal como está escrito. Vacío si falta alguno sin el cual no se puede."""
    escritos = {plegar(titulo): titulo for titulo in hoja.encabezados}
    columnas = {
        campo: next(escritos[titulo] for titulo in titulos if titulo in escritos)
        for campo, titulos in _TITULOS.items()
        if any(titulo in escritos for titulo in titulos)
    }
    if distrito:
        if plegar(distrito) not in escritos:
            hallazgos.rechazar(
                f"No hay una columna «{distrito}». Hay: {', '.join(hoja.encabezados)}.", hoja=hoja.nombre
            )
            return {}
        columnas["distrito"] = escritos[plegar(distrito)]
    elif "distrito" not in columnas and (
        otras := [t for p, t in escritos.items() if p.startswith("distrito")]
    ):
        hallazgos.rechazar(
            f"¿Cuál de estas columnas trae el distrito con que se vota: {', '.join(otras)}? Dígalo al importar.",
            hoja=hoja.nombre,
        )  # fmt: skip
        return {}
    faltan = [] if "seccion" in columnas else ["seccion"]
    if not any(campo in columnas for campo in _DE_MUNICIPIO):
        faltan.append("municipio")
    if faltan:
        hallazgos.rechazar(f"Falta la columna {' y la columna '.join(faltan)}.", hoja=hoja.nombre)
        return {}
    return columnas


class _Territorio:
    """Los municipios y distritos del proceso, por cada nombre o clave con que se escriben."""

    def __init__(self, proceso: Proceso) -> None:
        propias = list(Demarcacion.objects.filter(proceso=proceso))
        municipios = [d for d in propias if d.tipo == TipoDeDemarcacion.MUNICIPIO]
        self.por_campo: Mapping[str, dict[str, Demarcacion]] = {
            "municipio": {plegar(n): d for d in municipios for n in (d.nombre, *d.alias)},
            "municipio_inegi": {_sin_ceros(d.clave_inegi or d.clave): d for d in municipios},
            "municipio_ine": {_sin_ceros(d.clave_ine): d for d in municipios if d.clave_ine},
            "distrito": {_sin_ceros(d.clave): d for d in propias if d.tipo == TipoDeDemarcacion.DISTRITO},
        }

    def buscar(self, campo: str, escrito: str) -> Demarcacion | None:
        plegado = plegar(escrito) if campo == "municipio" else _sin_ceros(escrito)
        return self.por_campo[campo].get(plegado)


def _sin_ceros(clave: str) -> str:
    return clave.strip().lstrip("0")


def _leer_fila(
    fila: Fila, hoja: str, columnas: Mapping[str, str], territorio: _Territorio, plan: PlanDeSecciones
) -> None:
    celdas = {campo: fila.celdas[titulo].strip() for campo, titulo in columnas.items()}
    if plegar(celdas.get("vigente", "")) in _NO:
        plan.bajas += 1
        return
    reparos = list(_reparos(celdas, territorio))
    for campo, motivo in reparos:
        plan.hallazgos.rechazar(
            motivo, hoja=hoja, fila=fila.numero, columna=columnas[campo], valor=celdas[campo]
        )
    if reparos:
        return
    municipio = next(m for c in _DE_MUNICIPIO if celdas.get(c) and (m := territorio.buscar(c, celdas[c])))
    distrito = territorio.buscar("distrito", celdas["distrito"]) if celdas.get("distrito") else None
    leida = SeccionLeida(int(celdas["seccion"]), municipio.clave, distrito.clave if distrito else "")
    conocida = plan.secciones.setdefault(leida.numero, leida)
    if (conocida.municipio, conocida.distrito) != (leida.municipio, leida.distrito):
        plan.hallazgos.rechazar(
            "Esta sección ya venía en otro municipio o en otro distrito. Deje una sola.",
            hoja=hoja, fila=fila.numero, columna=columnas["seccion"], valor=celdas["seccion"],
        )  # fmt: skip
    localidades = (parte.strip() for parte in celdas.get("localidades", "").split(";"))
    conocida.localidades |= dict.fromkeys(filter(None, localidades))
    if len(conocida.localidades) > MAX_LOCALIDADES:
        plan.hallazgos.rechazar(
            f"Son más de {MAX_LOCALIDADES} localidades en una sección.",
            hoja=hoja, fila=fila.numero, columna=columnas["localidades"],
        )  # fmt: skip


def _reparos(celdas: Mapping[str, str], territorio: _Territorio) -> Iterator[tuple[str, str]]:
    """(campo, motivo) de cada celda que no se entiende o que contradice a otra."""
    numero = celdas["seccion"]
    if not (numero.isascii() and numero.isdigit() and 1 <= int(numero) <= MAX_SECCION):
        yield "seccion", f"La sección es un número del 1 al {MAX_SECCION:,}."
    dichos = [campo for campo in _DE_MUNICIPIO if celdas.get(campo)]
    if not dichos:
        yield next(campo for campo in _DE_MUNICIPIO if campo in celdas), "Falta el municipio."
    hallados = {campo: territorio.buscar(campo, celdas[campo]) for campo in dichos}
    for campo, demarcacion in hallados.items():
        if demarcacion is None:
            yield campo, "No es un municipio de este proceso."
        elif (primero := next(iter(hallados.values()))) and demarcacion != primero:
            yield campo, f"Contradice a la otra columna, que dice {primero.nombre}."
    if celdas.get("distrito") and territorio.buscar("distrito", celdas["distrito"]) is None:
        yield "distrito", "No es un distrito de este proceso."
