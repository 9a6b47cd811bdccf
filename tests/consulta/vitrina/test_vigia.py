"""Con la base callada, lo guardado contesta siempre y sin esperarla: ni antes, ni al dejar de constar, ni después.

Aquí la base calla a voluntad. Con PostgreSQL de verdad se ve deteniendo sus procesos (`kill -STOP`) mientras se pide
una página ya guardada, y soltándolos después (`kill -CONT`).
"""

import threading

import pytest

from conoceles.consulta.vitrina import vigia
from conoceles.consulta.vitrina.almacen import Almacen
from conoceles.consulta.vitrina.envoltura import Vitrina

from .conftest import pedir
from .test_almacen import aplicacion

pytestmark = pytest.mark.sin_base


class Base:
    """Contesta lo mismo siempre; mientras calla, quien le pregunta espera."""

    def __init__(self):
        self.habla, self.preguntada = threading.Event(), threading.Event()
        self.habla.set()

    def __call__(self):
        self.preguntada.set()
        assert self.habla.wait(20)
        return "lo mismo"


@pytest.fixture
def base():
    una = Base()
    yield una
    una.habla.set()


@pytest.fixture
def dibujadas():
    """Las direcciones que llegaron a Django: con la base callada esperarían con ella."""
    return []


@pytest.fixture
def vitrina(base, dibujadas):
    def django(environ, responder):
        dibujadas.append(environ["PATH_INFO"])
        return aplicacion(environ, responder)

    una = Vitrina(django, Almacen(2**20))
    una.vigia._preguntar = base
    una.vigia.asegurar = lambda: None
    una.vigia.mirar()
    for _ in range(3):
        pedir(una, "/")
    dibujadas.clear()
    return una


@pytest.fixture
def reloj(monkeypatch):
    """El reloj del vigía, en segundos desde que la base contestó por última vez."""
    desde = vigia.time.monotonic()
    actual = [desde]
    monkeypatch.setattr(vigia.time, "monotonic", lambda: actual[0])

    def poner(segundos):
        actual[0] = desde + segundos

    return poner


def preguntar_aparte(vitrina, base):
    """Como el hilo del vigía: pregunta y se queda esperando."""
    base.preguntada.clear()
    hilo = threading.Thread(target=vitrina.vigia.mirar, daemon=True)
    hilo.start()
    assert base.preguntada.wait(20)
    return hilo


def test_en_ningun_momento_del_silencio_se_espera_a_la_base(reloj, vitrina, base, dibujadas):
    vitrina.vigia.mirar()
    base.habla.clear()
    reloj(vigia.CADA)
    hilo = preguntar_aparte(vitrina, base)
    for paso in range(60):
        pasaron = vigia.CADA + 0.01 + paso * 0.05  # ninguno cae justo en `VIGENCIA`
        reloj(pasaron)
        servida = pedir(vitrina, "/")
        assert servida.estado == 200
        assert ("Warning" in servida.encabezados) == (pasaron >= vigia.VIGENCIA)
    assert dibujadas == []
    base.habla.set()
    hilo.join(20)
    vitrina.vigia.mirar()
    assert "Warning" not in pedir(vitrina, "/").encabezados


def test_si_el_hilo_se_retraso_se_le_espera_un_momento_y_no_a_la_base(
    reloj, vitrina, base, dibujadas, monkeypatch
):
    """Dejó de constar sin que nadie preguntara todavía: si contesta a tiempo, es cierto; si calla, se dice."""
    monkeypatch.setattr(vigia, "PACIENCIA", 0.2)
    reloj(5)
    hilos = []
    monkeypatch.setattr(vitrina.vigia, "asegurar", lambda: hilos.append(preguntar_aparte(vitrina, base)))
    assert "Warning" not in pedir(vitrina, "/").encabezados
    reloj(10)
    base.habla.clear()
    assert pedir(vitrina, "/").encabezados["Warning"].startswith("111 ")
    assert dibujadas == []


def test_lo_guardado_viaja_de_un_golpe(vitrina):
    """Una lista: lo que no lo es, el servidor lo envía pedazo por pedazo y le cuesta una cuarta parte más."""
    environ = {
        "REQUEST_METHOD": "GET",
        "PATH_INFO": "/",
        "HTTP_HOST": "testserver",
        "wsgi.url_scheme": "http",
    }
    for metodo, pedazos in (("GET", 1), ("HEAD", 0)):
        cuerpo = vitrina(environ | {"REQUEST_METHOD": metodo}, lambda estado, pares: None)
        assert isinstance(cuerpo, list)
        assert len(cuerpo) == pedazos
