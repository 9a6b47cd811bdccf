"""El latido: lo que es una interrupción y lo que sólo lo parece."""

import contextlib
import logging
import time
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.db import InterfaceError, OperationalError, connection

from conoceles.bitacora.models import Asiento
from conoceles.interrupciones import integridad, lectura, pulso
from conoceles.interrupciones.acciones import latir
from conoceles.interrupciones.models import Interrupcion, Latido

pytestmark = pytest.mark.django_db
AHORA = datetime(2027, 4, 29, 18, tzinfo=UTC)


@pytest.fixture
def reloj():
    with time_machine.travel(AHORA, tick=False) as reloj:
        yield reloj


def test_el_primer_latido_no_acusa_a_nadie(reloj):
    assert latir() is None
    assert Latido.objects.get().instante == AHORA


@pytest.mark.parametrize("segundos", [0, 15, 60])
def test_un_reinicio_corto_no_es_una_interrupcion(reloj, segundos):
    latir()
    reloj.shift(segundos)
    assert latir() is None
    assert not Interrupcion.objects.exists()


def test_un_hueco_mayor_que_el_umbral_queda_escrito_con_su_renglon(reloj):
    latir()
    reloj.shift(61)
    notada = latir()
    assert (notada.desde, notada.hasta, notada.origen) == (AHORA, AHORA + timedelta(seconds=61), "servicio")
    asiento = Asiento.objects.get()
    assert (asiento.accion, asiento.actor, asiento.objeto_clave) == ("interrupcion:notar", "", str(notada.pk))
    assert latir() is None


def test_cualquier_proceso_vivo_cuenta(reloj):
    """Uno estuvo detenido dos minutos mientras otro latía."""
    for _ in range(8):
        latir(despierto=timedelta(seconds=15))
        reloj.shift(15)
    assert latir(despierto=timedelta(minutes=2)) is None


@pytest.mark.parametrize("salto", [timedelta(hours=1), timedelta(days=20), -timedelta(hours=1)])
def test_la_hora_que_brinca_con_el_proceso_despierto_no_es_una_ausencia(reloj, salto):
    latir()
    reloj.move_to(AHORA + salto)
    assert latir(despierto=timedelta(seconds=15)) is None
    assert Latido.objects.get().instante == AHORA + salto  # se sigue desde la hora nueva
    reloj.shift(300)
    assert latir(despierto=timedelta(seconds=300)).hasta == AHORA + salto + timedelta(seconds=300)


def test_una_hora_que_retrocede_entre_dos_arranques_no_inventa_nada(reloj):
    latir()
    reloj.move_to(AHORA - timedelta(hours=1))
    assert latir() is None
    assert latir() is None


def test_lo_que_un_reloj_solo_no_puede_afirmar_se_deja_al_personal(reloj, caplog):
    latir()
    reloj.shift(8 * 24 * 3600)
    with caplog.at_level(logging.WARNING):
        assert latir() is None
    assert "anótela el personal" in caplog.text
    assert latir() is None


def test_la_que_esta_pasando_se_ve_sin_haberse_escrito(reloj):
    assert lectura.en_curso() is None
    latir()
    reloj.shift(60)
    assert lectura.en_curso() is None
    reloj.shift(60)
    en_curso = lectura.en_curso()
    assert (en_curso.desde, en_curso.hasta, en_curso.pk) == (AHORA, AHORA + timedelta(minutes=2), None)


def test_sin_base_el_pulso_sigue_y_al_volver_lo_nota(monkeypatch, caplog):
    """Los segundos del proceso los da un reloj que nadie ajusta; la hora, el del equipo."""
    segundos = iter([0.0, 15.0, 400.0, 415.0])
    monkeypatch.setattr(pulso.time, "clock_gettime", lambda _reloj: next(segundos))
    monkeypatch.setattr(connection, "close", lambda: None)
    suyo = pulso.Pulso()
    with time_machine.travel(AHORA, tick=False) as reloj:
        suyo.latir()
        reloj.shift(15)
        with monkeypatch.context() as roto:
            roto.setattr(pulso, "latir", lambda **_: (_ for _ in ()).throw(OperationalError("caída")))
            suyo.latir()
        assert "OperationalError" in caplog.text
        reloj.shift(385)
        suyo.latir()
        assert Interrupcion.objects.get().desde == AHORA
        reloj.shift(15)
        suyo.latir()
        assert Interrupcion.objects.count() == 1


@pytest.mark.parametrize("error", [InterfaceError("connection already closed"), RuntimeError("lo que sea")])
def test_nada_calla_el_pulso(monkeypatch, caplog, error):
    """Un hilo que muriera en silencio haría pasar por ausencia todo lo que sigue."""
    monkeypatch.setattr(connection, "close", lambda: None)
    suyo = pulso.Pulso()
    with monkeypatch.context() as roto:
        roto.setattr(pulso, "latir", lambda **_: (_ for _ in ()).throw(error))
        suyo.latir()
    assert type(error).__name__ in caplog.text
    suyo.latir()
    assert Latido.objects.exists()


def test_en_las_pruebas_no_hay_pulso(settings, monkeypatch):
    monkeypatch.setattr(pulso.threading, "Thread", None)  # arrancarlo fallaría
    suyo = pulso.Pulso()
    suyo.arrancar()
    settings.CONOCELES_LATIDO = 15
    with pytest.raises(TypeError):
        suyo.arrancar()


def test_quien_atiende_no_esta_ausente_aunque_su_hilo_se_haya_perdido(reloj, settings, monkeypatch):
    """El hilo murió hace cuatro días y alguien pregunta: el proceso vuelve a latir y nadie faltó."""
    settings.CONOCELES_LATIDO = 15
    monkeypatch.setattr(connection, "close", lambda: None)
    monkeypatch.setattr(pulso.time, "sleep", lambda _: (_ for _ in ()).throw(SystemExit))  # un latido y muere
    monkeypatch.setattr(pulso, "threading", EnElMismoHilo)
    monkeypatch.setattr(pulso.time, "clock_gettime", lambda _reloj: time.time())
    atender = pulso.con_pulso(lambda environ, responder: [b"hola"])
    reloj.shift(4 * 24 * 3600)
    assert lectura.en_curso() is not None
    assert atender({}, None) == [b"hola"]
    assert lectura.en_curso() is None
    assert not Interrupcion.objects.exists()


class EnElMismoHilo:
    """Un hilo que corre al arrancarlo y queda muerto."""

    def __init__(self, target, args, **_):
        self.correr = lambda: target(*args)

    def start(self):
        with contextlib.suppress(SystemExit):
            self.correr()

    def is_alive(self):
        return False


EnElMismoHilo.Thread = EnElMismoHilo


def test_un_reloj_que_retrocede_y_vuelve_no_inventa_una_ausencia(reloj):
    """Late a las 10; la hora retrocede tres, late otro proceso, se corrige y arranca otro."""
    latir()
    for salto in (-3 * 3600, 3 * 3600 + 20):
        reloj.shift(salto)
        assert lectura.en_curso() is None
        assert latir() is None
    assert not Interrupcion.objects.exists()
    reloj.shift(120)
    assert latir().desde == AHORA + timedelta(seconds=20)


def test_una_hora_disparatada_no_calla_las_ausencias_que_siguen(reloj):
    latir()
    for salto in (30 * 24 * 3600, -30 * 24 * 3600):
        reloj.shift(salto)
        latir(despierto=timedelta(seconds=15))
    reloj.shift(120)
    assert latir().desde == AHORA


@pytest.mark.parametrize("movido", [timedelta(hours=-20), timedelta(seconds=10)])
def test_un_latido_movido_por_fuera_no_inventa_ni_calla_y_se_nombra(movido, caplog):
    """Ni una ausencia que no hubo, ni que la que está pasando no se vea como tal: no se sabe, y se dice."""
    with time_machine.travel(AHORA, tick=False):
        latir()
    Latido.objects.update(instante=AHORA + movido, maximo=AHORA + movido)
    assert "El último latido no es el que el servicio dejó" in integridad.primer_defecto()
    with time_machine.travel(AHORA + timedelta(hours=2), tick=False):
        assert lectura.en_curso() is None
        assert latir() is None
    assert not Interrupcion.objects.exists()
    assert "El último latido no lo dejó el servicio" in caplog.text
    assert integridad.primer_defecto() is None
