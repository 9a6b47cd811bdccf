"""Todo se revisa cada día; lo sembrado a la vista no tapa lo demás, y el tiempo de la vuelta tiene un tope."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.core.management import CommandError, call_command
from django.utils import timezone

from conoceles.bitacora.lectura import ultima_revision
from conoceles.mensajes.models import Carta
from conoceles.operacion import revisiones
from tests.asentados import asentar_lo_fabricado

pytestmark = pytest.mark.django_db


def test_dice_cuantos_y_los_primeros_veinte(proceso, capsys, monkeypatch):
    """Uno trivial, sembrado para tapar, ya no esconde los demás."""
    muchos = {"Cartas y avisos": lambda: (f"La carta {n} no cuadra." for n in range(25)), "Otra": list}
    monkeypatch.setattr(revisiones, "_revisiones", lambda avance: muchos)
    with pytest.raises(CommandError, match="1 de"):
        call_command("verificar")
    dice = capsys.readouterr().out
    assert "Cartas y avisos: 25 defectos\n" in dice
    assert "… y 5 más" in dice


def test_el_reloj_revisa_una_vez_al_dia_y_la_pantalla_lo_dice(proceso, gente, client):
    asentar_lo_fabricado()
    assert revisiones.revisar_a_diario()
    assert not revisiones.revisar_a_diario()
    assert ultima_revision().detalle["con_defecto"] == []
    client.force_login(gente["irma"])
    assert "La revisión diaria de todo lo demás" in client.get("/panel/bitacora/").content.decode()


def test_la_que_se_hizo_con_el_reloj_adelantado_no_calla_a_las_que_siguen(proceso):
    asentar_lo_fabricado()
    assert revisiones.revisar_a_diario()
    with time_machine.travel(timezone.now() - timedelta(days=30)):
        assert revisiones.revisar_a_diario()


def test_lo_que_halla_queda_dicho_sin_decir_que(proceso, caplog):
    asentar_lo_fabricado()
    Carta.objects.bulk_create([Carta(para="a@b.mx", asunto="x", cuerpo="x", sobre="z")])
    revisiones.revisar_a_diario()
    assert ultima_revision().detalle["con_defecto"] == ["Cartas y avisos"]
    assert "Cartas y avisos" in caplog.text


def test_pasado_su_tiempo_lo_que_falta_lo_dice(proceso):
    hallazgos = list(revisiones.revisar(segundos=-1))
    assert {hallazgo.defectos for hallazgo in hallazgos} == {(revisiones.SIN_TIEMPO,)}
