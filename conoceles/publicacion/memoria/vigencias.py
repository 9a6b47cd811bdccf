"""Qué decía la página de una candidatura en cada instante de un lapso: lo que `lectura.documento_publico` contestaba.

Un rótulo depende de la versión que regía, de la hora, de lo que el servicio debía entonces a los plazos y de si el
proceso lo devolvía. Las cuatro cosas están escritas con su instante, así que lo dicho se reconstruye igual aunque se
pregunte meses después y los parámetros sean otros.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import NamedTuple

from conoceles.calendario.models import Proceso
from conoceles.calendario.reglas import Reglas, que_rigieron
from conoceles.interrupciones import lectura as interrupciones
from conoceles.interrupciones.ausencias import NADA, Ausencia, PorDevolver, sin_fin
from conoceles.interrupciones.models import Interrupcion
from conoceles.publicacion.lectura import documento_de, versiones_de
from conoceles.publicacion.models import Instantanea
from conoceles.publicacion.situacion import Situacion, situacion
from conoceles.publicacion.situacion import instante as leer_instante

from .cambios import Documento


class Rotulo(NamedTuple):
    """Lo que la página decía en [desde, hasta)."""

    desde: datetime
    hasta: datetime
    situacion: Situacion


@dataclass(frozen=True)
class Vigencia:
    """Una versión, hasta cuándo rigió (`None`: rige) y qué se leyó de ella en el lapso.

    `documento`: vacío si se suprimió. Sin rótulos, no se leyó: se suprimió o la reemplazó otra en su mismo instante.
    """

    fila: Instantanea
    fin: datetime | None
    documento: Documento
    rotulos: tuple[Rotulo, ...]

    def muestra_respuestas(self, rotulo: Rotulo) -> bool:
        return rotulo.situacion.es_publicada and bool(self.documento["respuestas"])

    @property
    def se_leyo_entera(self) -> bool:
        """¿Todo lo que su documento trae estuvo a la vista en algún momento del lapso?"""
        if not self.rotulos:
            return False
        return not self.documento["respuestas"] or any(map(self.muestra_respuestas, self.rotulos))


def vigencias(proceso: Proceso, clave: str, desde: datetime, hasta: datetime) -> list[Vigencia]:
    """Las versiones que rigieron en algún momento de [desde, hasta), también la que ya regía al empezar.

    Raises:
        Alterado: si alguna no es la que se publicó.
    """
    filas = versiones_de(clave)
    deudas = _deudas(proceso)
    return [
        _vigencia(fila, siguiente.instante if siguiente else None, desde, hasta, deudas)
        for fila, siguiente in zip(filas, [*filas[1:], None], strict=True)
        if fila.instante < hasta and (siguiente is None or siguiente.instante > desde)
    ]


def _vigencia(
    fila: Instantanea, fin: datetime | None, desde: datetime, hasta: datetime, deudas: Deudas
) -> Vigencia:
    documento = {} if fila.documento is None else documento_de(fila)
    desde, hasta = max(fila.instante, desde), min(fin or hasta, hasta)
    rotulos = _rotulos(documento, desde, hasta, deudas) if documento and desde < hasta else ()
    return Vigencia(fila, fin, documento, tuple(rotulos))


def _rotulos(documento: Documento, desde: datetime, hasta: datetime, deudas: Deudas) -> Iterator[Rotulo]:
    """Se pregunta en cada frontera y se junta lo que siguió diciendo lo mismo."""
    cuestionario = documento["cuestionario"]
    fijados = (leer_instante(cuestionario[campo]) for campo in ("captura_hasta", "visible_desde"))
    fronteras = {cuando for cuando in (*fijados, *deudas.fronteras) if cuando and desde < cuando < hasta}
    dichos = [
        (cuando, situacion(documento, cuando, deudas.a(cuando).se_recorre))
        for cuando in sorted({desde, *fronteras})
    ]
    empiezan = [(next(grupo)[0], dicha) for dicha, grupo in groupby(dichos, key=lambda dicho: dicho[1])]
    for (empieza, dicha), termina in zip(empiezan, [*(e for e, _ in empiezan[1:]), hasta], strict=True):
        yield Rotulo(empieza, termina, dicha)


# --- Lo que el servicio debía a los plazos -------------------------------------------------------------------


class _Deuda(NamedTuple):
    """Una ausencia, y desde cuándo y hasta cuándo estuvo por devolverse (`None`: lo está)."""

    desde: datetime
    hasta: datetime | None
    ausencia: Ausencia


@dataclass(frozen=True)
class Deudas:
    """Lo que estuvo por devolverse alguna vez, y las reglas que rigieron, cada una con su desde."""

    todas: Sequence[_Deuda]
    reglas: Sequence[tuple[datetime, Reglas]]

    @property
    def fronteras(self) -> set[datetime]:
        de_las_deudas = {cuando for deuda in self.todas for cuando in (deuda.desde, deuda.hasta) if cuando}
        return de_las_deudas | {desde for desde, _ in self.reglas}

    def a(self, cuando: datetime) -> PorDevolver:
        """Lo que faltaba por devolver a ese instante: lo que entonces habría dado `ausencias.por_devolver`."""
        regian = next(reglas for desde, reglas in reversed(self.reglas) if desde <= cuando)
        if not regian.devuelve:
            return NADA
        pendientes = (d for d in self.todas if d.desde <= cuando and (d.hasta is None or cuando < d.hasta))
        return PorDevolver(tuple(deuda.ausencia for deuda in pendientes), regian.cierre)


def _deudas(proceso: Proceso) -> Deudas:
    pasando = interrupciones.en_curso()
    notadas = Interrupcion.objects.filter(origen=Interrupcion.Origen.SERVICIO)
    return Deudas(
        [
            *(_mientras_pasaba(una, una.anotada_en) for una in notadas),
            *([_mientras_pasaba(pasando, None)] if pasando else []),
            *map(_ya_escrita, Interrupcion.objects.all()),
        ],
        que_rigieron(proceso),
    )


def _mientras_pasaba(una: Interrupcion, hasta: datetime | None) -> _Deuda:
    """La que el servicio nota se sabe antes de escribirse: en cuanto deja de latir."""
    return _Deuda(una.desde + interrupciones.UMBRAL + datetime.resolution, hasta, sin_fin(una))


def _ya_escrita(una: Interrupcion) -> _Deuda:
    """Hasta que se devolvió o, si no se empezaba a devolver, hasta que se anuló."""
    hasta = una.gracia_en or (None if una.gracia_desde else una.anulada_en)
    return _Deuda(una.anotada_en, hasta, Ausencia(una.desde, una.hasta, una.se_devuelve_desde))
