"""De una hoja de cálculo a las secciones que dice, con todo lo que impide usarla. No escribe nada.

Las columnas están en docs/formatos/secciones.md.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from conoceles.calendario.models import Proceso
from conoceles.comun.formatos import TablaInvalida
from conoceles.comun.tablas import Fila, Hoja, leer_tabla
from conoceles.comun.texto import plegar, plegar_busqueda
from conoceles.registro.catalogos import TipoDeDemarcacion
from conoceles.registro.importacion.campos import si_o_no
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
# Otros modos de decir sí o no en la columna `vigente`; los decimales, de quien exporta un número como 1.0.
_VIGENCIAS = {"vigente": "si", "1_0": "si", "no_vigente": "no", "baja": "no", "0_0": "no"}


@dataclass
class SeccionLeida:
    numero: int
    municipio: str
    distrito: str
    localidades: dict[str, str] = field(default_factory=dict)  # plegada → como se escribió primero


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
    """Campo → título tal como está escrito. Vacío, con los motivos dichos, si falta alguno o no se sabe cuál es."""
    escritos = {plegar(titulo): titulo for titulo in hoja.encabezados}
    columnas = {
        campo: [escritos[titulo] for titulo in titulos if titulo in escritos]
        for campo, titulos in _TITULOS.items()
    }
    if distrito:
        columnas["distrito"] = [titulo for plegado, titulo in escritos.items() if plegado == plegar(distrito)]
    motivos = [*_del_distrito(columnas["distrito"], escritos, distrito), *_de_mas_o_de_menos(columnas)]
    for motivo in motivos:
        hallazgos.rechazar(motivo, hoja=hoja.nombre)
    return {} if motivos else {campo: titulos[0] for campo, titulos in columnas.items() if titulos}


def _del_distrito(halladas: list[str], escritos: Mapping[str, str], elegida: str) -> Iterator[str]:
    """Un archivo puede traer la distritación de otra elección, o la federal: entre varias no se adivina."""
    posibles = [titulo for plegado, titulo in escritos.items() if "distrito" in plegado]
    if elegida and not halladas:
        yield f"No hay una columna «{elegida}». Hay: {', '.join(escritos.values())}."
    if not elegida and (len(posibles) > 1 or posibles != halladas):
        yield (
            f"¿Cuál de estas columnas trae el distrito con que se vota: {', '.join(posibles)}? Dígalo al importar, "
            "con --distrito y su título; si ninguna, quítelas del archivo."
        )


def _de_mas_o_de_menos(columnas: Mapping[str, list[str]]) -> Iterator[str]:
    for campo, titulos in columnas.items():
        if campo != "distrito" and len(titulos) > 1:
            yield f"Las columnas {' y '.join(titulos)} son del mismo dato. Deje una sola."
    faltan = [] if columnas["seccion"] else ["seccion"]
    if not any(columnas[campo] for campo in _DE_MUNICIPIO):
        faltan.append("municipio")
    if faltan:
        yield f"Falta la columna {' y la columna '.join(faltan)}."


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

    def rechazar(campo: str, motivo: str) -> None:
        plan.hallazgos.rechazar(
            motivo, hoja=hoja, fila=fila.numero, columna=columnas[campo], valor=celdas[campo]
        )

    try:
        vigente = _es_vigente(celdas.get("vigente", ""))
    except ValueError as error:
        rechazar("vigente", f"No se sabe si la sección está vigente: {error}.")
        return
    if not vigente:
        plan.bajas += 1
        return
    for campo, motivo in list(_reparos(celdas, territorio)) or _agregar(celdas, territorio, plan):
        rechazar(campo, motivo)


def _es_vigente(escrito: str) -> bool:
    """Sin nada escrito, lo está.

    Raises:
        ValueError: si no dice ni que sí ni que no. Contarla de un modo o de otro sería adivinar.
    """
    return not escrito or si_o_no(_VIGENCIAS.get(plegar(escrito), escrito))


def _agregar(
    celdas: Mapping[str, str], territorio: _Territorio, plan: PlanDeSecciones
) -> list[tuple[str, str]]:
    """Suma una fila sin reparos a las secciones del plan; (campo, motivo) de lo que contradice a otra fila."""
    municipio = next(m for c in _DE_MUNICIPIO if celdas.get(c) and (m := territorio.buscar(c, celdas[c])))
    distrito = territorio.buscar("distrito", celdas["distrito"]) if celdas.get("distrito") else None
    leida = SeccionLeida(int(celdas["seccion"]), municipio.clave, distrito.clave if distrito else "")
    conocida = plan.secciones.setdefault(leida.numero, leida)
    reparos = []
    if (conocida.municipio, conocida.distrito) != (leida.municipio, leida.distrito):
        reparos.append(
            ("seccion", "Esta sección ya venía en otro municipio o en otro distrito. Deje una sola.")
        )
    for localidad in filter(None, map(str.strip, celdas.get("localidades", "").split(";"))):
        conocida.localidades.setdefault(plegar_busqueda(localidad), localidad)
    if len(conocida.localidades) > MAX_LOCALIDADES:
        reparos.append(("localidades", f"Son más de {MAX_LOCALIDADES} localidades en una sección."))
    return reparos


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
