"""Los límites de intentos: exactos, por cuenta y por conexión."""

from concurrent.futures import ThreadPoolExecutor

import pytest
import time_machine

from conoceles.comun.limites import DemasiadosIntentos, Limite, devolver, ocupar

LIMITE = Limite("prueba", 3, 600)


def test_al_llenarse_dice_cuantos_minutos_faltan():
    for _ in range(3):
        ocupar(LIMITE, "ana")
    with pytest.raises(DemasiadosIntentos, match="Espere 10 minutos") as error:
        ocupar(LIMITE, "ana")
    assert error.value.minutos == 10


def test_cada_quien_tiene_su_cuenta():
    for _ in range(3):
        ocupar(LIMITE, "ana")
    ocupar(LIMITE, "beto")


def test_un_lugar_devuelto_puede_volver_a_ocuparse():
    fichas = [ocupar(LIMITE, "ana") for _ in range(3)]
    devolver(fichas[1])
    ocupar(LIMITE, "ana")
    with pytest.raises(DemasiadosIntentos):
        ocupar(LIMITE, "ana")


def test_la_ventana_se_desliza():
    with time_machine.travel("2027-04-01 12:00Z", tick=False) as reloj:
        for _ in range(3):
            ocupar(LIMITE, "ana")
            reloj.shift(200)
        ocupar(LIMITE, "ana")  # el primero, de hace 600 segundos, ya venció
        with pytest.raises(DemasiadosIntentos):
            ocupar(LIMITE, "ana")


def test_cien_a_la_vez_no_caben_donde_caben_tres():
    def intentar(_):
        try:
            return bool(ocupar(LIMITE, "ana"))
        except DemasiadosIntentos:
            return False

    with ThreadPoolExecutor(16) as hilos:
        assert sum(hilos.map(intentar, range(100))) == 3
