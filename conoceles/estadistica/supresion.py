"""Cuándo y de a cuántas se cuenta lo que nadie hizo público. Funciones puras: no consultan nada ni miran el reloj.

Cada celda es un contador que sólo avanza de a `minimo` personas o más y nunca retrocede (decisión 22). Así, restar
dos celdas, dos tablas o dos cortes cualesquiera da cero o un grupo de ese tamaño, nunca a alguien.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

MINIMO_ABSOLUTO = 5
NUNCA = datetime.min.replace(tzinfo=UTC)
# El único cruce declarado. Son dos renglones fijos: uno para cada identidad de género señalaría a muy pocas.
MUJERES, DEMAS = "mujeres", "demas"
RENGLONES = (MUJERES, DEMAS)


@dataclass(frozen=True)
class Persona:
    """Alguien cuya respuesta a una pregunta no es pública por su nombre ni lo fue nunca.

    `desde`: el primer instante en que pudo contarse. `respuesta`: la clave de la opción; también «prefiero no contestar».
    """

    desde: datetime
    respuesta: str
    renglon: str


@dataclass(frozen=True)
class Celda:
    """Cuántas se han contado y hasta qué corte; `total` nulo: todavía no alcanza para contarse.

    `renglones`: de ellas, las que pudieron separarse por renglón. `sin_separar`: las demás; es cero o un paso entero.
    """

    total: int | None = None
    hasta: datetime = NUNCA
    renglones: Mapping[str, int] = field(default_factory=dict)

    @property
    def sin_separar(self) -> int:
        return (self.total or 0) - sum(self.renglones.values())


@dataclass(frozen=True)
class Tabla:
    """Una pregunta en un corte. `revisada`: el último en que hubo suficientes personas nuevas para volver a mirarla."""

    celdas: Mapping[str, Celda]
    revisada: datetime = NUNCA


def minimo_que_rige(parametro: int) -> int:
    """El mínimo del proceso; nunca menos que cinco, diga lo que diga la plantilla."""
    return max(MINIMO_ABSOLUTO, parametro)


def avanzar(tabla: Tabla, personas: Sequence[Persona], *, minimo: int, ahora: datetime) -> Tabla:
    """La tabla del corte que sigue. `personas`: las que hoy pueden contarse.

    Que se vuelva a mirar no depende de qué contestó nadie: sólo de cuántas personas entraron desde la última vez.
    """
    if sum(p.desde > tabla.revisada for p in personas) < minimo:
        return tabla
    celdas = {**tabla.celdas, **_pasos(tabla.celdas, personas, minimo, ahora)}
    return Tabla(celdas, revisada=ahora)


def avanzar_base(
    base: Celda,
    contestaron: Collection[datetime],
    *,
    con_nombre: Collection[datetime] = (),
    no_contestaron: int,
    minimo: int,
    ahora: datetime,
) -> Celda:
    """Cuántas personas contestaron, una sola cifra para todas las preguntas: entre dos se vería quién falta en una.

    `contestaron`: desde cuándo pudo contarse cada una. `con_nombre`: las demás, que eligieron publicar algo; se cuentan
    también, pero no hacen bulto: de ellas se sabe que contestaron. Si casi nadie dejó de contestar, se calla: diría
    quiénes no.
    """
    pendientes, sabidas = (
        sum(desde > base.hasta for desde in fechas) for fechas in (contestaron, con_nombre)
    )
    if min(pendientes, no_contestaron) < minimo:
        return base
    return Celda((base.total or 0) + pendientes + sabidas, ahora)


def _pasos(
    celdas: Mapping[str, Celda], personas: Sequence[Persona], minimo: int, ahora: datetime
) -> dict[str, Celda]:
    """Las celdas que avanzan: con un paso completo, y dejando a otras tantas de las mismas fechas sin contar.

    Si contarlas dejara a menos, se retiene la celda más chica (la supresión complementaria): de otro modo, lo que
    falta diría cuántas prefirieron no contestar, o que todas las que entraron contestaron lo mismo.
    """
    pasos = {}
    for opcion, celda in celdas.items():
        pendientes = _pendientes(celda, [p for p in personas if p.respuesta == opcion])
        if len(pendientes) >= minimo:
            pasos[opcion] = pendientes
    while pasos:
        avanzadas = {opcion: _contar(celdas[opcion], paso, ahora) for opcion, paso in pasos.items()}
        restan = sin_contar({**celdas, **avanzadas}, personas)
        quedan = {opcion: _pendientes(celdas[opcion], restan) for opcion in pasos}
        if all(len(otras) >= minimo for otras in quedan.values()):
            return {o: _separar(avanzadas[o], paso, quedan[o], minimo) for o, paso in pasos.items()}
        del pasos[min(pasos, key=lambda opcion: (len(pasos[opcion]), opcion))]
    return {}


def sin_contar(celdas: Mapping[str, Celda], personas: Iterable[Persona]) -> list[Persona]:
    """Las que no están en ninguna celda: su opción no se publica, no quisieron contestar o esperan su paso."""
    return [p for p in personas if p.respuesta not in celdas or p.desde > celdas[p.respuesta].hasta]


def _pendientes(celda: Celda, personas: Iterable[Persona]) -> list[Persona]:
    return [p for p in personas if p.desde > celda.hasta]


def _contar(celda: Celda, paso: Collection[Persona], ahora: datetime) -> Celda:
    return replace(celda, total=(celda.total or 0) + len(paso), hasta=ahora)


def _separar(celda: Celda, paso: Collection[Persona], quedan: Collection[Persona], minimo: int) -> Celda:
    """Por renglón, sólo si en cada uno hay `minimo` contadas y `minimo` sin contar; si no, el paso va junto."""
    contadas, restan = Counter(p.renglon for p in paso), Counter(p.renglon for p in quedan)
    if any(contadas[r] < minimo or restan[r] < minimo for r in RENGLONES):
        return celda
    return replace(celda, renglones={r: celda.renglones.get(r, 0) + contadas[r] for r in RENGLONES})
