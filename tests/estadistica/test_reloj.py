"""El corte del reloj: cuándo toca y que repetir la vuelta no hace otro."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest
from django.utils import timezone

from conoceles.estadistica.models import Corte
from conoceles.estadistica.reloj import cortar_los_que_tocan, le_toca
from tests import fabricas


@pytest.fixture
def a_las(proceso, time_machine):
    def poner(hora, dias=0):
        local = timezone.now().astimezone(proceso.zona) + timedelta(days=dias)
        time_machine.move_to(datetime(local.year, local.month, local.day, hora, 30, tzinfo=proceso.zona))

    return poner


def test_toca_una_vez_cada_tantos_dias_y_a_su_hora(llegan, proceso, a_las):
    llegan(1)
    a_las(3)
    assert cortar_los_que_tocan() == 0
    a_las(4)
    assert [cortar_los_que_tocan(), cortar_los_que_tocan()] == [1, 0]
    a_las(5, dias=6)
    assert cortar_los_que_tocan() == 0
    a_las(5, dias=1)
    assert cortar_los_que_tocan() == 1
    assert [c.por for c in Corte.objects.all()] == ["", ""]


def test_sin_candidaturas_a_mano_o_mucho_despues_de_la_jornada_no_toca(llegan, proceso, a_las):
    a_las(12)
    assert not le_toca(proceso, timezone.now())
    llegan(1)
    assert le_toca(proceso, timezone.now())
    a_mano = fabricas.ProcesoFactory.build(datos_parametros={"dias_entre_cortes": 0})
    assert not le_toca(a_mano, timezone.now())
    proceso.jornada = timezone.localdate() - timedelta(days=40)
    assert not le_toca(proceso, timezone.now())
