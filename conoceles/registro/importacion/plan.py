"""Comparar el archivo con lo registrado. Pura: no lee ni escribe la base.

Una posición con otra persona es una sustitución, jamás una edición; lo que no viene no se toca, salvo
que se declare que la lista está completa.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz

from conoceles.comun.canonico import huella
from conoceles.comun.texto import plegar_busqueda
from conoceles.registro.catalogos import Calidad, SituacionRegistral

from .estado import Estado, Ocupante
from .informe import Hallazgos
from .propuestas import Posicion, Propuesta

# Desde aquí se toma por la misma persona con una errata; por debajo, por otra.
PARECIDO = 90
# Un mismo folio de registro no basta si el nombre es otro: hay registros que folian la posición.
PARECIDO_CON_FOLIO = 60
_TERMINADAS = frozenset(SituacionRegistral.values) - {SituacionRegistral.APROBADA}


@dataclass(slots=True)
class Alta:
    """Una candidatura nueva. `sustituye_a`: la que cierra, o la última que dejó vacía la posición."""

    propuesta: Propuesta
    sustituye_a: Ocupante | None = None
    causa: str = ""  # cómo se cierra la vigente; vacía si ya estaba cerrada


@dataclass(slots=True)
class Cambio:
    """Correcciones a la misma persona: grupo → atributo → valor nuevo."""

    propuesta: Propuesta
    ocupante: Ocupante
    campos: dict[str, dict[str, Any]]


@dataclass(slots=True)
class Baja:
    ocupante: Ocupante
    situacion: str
    hoja: str = ""
    fila: int = 0


@dataclass
class Plan:
    """Lo que haría la importación. Con un solo rechazo no se aplica nada."""

    hallazgos: Hallazgos
    altas: list[Alta] = field(default_factory=list)
    cambios: list[Cambio] = field(default_factory=list)
    bajas: list[Baja] = field(default_factory=list)
    no_vienen: list[Ocupante] = field(default_factory=list)
    independientes: dict[str, Propuesta] = field(default_factory=dict)
    sin_cambio: int = 0
    vacantes: int = 0
    personas: int = 0
    formulas: int = 0

    @property
    def es_aplicable(self) -> bool:
        return not self.hallazgos.n_rechazos

    @property
    def hay_que_hacer(self) -> bool:
        return bool(self.altas or self.cambios or self.bajas)

    @property
    def sustituciones(self) -> int:
        return sum(alta.causa != "" for alta in self.altas)

    def huella(self) -> str:
        """Dos planes que harían lo mismo tienen la misma huella."""
        altas = [[list(a.propuesta.posicion), a.propuesta.nombre, _clave(a.sustituye_a), a.causa,
                  _texto(a.propuesta.persona, a.propuesta.reservados, a.propuesta.candidatura)]
                 for a in self.altas]  # fmt: skip
        cambios = [[c.ocupante.clave, _texto(*c.campos.values())] for c in self.cambios]
        bajas = [[b.ocupante.clave, b.situacion] for b in self.bajas]
        return huella([altas, cambios, bajas, self.hallazgos.n_rechazos])


def _clave(ocupante: Ocupante | None) -> str:
    return ocupante.clave if ocupante else ""


def _texto(*grupos: dict[str, Any]) -> str:
    return repr([sorted(grupo.items()) for grupo in grupos])


def planear(
    propuestas: Iterable[Propuesta], estado: Estado, hallazgos: Hallazgos, *, es_completo: bool
) -> Plan:
    """Compara. `es_completo`: el archivo es la lista entera de los cargos que contiene."""
    propuestas = _con_independientes_conocidas(list(propuestas), estado)
    plan = Plan(hallazgos)
    activas = _sin_repetidas([p for p in propuestas if _esta_activa(p)], hallazgos)
    # Una mitad en blanco no dice nada: es como si la fila no viniera.
    cierres = {p.posicion: p for p in propuestas if p.situacion in _TERMINADAS}
    plan.vacantes = sum(p.es_vacante for p in propuestas)
    plan.personas = len(activas)
    plan.formulas = len({p.posicion[:3] for p in activas.values()})
    _personas_en_dos_lugares(activas.values(), hallazgos)
    for posicion, propuesta in activas.items():
        _planear_una(plan, propuesta, estado, cierres.get(posicion))
    _planear_cierres(plan, [c for c in cierres.values() if c.posicion not in activas], estado)
    _planear_faltantes(plan, {*activas, *cierres}, propuestas, estado, es_completo)
    inferidos = sum(bool(a.propuesta.persona.get("nombre_inferido")) for a in plan.altas)
    if inferidos:
        hallazgos.avisar(
            f"en {inferidos:,} personas se infirió qué es nombre y qué apellido; el nombre entero queda igual"
        )
    return plan


def _esta_activa(propuesta: Propuesta) -> bool:
    return not propuesta.es_vacante and propuesta.situacion == SituacionRegistral.APROBADA


# --- Lo que el archivo se contradice a sí mismo -----------------------------------------------------------


def _sin_repetidas(propuestas: list[Propuesta], hallazgos: Hallazgos) -> dict[Posicion, Propuesta]:
    """Una propuesta por posición; las demás se rechazan y nombran las dos filas."""
    unicas: dict[Posicion, Propuesta] = {}
    for propuesta in propuestas:
        primera = unicas.setdefault(propuesta.posicion, propuesta)
        if primera is propuesta:
            continue
        lugar = f"la fila {primera.fila}" + (
            f" de «{primera.hoja}»" if primera.hoja != propuesta.hoja else ""
        )
        if es_la_misma(propuesta.nombre, primera.nombre):
            motivo = f"la misma candidatura ya está en {lugar}"
        elif propuesta.posicion.calidad == Calidad.PROPIETARIA:
            motivo = f"dos personas propietarias para la misma posición: ésta y la de {lugar}"
        else:
            motivo = f"dos suplentes para la misma posición: ésta y la de {lugar}"
        hallazgos.rechazar(
            f"{motivo} (número {propuesta.posicion.numero})",
            hoja=propuesta.hoja, fila=propuesta.fila, columna="nombre", valor=propuesta.nombre,
        )  # fmt: skip
    return unicas


def _personas_en_dos_lugares(propuestas: Iterable[Propuesta], hallazgos: Hallazgos) -> None:
    """Puede ser un homónimo o una postulación simultánea permitida: se avisa y decide quien revisa."""
    vistas: dict[str, Propuesta] = {}
    for propuesta in propuestas:
        for marca in filter(None, (plegar_busqueda(propuesta.nombre), propuesta.reservados.get("curp"))):
            primera = vistas.setdefault(marca, propuesta)
            if primera is not propuesta:
                hallazgos.avisar(
                    f"la misma persona, o una del mismo nombre, está en la fila {primera.fila} ({primera.contienda})",
                    hoja=propuesta.hoja, fila=propuesta.fila, columna="nombre", valor=propuesta.nombre,
                )  # fmt: skip
                break


def _con_independientes_conocidas(propuestas: list[Propuesta], estado: Estado) -> list[Propuesta]:
    """Una independiente se nombra por su titular: si el titular se corrigió o cambió, su actor es el mismo.

    Se reconoce por cualquiera de sus personas en la misma contienda, número y calidad.
    """
    nuevas = {p.posicion.actor for p in propuestas} - estado.actores
    usadas = {p.posicion.actor for p in propuestas}
    libres: dict[tuple[int, int, str], list[Ocupante]] = defaultdict(list)
    for posicion, ocupante in estado.vigentes.items() if nuevas else ():
        if posicion.actor.startswith("ind-") and posicion.actor not in usadas:
            libres[posicion.contienda, posicion.numero, posicion.calidad].append(ocupante)
    mismas: dict[str, str] = {}
    for propuesta in propuestas:
        contienda, actor, numero, calidad = propuesta.posicion
        for ocupante in libres.get((contienda, numero, calidad), ()) if actor in nuevas else ():
            if es_la_misma(propuesta.nombre, ocupante.nombre):
                mismas.setdefault(actor, ocupante.posicion.actor)
    for propuesta in propuestas:
        actor = propuesta.posicion.actor
        propuesta.posicion = propuesta.posicion._replace(actor=mismas.get(actor, actor))
    return propuestas


# --- Una posición --------------------------------------------------------------------------------------------


def _planear_una(plan: Plan, propuesta: Propuesta, estado: Estado, cierre: Propuesta | None) -> None:
    ocupante = estado.vigentes.get(propuesta.posicion)
    if ocupante is None:
        if propuesta.posicion.actor not in estado.actores:
            plan.independientes.setdefault(propuesta.posicion.actor, propuesta)
        plan.altas.append(Alta(propuesta, _a_quien_sustituye(propuesta, estado)))
    elif _misma_persona(propuesta, ocupante, plan.hallazgos):
        if campos := _diferencias(propuesta, ocupante):
            plan.cambios.append(Cambio(propuesta, ocupante, campos))
        else:
            plan.sin_cambio += 1
    else:
        # Si el archivo dice cómo se fue la anterior (renuncia, sentencia…), ésa es la causa.
        dicha = cierre is not None and es_la_misma(cierre.nombre, ocupante.nombre)
        causa = cierre.situacion if cierre and dicha else SituacionRegistral.SUSTITUIDA
        plan.altas.append(Alta(propuesta, ocupante, str(causa)))


def _a_quien_sustituye(propuesta: Propuesta, estado: Estado) -> Ocupante | None:
    """Quien dejó vacía la posición, salvo que vuelva la misma persona (una sentencia la restituye)."""
    ultima = estado.ultimas.get(propuesta.posicion)
    return None if ultima is None or es_la_misma(propuesta.nombre, ultima.nombre) else ultima


def es_la_misma(nombre: str, otro: str) -> bool:
    """Iguales sin acentos ni mayúsculas, o con una errata, en cualquier orden."""
    uno, dos = plegar_busqueda(nombre), plegar_busqueda(otro)
    return uno == dos or fuzz.token_sort_ratio(uno, dos) >= PARECIDO


def _misma_persona(propuesta: Propuesta, ocupante: Ocupante, hallazgos: Hallazgos) -> bool:
    uno, dos = plegar_busqueda(propuesta.nombre), plegar_busqueda(ocupante.nombre)
    if uno == dos:
        return True
    parecido = fuzz.token_sort_ratio(uno, dos)
    sexo, otro_sexo = propuesta.persona.get("sexo"), ocupante.persona["sexo"]
    if _coinciden(propuesta.reservados, ocupante.reservados, "curp"):
        es_misma = True
    elif sexo and otro_sexo and sexo != otro_sexo:
        es_misma = False  # «Alejandra» por «Alejandro» es otra persona, aunque sólo cambie una letra
    elif _coinciden(propuesta.candidatura, ocupante.candidatura, "folio_registro"):
        es_misma = parecido >= PARECIDO_CON_FOLIO
    else:
        es_misma = parecido >= PARECIDO
    if es_misma:
        hallazgos.avisar(
            f"se toma como corrección del nombre de «{ocupante.nombre}»; si es otra persona, no lo aplique",
            hoja=propuesta.hoja, fila=propuesta.fila, columna="nombre", valor=propuesta.nombre,
        )  # fmt: skip
    return es_misma


def _coinciden(nuevo: dict[str, Any], actual: dict[str, Any], campo: str) -> bool:
    return bool(nuevo.get(campo)) and nuevo[campo] == actual[campo]


def _diferencias(propuesta: Propuesta, ocupante: Ocupante) -> dict[str, dict[str, Any]]:
    nuevos = {
        "persona": _sin_inferir_de_nuevo(propuesta.persona, ocupante.persona),
        "reservados": propuesta.reservados,
        "candidatura": propuesta.candidatura,
    }
    distintos = {
        grupo: {campo: valor for campo, valor in datos.items() if getattr(ocupante, grupo)[campo] != valor}
        for grupo, datos in nuevos.items()
    }
    return {grupo: datos for grupo, datos in distintos.items() if datos}


def _sin_inferir_de_nuevo(nuevo: dict[str, Any], actual: dict[str, Any]) -> dict[str, Any]:
    """Una separación inferida no reemplaza a una que el registro escribió, si el nombre es el mismo."""
    mismo = plegar_busqueda(nuevo["nombre_completo"]) == plegar_busqueda(actual["nombre_completo"])
    if not (mismo and nuevo["nombre_inferido"] and not actual["nombre_inferido"]):
        return nuevo
    partes = ("nombres", "primer_apellido", "segundo_apellido", "nombre_inferido")
    return {campo: valor for campo, valor in nuevo.items() if campo not in partes}


# --- Lo que se va --------------------------------------------------------------------------------------------


def _planear_cierres(plan: Plan, cierres: list[Propuesta], estado: Estado) -> None:
    """Filas que dicen «renuncia», «cancelada»… o un lugar vacante escrito como tal."""
    for cierre in cierres:
        ocupante = estado.vigentes.get(cierre.posicion)
        lugar: dict[str, Any] = {"hoja": cierre.hoja, "fila": cierre.fila, "valor": cierre.nombre}
        if ocupante and (cierre.es_vacante or es_la_misma(cierre.nombre, ocupante.nombre)):
            plan.bajas.append(Baja(ocupante, cierre.situacion, cierre.hoja, cierre.fila))
        elif ocupante:
            plan.hallazgos.avisar(
                f"quien ocupa esa posición es {ocupante.nombre}; no se le da de baja", **lugar
            )
        elif not cierre.es_vacante and cierre.posicion not in estado.ultimas:
            plan.hallazgos.avisar(
                "no estaba registrada y el archivo la da por terminada; no se crea", **lugar
            )


def _planear_faltantes(
    plan: Plan, vistas: set[Posicion], propuestas: list[Propuesta], estado: Estado, es_completo: bool
) -> None:
    cargos = {p.contienda.cargo.clave for p in propuestas}
    faltan = [o for p, o in estado.vigentes.items() if p not in vistas and o.cargo in cargos]
    if es_completo:
        plan.bajas += [Baja(ocupante, SituacionRegistral.BAJA) for ocupante in faltan]
    else:
        plan.no_vienen = faltan
