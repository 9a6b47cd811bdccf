"""La regla pura: lo que el servicio faltó en las últimas 24 horas del plazo se devuelve cuando vuelve."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest

from conoceles.interrupciones.gracia import con_gracia

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
    ],
)
def test_cuanto_se_recorre(faltas, horas):
    assert con_gracia(LIMITE, faltas) == LIMITE + horas * HORA


def test_no_pasa_del_cierre_ni_acorta():
    assert con_gracia(LIMITE, [falta(-2, 1)], tope=LIMITE + HORA) == LIMITE + HORA
    assert con_gracia(LIMITE, [falta(-2, 1)], tope=LIMITE - HORA) == LIMITE
