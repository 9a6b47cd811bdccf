"""Todo lo que `conoceles verificar` revisa, y el reloj una vez al día: que nadie haya tocado nada por fuera."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from itertools import chain, islice

from django.core.checks import Tags, run_checks
from django.db import transaction
from django.utils import timezone

from conoceles.bitacora import cadena
from conoceles.bitacora.acciones import asentar
from conoceles.bitacora.lectura import ultima_revision
from conoceles.calendario import integridad as calendario
from conoceles.comun.base_quieta import base_quieta
from conoceles.cuentas import integridad as cuentas
from conoceles.cuestionarios import evidencia as cuestionarios
from conoceles.estadistica import integridad as estadistica
from conoceles.interrupciones import integridad as interrupciones
from conoceles.mensajes import integridad as mensajes
from conoceles.privacidad import integridad as privacidad
from conoceles.publicacion import retratos
from conoceles.publicacion.evidencia import (
    auditoria,
    cotejo_de_acuses,
    cotejo_de_vistos,
    cotejo_del_registro,
    integridad,
)
from conoceles.registro import integridad as registro
from conoceles.registro.plantillas import cotejo as catalogos
from conoceles.seguimiento import integridad as seguimiento
from conoceles.territorio import integridad as territorio

Avance = Callable[[int], None]
CADA = timedelta(days=1)
SEGUNDOS_DEL_RELOJ = 600.0
MAX_DEFECTOS = 1000  # hasta aquí se cuentan; por uno trivial sembrado no se dejan de ver los demás
SIN_TIEMPO = "no se revisó: se acabó el tiempo de esta vuelta"
bitacora_tecnica = logging.getLogger(__name__)


@dataclass(frozen=True)
class Hallazgo:
    """Lo que una revisión encontró. `son_mas`: había más de los que se cuentan."""

    nombre: str
    defectos: tuple[str, ...]
    son_mas: bool = False


def revisar(avance: Avance = lambda van: None, segundos: float = float("inf")) -> Iterator[Hallazgo]:
    """Cada revisión con lo que halló, en orden. Pasados esos segundos, las que faltan lo dicen y no corren."""
    limite = time.monotonic() + segundos
    for nombre, defectos in _revisiones(avance).items():
        if time.monotonic() > limite:
            yield Hallazgo(nombre, (SIN_TIEMPO,))
        else:
            hallados = _a_salvo(defectos)
            yield Hallazgo(nombre, tuple(hallados[:MAX_DEFECTOS]), len(hallados) > MAX_DEFECTOS)


def revisar_a_diario() -> bool:
    """La que corre el reloj: cuántas revisiones y cuáles hallaron algo queda en la bitácora; qué, en el registro."""
    anterior, ahora = ultima_revision(), timezone.now()
    # Una con fecha futura se hizo con el reloj adelantado: no calla a las que siguen.
    if anterior and ahora - CADA < anterior.instante <= ahora:
        return False
    con_defecto, cuantas = [], 0
    for hallazgo in revisar(segundos=SEGUNDOS_DEL_RELOJ):
        cuantas += 1
        if hallazgo.defectos:
            con_defecto.append(hallazgo.nombre)
            bitacora_tecnica.error("%s: %s", hallazgo.nombre, "; ".join(hallazgo.defectos[:20]))
    _asentar(cuantas, con_defecto)
    return True


@transaction.atomic
def _asentar(cuantas: int, con_defecto: list[str]) -> None:
    asentar(
        por=None,
        accion="bitacora:revisar",
        objeto=("bitacora", "todo"),
        revisiones=cuantas,
        con_defecto=con_defecto,
    )


def _revisiones(avance: Avance) -> dict[str, Callable[[], Iterable[str]]]:
    return {
        "Tablas sólo de agregar": _disparadores,
        "Cadena de la bitácora": lambda: filter(None, [cadena.primer_defecto()]),
        "Proceso": lambda: chain(calendario.defectos(), catalogos.defectos()),
        "Cuentas": lambda: chain(cuentas.defectos(), registro.de_quien_son()),
        "Instantáneas y fichas": integridad.defectos,
        "Registro": lambda: chain(cotejo_del_registro.defectos(), registro.de_movimientos()),
        "Entregas de acceso": registro.defectos,
        "Fotografías": retratos.defectos,
        "Acuses y constancias": cotejo_de_acuses.defectos,
        "Cuestionarios y observaciones": cuestionarios.defectos,
        "Vistos buenos": cotejo_de_vistos.defectos,
        "Cartas y avisos": mensajes.defectos,
        "Plazos": seguimiento.defectos,
        "Interrupciones": interrupciones.defectos,
        "Lecturas y formatos de identidad": privacidad.defectos,
        "Estadística": estadistica.defectos,
        "Territorio": territorio.defectos,
        "Bitácora pública": lambda: auditoria.defectos(avance),
    }


def _disparadores() -> Iterator[str]:
    """Los avisos de los disparadores que hacen las tablas sólo de agregar."""
    return (str(aviso.msg) for aviso in run_checks(tags=[Tags.database], databases=["default"]))


def _a_salvo(defectos: Callable[[], Iterable[str]]) -> list[str]:
    """Lo que halla una revisión; si ni siquiera puede terminar, eso también lo halla y las demás siguen."""
    hallados: list[str] = []
    try:
        with base_quieta():
            hallados.extend(islice(defectos(), MAX_DEFECTOS + 1))
    except Exception as error:
        hallados.append(
            f"no se pudo terminar ({type(error).__name__}: {error}); lo que leía no es lo que este programa escribió."
        )
    return hallados
