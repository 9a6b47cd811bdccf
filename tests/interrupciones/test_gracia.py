"""La regla pura: lo que el servicio faltó en las últimas 24 horas del plazo se devuelve cuando vuelve."""

import random
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from conoceles.interrupciones.gracia import con_gracia
from tests.interrupciones.oraculo import MINUTO, minuto_a_minuto

pytestmark = pytest.mark.sin_base

LIMITE = datetime(2027, 4, 30, 6, tzinfo=UTC)
HORA = timedelta(hours=1)


@dataclass
class Falta:
    desde: datetime
    hasta: datetime
    consta: datetime | None = None

    @property
    def se_devuelve_desde(self):
        return max(self.hasta, self.consta or self.hasta)


def falta(desde, hasta, consta=None):
    """En horas respecto del límite."""
    return Falta(
        LIMITE + desde * HORA, LIMITE + hasta * HORA, LIMITE + consta * HORA if consta is not None else None
    )


@pytest.mark.parametrize(
    ("faltas", "horas"),
    [
        ([], 0),
        ([falta(-2, 1)], 3),  # 2 horas perdidas dentro del plazo, desde la hora 1
        ([falta(-2, 0)], 2),  # vuelve justo al vencer
        ([falta(0, 5)], 0),  # empezó cuando ya había vencido
        ([falta(-30, -24)], 0),  # terminó antes de las últimas 24 horas
        ([falta(-30, -20)], 0),  # volvió con tiempo de sobra: quedaban 20 horas y faltaron 4
        ([falta(-26, 2)], 26),  # sólo cuentan las 24 horas del final
        ([falta(-3, -1)], 1),  # volvió una hora antes, había faltado dos
        ([falta(-2, -1, consta=10)], 11),  # se supo después: una hora, desde que consta
        ([falta(-2, 1), falta(2, 4)], 5),  # falta otra vez durante lo devuelto: 1 hora, desde la 4
        ([falta(2, 4), falta(-2, 1)], 5),  # en cualquier orden
        ([falta(-2, 0), falta(-1, 1)], 3),  # se traslapan: lo mismo perdido se debe una vez
        ([falta(-2, -1), falta(-1, 1)], 3),  # en dos partes, lo mismo que entera
        ([falta(-6, -4), falta(-3, -1)], 2),  # de la primera se pagó una hora; faltaban tres al volver
        ([falta(-2, 1), falta(-3, -2, consta=100)], 101),  # lo que se supo después, aparte
        ([falta(-2, 1), falta(-2, 1, consta=2)], 3),  # anotada otra vez igual
    ],
)
def test_cuanto_se_recorre(faltas, horas):
    assert con_gracia(LIMITE, faltas) == LIMITE + horas * HORA


@pytest.mark.parametrize("semilla", range(300))
def test_lo_mismo_que_contarlo_minuto_a_minuto(semilla):
    azar = random.Random(semilla)
    faltas = []
    for _ in range(azar.randrange(1, 7)):
        desde = azar.randrange(-1800, 300)
        hasta = desde + azar.randrange(1, 500)
        faltas.append(falta(desde / 60, hasta / 60, azar.choice([None, azar.randrange(-300, 900) / 60])))
    faltas = [Falta(*map(_al_minuto, (una.desde, una.hasta, una.consta))) for una in faltas]
    assert con_gracia(LIMITE, faltas) == minuto_a_minuto(LIMITE, faltas)
    azar.shuffle(faltas)
    assert con_gracia(LIMITE, faltas) == minuto_a_minuto(LIMITE, faltas)


def _al_minuto(instante):
    return instante and LIMITE + round((instante - LIMITE) / MINUTO) * MINUTO


def test_no_pasa_del_cierre_ni_acorta():
    assert con_gracia(LIMITE, [falta(-2, 1)], tope=LIMITE + HORA) == LIMITE + HORA
    assert con_gracia(LIMITE, [falta(-2, 1)], tope=LIMITE - HORA) == LIMITE
