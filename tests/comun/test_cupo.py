"""Quienes esperan a una base que no contesta nunca ocupan todos los hilos."""

import threading
import time

import pytest

from conoceles.comun import cupo
from conoceles.comun.cupo import SIN_LUGAR, Cupo, con_cupo
from conoceles.comun.llegada import ENTRADA

pytestmark = pytest.mark.sin_base
LUGARES = 3


class Detenida:
    """Una aplicación cuyas peticiones no terminan hasta que se les deja; las marcadas, enseguida."""

    def __init__(self):
        self.dentro, self.seguir, self.llegadas = 0, threading.Event(), []

    def __call__(self, environ, responder):
        self.llegadas.append(environ[ENTRADA])
        if SIN_LUGAR not in environ:
            self.dentro += 1
            assert self.seguir.wait(20)
            self.dentro -= 1
        return [b"sin lugar" if SIN_LUGAR in environ else b"hecho"]


def llenar(aplicacion, detenida):
    hilos = [threading.Thread(target=aplicacion, args=({}, None)) for _ in range(LUGARES)]
    for hilo in hilos:
        hilo.start()
    while detenida.dentro < LUGARES:
        time.sleep(0.001)
    return hilos


@pytest.mark.parametrize("contesta", [False, True])
def test_si_nadie_avanza_la_que_no_cabe_se_contesta_y_al_volver_todas_caben(monkeypatch, contesta):
    monkeypatch.setattr(cupo, "ATASCO", 0.05)
    detenida = Detenida()
    aplicacion = con_cupo(detenida, LUGARES, lambda: contesta)
    hilos = llenar(aplicacion, detenida)
    assert [aplicacion({}, None) for _ in range(5)] == [[b"sin lugar"]] * 5
    assert detenida.dentro == LUGARES
    detenida.seguir.set()
    for hilo in hilos:
        hilo.join(20)
    assert [aplicacion({}, None) for _ in range(LUGARES * 2)] == [[b"hecho"]] * LUGARES * 2


def test_si_avanzan_espera_su_lugar_y_no_por_eso_llega_despues(monkeypatch):
    monkeypatch.setattr(cupo, "ATASCO", 20)
    detenida = Detenida()
    aplicacion = con_cupo(detenida, LUGARES, lambda: True)
    hilos = llenar(aplicacion, detenida)
    soltar = threading.Timer(0.1, detenida.seguir.set)
    soltar.start()
    environ = {}
    assert aplicacion(environ, None) == [b"hecho"]
    assert detenida.seguir.is_set()
    for hilo in [*hilos, soltar]:
        hilo.join(20)
    assert environ[ENTRADA] == max(detenida.llegadas)


def test_con_la_base_callada_no_se_espera():
    lleno = Cupo(1, contesta=lambda: False)
    assert lleno.entrar()
    assert not lleno.entrar()
    lleno.salir()
    assert lleno.entrar()


def test_un_error_tambien_deja_su_lugar():
    def falla(environ, responder):
        raise ValueError

    aplicacion = con_cupo(falla, 1, lambda: False)
    for _ in range(3):
        environ = {}
        with pytest.raises(ValueError):  # noqa: PT011 (es la de arriba)
            aplicacion(environ, None)
        assert SIN_LUGAR not in environ


def test_sin_tope_es_la_misma_aplicacion():
    detenida = Detenida()
    assert con_cupo(detenida, 0, lambda: True) is detenida
