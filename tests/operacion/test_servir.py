"""Servir no comparte el puerto con nadie, y atiende por tandas donde el sistema lo permite."""

import multiprocessing
import os
import socket

import pytest
from django.core.management import CommandError, call_command

from conoceles.operacion.management.commands import servir

pytestmark = pytest.mark.sin_base


def test_un_puerto_ocupado_se_dice_y_no_se_comparte():
    with socket.socket() as ocupante:
        ocupante.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        ocupante.bind(("127.0.0.1", 0))
        ocupante.listen()
        with pytest.raises(CommandError, match="Elija otro"):
            call_command("servir", puerto=ocupante.getsockname()[1], sin_tareas=True)


def _politica() -> int:
    servir.atender_por_tandas()
    return os.sched_getscheduler(0)


@pytest.mark.skipif(not hasattr(os, "SCHED_BATCH"), reason="sólo Linux reparte así el procesador")
def test_los_hilos_que_atienden_no_se_interrumpen_entre_si():
    with multiprocessing.get_context("fork").Pool(
        1
    ) as aparte:  # la política se hereda: que no sea la de las pruebas
        assert aparte.apply(_politica) == os.SCHED_BATCH


def test_si_el_sistema_no_lo_permite_se_atiende_igual(monkeypatch):
    def negar(*_):
        raise PermissionError

    monkeypatch.setattr(os, "sched_setscheduler", negar, raising=False)
    servir.atender_por_tandas()


@pytest.mark.parametrize(
    ("orden", "opcion", "valor"),
    [
        ("servir", "--puerto", "99999999"),
        ("servir", "--puerto", "-1"),
        ("servir", "--puerto", "ocho mil"),
        ("servir", "--procesos", "0"),
        ("servir", "--hilos", "-4"),
        ("tareas", "--cada", "0"),
        ("tareas", "--cada", "-1"),
    ],
)
def test_un_numero_que_no_vale_se_dice_antes_de_empezar(orden, opcion, valor):
    with pytest.raises(CommandError, match=f"{opcion}.*{valor}.* no (vale|es)"):
        call_command(orden, f"{opcion}={valor}")
