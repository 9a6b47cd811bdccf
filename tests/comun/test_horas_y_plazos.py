"""Los plazos en palabras."""

from datetime import UTC, datetime, timedelta

import pytest

from conoceles.comun import horas

LIMITE = datetime(2027, 5, 1, 6, tzinfo=UTC)  # las 00:00 del centro de México


def test_un_plazo_se_dice_con_su_ultimo_minuto():
    assert horas.plazo(LIMITE) == "30 de abril de 2027, 23:59\u00a0h"


def test_la_hora_es_la_local():
    assert (
        horas.fecha_y_hora(datetime(2027, 5, 1, 20, 3, 22, tzinfo=UTC)) == "1 de mayo de 2027, 14:03\u00a0h"
    )
    assert horas.hora_exacta(datetime(2027, 5, 1, 20, 3, 22, tzinfo=UTC)) == "14:03:22\u00a0h"


@pytest.mark.parametrize(
    ("antes", "dice"),
    [
        (timedelta(days=6, hours=4, minutes=59), "6 días y 4 horas"),
        (timedelta(days=1), "1 día"),
        (timedelta(days=1, hours=1), "1 día y 1 hora"),
        (timedelta(hours=3, minutes=20), "3 horas y 20 minutos"),
        (timedelta(minutes=1, seconds=30), "1 minuto"),
        (timedelta(seconds=30), "menos de un minuto"),
        (timedelta(0), ""),
        (timedelta(days=-3), ""),
    ],
)
def test_lo_que_falta(antes, dice):
    assert horas.lo_que_falta(LIMITE - antes, LIMITE) == dice
