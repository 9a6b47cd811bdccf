"""Servir no comparte el puerto con nadie."""

import socket

import pytest
from django.core.management import CommandError, call_command

pytestmark = pytest.mark.sin_base


def test_un_puerto_ocupado_se_dice_y_no_se_comparte():
    with socket.socket() as ocupante:
        ocupante.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEPORT, 1)
        ocupante.bind(("127.0.0.1", 0))
        ocupante.listen()
        with pytest.raises(CommandError, match="Elija otro"):
            call_command("servir", puerto=ocupante.getsockname()[1], sin_tareas=True)


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
