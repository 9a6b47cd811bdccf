"""El listado de un proceso en memoria, con lo que se deriva de él. No consulta nada: `lectura` lo llena."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from conoceles.calendario.plazos import siguiente_medianoche

from .procesos import Cargos
from .renglones import Renglon, marca_en_la_boleta, opcion_dicha, opciones, planilla_de, por_apellido, sorteo
from .situacion import Situacion, instante, nada_por_devolver
from .tabla import Tabla

ROTACION, APELLIDO = "rotacion", "apellido"
ORDENES = {ROTACION: _("Rotación diaria"), APELLIDO: _("Primer apellido")}


class Indice:
    """El listado de un proceso entre dos fronteras del reloj: no cambia nunca; se hace otro.

    `filas`: renglón por clave; los de quien ya terminó quedan aparte, en `terminadas`: la boleta impresa puede
    nombrarla. `del_proceso`: los cargos por los que se vota, haya o no candidaturas. `instantes`: fronteras del proceso que ningún renglón nombra todavía.
    `acciones`: nombre de cada acción afirmativa. `se_recorre`: véase `situacion.situacion`. `corte`: desde cuándo
    vale. `proxima`: la medianoche local o el primer instante (fin de plazo, publicación) en que alguna situación
    cambia sola.
    """

    def __init__(
        self,
        proceso: str,
        filas: Mapping[str, Renglon],
        *,
        ahora: datetime,
        zona: ZoneInfo,
        instantes: Iterable[datetime] = (),
        acciones: Mapping[str, str] | None = None,
        del_proceso: Cargos | None = None,
        se_recorre: Callable[[datetime], bool] = nada_por_devolver,
    ) -> None:
        self.proceso, self.acciones = proceso, acciones or {}
        self.filas = {clave: renglon for clave, renglon in filas.items() if renglon.esta_aprobada}
        self.terminadas = [renglon for renglon in filas.values() if not renglon.esta_aprobada]
        self.se_recorre, self.del_proceso = se_recorre, del_proceso or {}
        self.dia = ahora.astimezone(zona).date()
        self.corte, self.proxima = _fronteras({*instantes, *self._instantes()}, ahora, zona)
        self._tablas: dict[str, Tabla] = {}
        self._dichas: dict[str, dict[str, dict[str, str]]] = {}
        # Lo que quien dibuja quiera recordar: vale lo mismo que el índice, que no cambia.
        self.memoria: dict[tuple[str, ...], SafeString] = {}

    def _instantes(self) -> Iterator[datetime]:
        for cuestionario in {id(r.cuestionario): r.cuestionario for r in self.filas.values()}.values():
            for campo in ("captura_hasta", "visible_desde"):
                if fijado := instante(cuestionario[campo]):
                    yield fijado

    def situacion(self, renglon: Renglon) -> Situacion:
        return renglon.situacion(self.corte, self.se_recorre)

    def tabla(self, orden: str = ROTACION) -> Tabla:
        """La tabla en ese orden; se hace la primera vez que se pide."""
        if orden not in self._tablas:
            clave = por_apellido if orden == APELLIDO else self._por_sorteo
            self._tablas[orden] = Tabla(sorted(self.filas.values(), key=clave), self.situacion)
        return self._tablas[orden]

    def _por_sorteo(self, renglon: Renglon) -> tuple[Any, ...]:
        """Por cargo y demarcación, que no compiten entre sí; dentro de la contienda, el sorteo del día."""
        lugar = renglon.demarcacion["tipo"], renglon.demarcacion["clave"]
        return (
            renglon.cargo["orden"],
            renglon.cargo["clave"],
            *lugar,
            sorteo(self.proceso, renglon.contienda, self.dia, renglon.clave),
        )

    @cached_property
    def formulas(self) -> dict[tuple[str, str, int], list[Renglon]]:
        """Propietaria y suplente de una misma posición."""
        juntas: dict[tuple[str, str, int], list[Renglon]] = defaultdict(list)
        for renglon in self.filas.values():
            juntas[renglon.contienda, renglon.actor["clave"], renglon.numero].append(renglon)
        return juntas

    @cached_property
    def por_contienda(self) -> dict[str, list[Renglon]]:
        """Contienda → sus renglones, en la rotación del día.

        Los cargos de una planilla se votan con una sola marca: van juntos, bajo la contienda que la encabeza.
        """
        juntas: dict[str, list[Renglon]] = defaultdict(list)
        for renglon in self.tabla().renglones:
            juntas[marca_en_la_boleta(renglon)].append(renglon)
        return {renglones[0].contienda: renglones for renglones in juntas.values()}

    @cached_property
    def encabeza(self) -> dict[str, str]:
        """Contienda → la que encabeza su planilla, o ella misma."""
        return {r.contienda: cabeza for cabeza, suyos in self.por_contienda.items() for r in suyos}

    @cached_property
    def cargos(self) -> Cargos:
        """Todo por lo que se vota: lo que dice el proceso, aunque nadie se registre, y lo que nombre un documento."""
        nombrados = {r.cargo["clave"]: (r.cargo, r.demarcacion["tipo"]) for r in self.filas.values()}
        return {**nombrados, **self.del_proceso}

    @cached_property
    def planillas(self) -> dict[tuple[str, ...], list[Renglon]]:
        """Quienes se postulan juntas, por `renglones.planilla_de`, en el orden en que se registraron."""
        juntas: dict[tuple[str, ...], list[Renglon]] = defaultdict(list)
        for renglon in self.filas.values():
            if planilla := planilla_de(renglon.cargo, renglon.demarcacion, renglon.actor):
                juntas[planilla].append(renglon)
        for lista in juntas.values():
            lista.sort(key=lambda r: (r.cargo["orden"], r.cargo["clave"], r.numero, r.calidad, r.clave))
        return juntas

    @cached_property
    def fotos(self) -> frozenset[str]:
        """Las huellas de las fotografías que hoy pueden verse."""
        return frozenset(r.foto for r in self.filas.values() if r.foto and self.situacion(r).es_publicada)

    @cached_property
    def son_varias_entidades(self) -> bool:
        """¿Hay que decir de qué entidad es cada distrito? En un proceso local todas son de la misma."""
        return len({r.demarcacion["entidad"] for r in self.filas.values()} - {""}) > 1

    @cached_property
    def opciones(self) -> dict[str, dict[str, str]]:
        """Valor → etiqueta de cada filtro, en el orden en que se ofrecen."""
        return opciones(self.filas.values(), self.acciones, con_entidad=self.son_varias_entidades)

    def opciones_dichas(self) -> dict[str, dict[str, str]]:
        """`opciones`, en la lengua de quien lee."""
        lengua = get_language() or ""
        if lengua not in self._dichas:
            self._dichas[lengua] = {
                faceta: {valor: opcion_dicha(faceta, valor, texto) for valor, texto in suyas.items()}
                for faceta, suyas in self.opciones.items()
            }
        return self._dichas[lengua]


def _fronteras(instantes: set[datetime], ahora: datetime, zona: ZoneInfo) -> tuple[datetime, datetime]:
    """La última frontera ya pasada y la primera por venir."""
    hoy = ahora.astimezone(zona).replace(hour=0, minute=0, second=0, microsecond=0, fold=0)
    anterior = max([hoy, *(i for i in instantes if i <= ahora)])
    siguiente = min([siguiente_medianoche(ahora, zona), *(i for i in instantes if i > ahora)])
    return anterior, siguiente
