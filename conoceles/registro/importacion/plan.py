"""Comparar el archivo con lo registrado. Pura: no lee ni escribe la base.

Una posición con otra persona es una sustitución, jamás una edición; lo que no viene no se toca, salvo
que se declare que la lista está completa.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from conoceles.comun.canonico import huella
from conoceles.comun.texto import plegar_busqueda
from conoceles.registro.catalogos import Calidad, SituacionRegistral

from .campos import CORRECCION, RESTITUIDA
from .estado import Estado, Ocupante
from .identidad import Juicio, es_la_misma, juzgar, nacieron_en_otra_fecha, tienen_las_mismas_palabras
from .informe import Hallazgos
from .propuestas import Posicion, Propuesta

# Una lista completa que quita a más de estas dos cosas, a la vez, quizá no era completa.
BAJAS_SIN_PREGUNTAR, BAJAS_SIN_PREGUNTAR_POR_CIENTO = 20, 10
# Lo que alguien tiene que confirmar para que un plan se aplique.
PARECIDOS, BAJAS = "parecidos", "bajas"
_TERMINADAS = frozenset(SituacionRegistral.values) - {SituacionRegistral.APROBADA}


@dataclass(slots=True)
class Alta:
    """Una candidatura nueva. `sustituye_a`: la que cierra, o la última que dejó vacía la posición."""

    propuesta: Propuesta
    sustituye_a: Ocupante | None = None
    causa: str = ""  # cómo se cierra la vigente; vacía si ya estaba cerrada
    vuelve: bool = False  # ya había tenido ese lugar


@dataclass(slots=True)
class Regreso:
    """Una resolución devuelve la candidatura que ya había tenido ese lugar; si alguien lo ocupa, sale."""

    propuesta: Propuesta
    ocupante: Ocupante


@dataclass(slots=True)
class Cambio:
    """Correcciones a la misma persona: grupo → atributo → valor nuevo. `es_dudoso`: sólo se le parece."""

    propuesta: Propuesta
    ocupante: Ocupante
    campos: dict[str, dict[str, Any]]
    es_dudoso: bool = False


@dataclass(slots=True)
class Baja:
    ocupante: Ocupante
    situacion: str
    hoja: str = ""
    fila: int = 0


@dataclass
class Plan:
    """Lo que haría la importación. Con un solo rechazo no se aplica nada.

    `confirmaciones`: lo que alguien tiene que confirmar antes de aplicarlo, y por qué.
    `advertencia`: lo que conviene saber del archivo entero.
    """

    hallazgos: Hallazgos
    confirmaciones: dict[str, str] = field(default_factory=dict)
    advertencia: str = ""
    altas: list[Alta] = field(default_factory=list)
    regresos: list[Regreso] = field(default_factory=list)
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
        return bool(self.altas or self.regresos or self.cambios or self.bajas)

    @property
    def sustituciones(self) -> int:
        return sum(alta.causa != "" for alta in self.altas)

    @property
    def por_confirmar(self) -> list[Cambio]:
        return [cambio for cambio in self.cambios if cambio.es_dudoso]

    def ocupantes(self) -> list[int]:
        """Las llaves de las candidaturas que ya estaban y que este plan cambia o releva."""
        relevadas = [alta.sustituye_a for alta in self.altas if alta.sustituye_a]
        vuelven = [regreso.ocupante for regreso in self.regresos]
        cambian = [cambio.ocupante for cambio in self.cambios]
        salen = [baja.ocupante for baja in self.bajas]
        return [ocupante.candidatura_id for ocupante in (*relevadas, *vuelven, *cambian, *salen)]

    def huella(self) -> str:
        """Dos planes que harían lo mismo tienen la misma huella."""
        altas = [[list(a.propuesta.posicion), a.propuesta.nombre, _clave(a.sustituye_a), a.causa,
                  _texto(a.propuesta.persona, a.propuesta.reservados, a.propuesta.candidatura)]
                 for a in self.altas]  # fmt: skip
        cambios = [[c.ocupante.clave, _texto(*c.campos.values())] for c in self.cambios]
        bajas = [[b.ocupante.clave, b.situacion] for b in self.bajas]
        regresos = [regreso.ocupante.clave for regreso in self.regresos]
        return huella(
            [altas, regresos, cambios, bajas, self.hallazgos.n_rechazos, sorted(self.confirmaciones)]
        )


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
    cierres: dict[Posicion, list[Propuesta]] = defaultdict(list)
    for propuesta in propuestas:
        if propuesta.situacion in _TERMINADAS:
            cierres[propuesta.posicion].append(propuesta)
    plan.vacantes = sum(p.es_vacante for p in propuestas)
    plan.personas = len(activas)
    plan.formulas = len({p.posicion[:3] for p in activas.values()})
    _personas_en_dos_lugares(activas.values(), hallazgos)
    for posicion, propuesta in activas.items():
        _planear_una(plan, propuesta, estado, cierres.get(posicion, []))
    for posicion, filas in cierres.items():
        if posicion not in activas:
            _planear_cierres(plan, posicion, filas, estado)
    _planear_faltantes(plan, {*activas, *cierres}, propuestas, estado, es_completo)
    inferidos = sum(bool(a.propuesta.persona.get("nombre_inferido")) for a in plan.altas)
    if inferidos:
        hallazgos.avisar(
            f"en {inferidos:,} personas se infirió qué es nombre y qué apellido; el nombre entero queda igual"
        )
    if parecidas := len(plan.por_confirmar):
        plan.confirmaciones[PARECIDOS] = (
            f"Hay nombres parecidos a los registrados sin ser iguales ({parecidas:,}), y nada más dice si son las mismas "
            "personas. Escriba «correccion» o «sustitucion» en la columna «movimiento» de esas filas, o confirme que "
            "todas son las mismas."
        )
    return plan


def _esta_activa(propuesta: Propuesta) -> bool:
    return not propuesta.es_vacante and propuesta.situacion in (SituacionRegistral.APROBADA, RESTITUIDA)


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


def _planear_una(plan: Plan, propuesta: Propuesta, estado: Estado, cierres: list[Propuesta]) -> None:
    ocupante = estado.vigentes.get(propuesta.posicion)
    if ocupante is None:
        _planear_alta(plan, propuesta, estado, estado.por_sustituir(propuesta.posicion))
        return
    juicio = Juicio.MISMA if propuesta.movimiento == CORRECCION else juzgar(propuesta, ocupante)
    cierre = _cierre_de(ocupante, cierres)
    if juicio == Juicio.PARECIDA and (
        (cierre and juzgar(cierre, ocupante) == Juicio.MISMA)
        or Juicio.MISMA in (juzgar(propuesta, o) for o in estado.anteriores.get(propuesta.posicion, ()))
    ):
        juicio = Juicio.OTRA  # se sabe quién es cada una: una se fue y la otra está
    if juicio:
        _planear_correccion(plan, propuesta, ocupante, es_dudoso=juicio == Juicio.PARECIDA)
    else:
        # Si el archivo dice cómo se fue la anterior (renuncia, sentencia…), ésa es la causa.
        causa = cierre.situacion if cierre else SituacionRegistral.SUSTITUIDA
        _planear_alta(plan, propuesta, estado, ocupante, str(causa))


def _planear_correccion(plan: Plan, propuesta: Propuesta, ocupante: Ocupante, *, es_dudoso: bool) -> None:
    lugar = _lugar(propuesta)
    if es_dudoso:
        plan.hallazgos.avisar(f"por confirmar: ¿es la misma persona que «{ocupante.nombre}»?", **lugar)
    elif not tienen_las_mismas_palabras(propuesta.nombre, ocupante.nombre):
        plan.hallazgos.avisar(
            f"se toma como corrección del nombre de «{ocupante.nombre}»; si es otra persona, no lo aplique",
            **lugar,
        )
    if nacieron_en_otra_fecha(propuesta, ocupante):
        plan.hallazgos.avisar(
            f"{ocupante.nombre} estaba registrada con otra fecha de nacimiento; si es otra persona del mismo "
            "nombre, escriba «sustitucion» en «movimiento»", **lugar,
        )  # fmt: skip
    if campos := _diferencias(propuesta, ocupante):
        plan.cambios.append(Cambio(propuesta, ocupante, campos, es_dudoso))
    else:
        plan.sin_cambio += 1


def _planear_alta(
    plan: Plan, propuesta: Propuesta, estado: Estado, anterior: Ocupante | None, causa: str = ""
) -> None:
    """`anterior`: quien ocupa el lugar (con `causa`) o la última que lo dejó vacío."""
    previa = next(
        (o for o in estado.anteriores.get(propuesta.posicion, ()) if juzgar(propuesta, o) != Juicio.OTRA),
        None,
    )
    if propuesta.situacion == RESTITUIDA:
        motivo = f"se le restituye en el lugar{f' de {anterior.nombre}' if causa and anterior else ''}"
        plan.hallazgos.avisar(motivo if previa else "no había estado en ese lugar", **_lugar(propuesta))
        if previa:
            _planear_regreso(plan, propuesta, previa)
            return
    elif previa and not previa.puede_volver:
        plan.hallazgos.rechazar(
            f"{previa.nombre} ya había dejado este lugar ({previa.situacion}); ¿es una lista anterior? Si vuelve por "
            "una resolución, escriba RESTITUIDA en «situacion»", **_lugar(propuesta),
        )  # fmt: skip
        return
    if propuesta.posicion.actor not in estado.actores:
        plan.independientes.setdefault(propuesta.posicion.actor, propuesta)
    if anterior and not causa and juzgar(propuesta, anterior) != Juicio.OTRA:
        anterior = None  # vuelve la misma persona: no se sustituye a sí misma
    plan.altas.append(Alta(propuesta, anterior, causa, vuelve=previa is not None))


def _planear_regreso(plan: Plan, propuesta: Propuesta, previa: Ocupante) -> None:
    """Es la misma candidatura: su acuerdo y su aprobación siguen siendo los suyos; lo demás puede corregirse."""
    plan.regresos.append(Regreso(propuesta, previa))
    campos = _diferencias(propuesta, previa)
    for campo in ("acuerdo", "aprobada_en"):
        campos.get("candidatura", {}).pop(campo, None)
    if any(campos.values()):
        plan.cambios.append(Cambio(propuesta, previa, campos))


def _lugar(propuesta: Propuesta) -> dict[str, Any]:
    return {"hoja": propuesta.hoja, "fila": propuesta.fila, "columna": "nombre", "valor": propuesta.nombre}


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


def _cierre_de(ocupante: Ocupante, cierres: list[Propuesta]) -> Propuesta | None:
    """De las filas que terminan en esa posición, la que más se parece a quien la ocupa."""
    suyo = max((c for c in cierres if not c.es_vacante), key=lambda c: juzgar(c, ocupante), default=None)
    return suyo if suyo and juzgar(suyo, ocupante) else None


def _planear_cierres(plan: Plan, posicion: Posicion, cierres: list[Propuesta], estado: Estado) -> None:
    """Filas que dicen «renuncia», «cancelada»… o un lugar vacante escrito como tal."""
    ocupante = estado.vigentes.get(posicion)
    suyo = None
    if ocupante:
        suyo = _cierre_de(ocupante, cierres) or next((c for c in cierres if c.es_vacante), None)
        if suyo:
            plan.bajas.append(Baja(ocupante, suyo.situacion, suyo.hoja, suyo.fila))
    for cierre in cierres:
        ya_se_fue = any(juzgar(cierre, o) for o in estado.anteriores.get(posicion, ()))
        if cierre is suyo or cierre.es_vacante or ya_se_fue:
            continue
        motivo = (
            f"quien ocupa esa posición es {ocupante.nombre}; no se le da de baja"
            if ocupante and not suyo
            else "no estaba registrada y el archivo la da por terminada; no se crea"
        )
        plan.hallazgos.avisar(motivo, **_lugar(cierre))


def _planear_faltantes(
    plan: Plan, vistas: set[Posicion], propuestas: list[Propuesta], estado: Estado, es_completo: bool
) -> None:
    cargos = {p.contienda.cargo.clave for p in propuestas}
    registradas = [o for o in estado.vigentes.values() if o.cargo in cargos]
    faltan = [o for o in registradas if o.posicion not in vistas]
    if not es_completo:
        plan.no_vienen = faltan
        return
    plan.bajas += [Baja(ocupante, SituacionRegistral.BAJA) for ocupante in faltan]
    por_ciento = 100 * len(faltan) / (len(registradas) or 1)
    if len(faltan) > BAJAS_SIN_PREGUNTAR and por_ciento > BAJAS_SIN_PREGUNTAR_POR_CIENTO:
        plan.confirmaciones[BAJAS] = (
            f"Por venir como lista completa, daría de baja a {len(faltan):,} de las {len(registradas):,} candidaturas "
            f"registradas en los cargos que contiene ({por_ciento:.0f} %). Revise que de veras estén todas."
        )
