"""Lo que el servicio faltó al final de un plazo se devuelve: a quien le tocaba, una vez y sin pedirlo."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conoceles.bitacora.models import Asiento
from conoceles.cuestionarios import acciones as verbos
from conoceles.cuestionarios.acciones import FueraDePlazo
from conoceles.cuestionarios.models import Observacion
from conoceles.interrupciones.acciones import anotar, anular, latir
from conoceles.interrupciones.models import Interrupcion
from conoceles.mensajes.models import Carta
from conoceles.publicacion import plazos
from conoceles.publicacion.models import Ficha
from conoceles.publicacion.plazos import devolver_lo_perdido
from conoceles.registro.models import Candidatura
from conoceles.registro.plazos import llego_a_tiempo
from conoceles.seguimiento.models import PlazoPropio
from tests.seguimiento.conftest import LIMITE, dar_por_enviado, local, observar

pytestmark = pytest.mark.django_db
HORA = timedelta(hours=1)


def interrumpir(desde, hasta):
    """El servicio late a `desde`, muere y vuelve a `hasta`."""
    with time_machine.travel(desde, tick=False):
        latir()
    with time_machine.travel(hasta, tick=False):
        return latir()


@pytest.fixture
def faltaron_dos_horas():
    """De las 22 del último día a la una del siguiente: dos horas del plazo."""
    return lambda: interrumpir(LIMITE - 2 * HORA, LIMITE + HORA)


def test_a_quien_no_ha_enviado_se_le_devuelve_y_se_le_escribe(inscribir, faltaron_dos_horas):
    candidatura = inscribir()[0]
    notada = faltaron_dos_horas()
    with time_machine.travel(LIMITE + HORA, tick=False):
        assert devolver_lo_perdido() == 1
    candidatura.refresh_from_db()
    assert candidatura.plazo_de_captura == LIMITE + 3 * HORA
    assert PlazoPropio.objects.get().motivo == f"Interrupción del servicio número {notada.pk}"
    carta = Carta.objects.get()
    assert "hasta el 30 de abril de 2027 a las 02:59 h" in carta.cuerpo
    assert carta.para == candidatura.persona.cuenta.correo
    asiento = Asiento.objects.get(accion="plazo:devolver")
    assert asiento.detalle["interrupcion"] == notada.pk
    documento = Ficha.objects.get(pk=candidatura.clave).vigente.documento
    assert "2027-04-30T09:00:00" in documento  # la página pública dice el plazo nuevo


def test_repetirlo_no_da_mas(inscribir, faltaron_dos_horas):
    inscribir(3)
    faltaron_dos_horas()
    with time_machine.travel(LIMITE + HORA, tick=False):
        assert (devolver_lo_perdido(), devolver_lo_perdido()) == (3, 0)
    assert Carta.objects.count() == 3


def test_muerta_a_la_mitad_sigue_donde_iba_y_nadie_recibe_dos_veces(
    inscribir, faltaron_dos_horas, monkeypatch
):
    """Tres lotes de dos; el proceso muere al empezar el segundo."""
    monkeypatch.setattr(plazos, "LOTE", 2)
    inscribir(5)
    faltaron_dos_horas()
    lotes = []

    def morir_en_el_segundo(interrupcion, candidaturas, hacer=plazos.gracia.devolver):
        lotes.append(candidaturas)
        if len(lotes) == 2:
            raise KeyboardInterrupt
        return hacer(interrupcion, candidaturas)

    with time_machine.travel(LIMITE + HORA, tick=False):
        with monkeypatch.context() as muere:
            muere.setattr(plazos.gracia, "devolver", morir_en_el_segundo)
            with pytest.raises(KeyboardInterrupt):
                devolver_lo_perdido()
        assert Carta.objects.count() == 2
        assert not Interrupcion.objects.get().gracia_en
        assert devolver_lo_perdido() == 3
    assert Carta.objects.count() == PlazoPropio.objects.count() == 5
    assert {c.plazo_de_captura for c in Candidatura.objects.con_todo()} == {LIMITE + 3 * HORA}


def test_a_quien_no_le_tocaba_no_se_le_mueve_nada(inscribir, faltaron_dos_horas):
    enviada, vencida, lejana = inscribir(3)
    dar_por_enviado(enviada, LIMITE - 30 * HORA)
    Candidatura.objects.filter(pk=vencida.pk).update(captura_hasta=LIMITE - 2 * HORA)
    Candidatura.objects.filter(pk=lejana.pk).update(captura_hasta=LIMITE + 26 * HORA)
    faltaron_dos_horas()
    with time_machine.travel(LIMITE + HORA, tick=False):
        assert devolver_lo_perdido() == 0
    assert not Carta.objects.exists()
    assert Interrupcion.objects.get().gracia_en


def test_la_correccion_tambien_se_devuelve(inscribir, faltaron_dos_horas):
    candidatura = inscribir()[0]
    observar(candidatura, emitida=local(4, 26), vence=LIMITE)
    faltaron_dos_horas()
    with time_machine.travel(LIMITE + HORA, tick=False):
        devolver_lo_perdido()
    assert Observacion.objects.get().vence_en == LIMITE + 3 * HORA
    assert "para corregir" in Carta.objects.get().asunto


def test_apenas_vuelve_el_servicio_ya_cuenta_a_tiempo(inscribir, faltaron_dos_horas):
    """Nadie ha recorrido el plazo todavía; ni siquiera se ha escrito la interrupción."""
    candidatura = inscribir()[0]
    with time_machine.travel(LIMITE - 2 * HORA, tick=False):
        latir()
    with time_machine.travel(LIMITE + HORA, tick=False):
        assert llego_a_tiempo(candidatura, LIMITE + HORA)
        latir()
        assert llego_a_tiempo(candidatura, LIMITE + HORA)
        assert llego_a_tiempo(candidatura, LIMITE + 3 * HORA - timedelta(seconds=1))
        assert not llego_a_tiempo(candidatura, LIMITE + 3 * HORA)
        devolver_lo_perdido()
        candidatura.refresh_from_db()
        assert llego_a_tiempo(candidatura, LIMITE + 3 * HORA - timedelta(seconds=1))
        assert not llego_a_tiempo(candidatura, LIMITE + 3 * HORA)  # lo devuelto no se cuenta dos veces


def test_la_regla_y_lo_escrito_dicen_lo_mismo(inscribir):
    """En cada minuto alrededor del límite, antes y después de recorrer el plazo."""
    candidatura = inscribir()[0]
    interrumpir(LIMITE - 3 * HORA, LIMITE - HORA)
    interrumpir(LIMITE - 30 * timedelta(minutes=1), LIMITE + HORA)
    instantes = [LIMITE + minuto * timedelta(minutes=1) for minuto in range(-5, 240)]
    with time_machine.travel(LIMITE + HORA, tick=False):
        antes = [llego_a_tiempo(candidatura, instante) for instante in instantes]
        devolver_lo_perdido()
        candidatura.refresh_from_db()
        assert antes == [instante < candidatura.plazo_de_captura for instante in instantes]
    assert True in antes
    assert False in antes


def test_lo_que_llega_en_plazo_no_pregunta_por_interrupciones(inscribir):
    candidatura = inscribir()[0]
    with CaptureQueriesContext(connection) as consultas:
        assert llego_a_tiempo(candidatura, LIMITE - HORA)
    assert not consultas.captured_queries


def test_sin_el_parametro_no_se_devuelve(inscribir, proceso, faltaron_dos_horas):
    proceso.datos_parametros = {"gracia_por_interrupcion": False}
    proceso.save()
    candidatura = inscribir()[0]
    faltaron_dos_horas()
    with time_machine.travel(LIMITE + HORA, tick=False):
        assert devolver_lo_perdido() == 0
        assert not llego_a_tiempo(candidatura, LIMITE + HORA)


def test_nada_se_da_para_despues_del_cierre(inscribir, proceso, faltaron_dos_horas):
    proceso.fechas = {"cierre": (LIMITE + 2 * HORA).isoformat()}
    proceso.save()
    candidatura = inscribir()[0]
    faltaron_dos_horas()
    with time_machine.travel(LIMITE + HORA, tick=False):
        devolver_lo_perdido()
    candidatura.refresh_from_db()
    assert candidatura.plazo_de_captura == LIMITE + 2 * HORA


def test_anularla_no_quita_lo_que_se_dio_y_corregirla_no_lo_da_dos_veces(
    inscribir, gente, faltaron_dos_horas
):
    candidatura = inscribir()[0]
    notada = faltaron_dos_horas()
    with time_machine.travel(LIMITE + HORA, tick=False):
        devolver_lo_perdido()
        anular(interrupcion=notada, motivo="Sólo falló el monitor.", por=gente["irma"])
        anotar(desde=LIMITE - HORA, hasta=LIMITE, descripcion="Fue una hora.", por=gente["irma"])
        assert devolver_lo_perdido() == 0
    candidatura.refresh_from_db()
    assert candidatura.plazo_de_captura == LIMITE + 3 * HORA


def test_la_que_se_anula_antes_de_devolverse_ya_no_se_devuelve(inscribir, gente, faltaron_dos_horas):
    candidatura = inscribir()[0]
    notada = faltaron_dos_horas()
    with time_machine.travel(LIMITE + HORA, tick=False):
        anular(interrupcion=notada, motivo="Sólo falló el monitor.", por=gente["irma"])
        assert devolver_lo_perdido() == 0
        assert not llego_a_tiempo(candidatura, LIMITE + HORA)


def test_la_que_anota_el_personal_despues_se_devuelve_desde_que_consta(inscribir, gente):
    candidatura = inscribir()[0]
    with time_machine.travel(LIMITE + 10 * HORA, tick=False):
        anotar(desde=LIMITE - HORA, hasta=LIMITE, descripcion="Se cayó el enlace.", por=gente["carmen"])
        assert devolver_lo_perdido() == 1
    candidatura.refresh_from_db()
    assert candidatura.plazo_de_captura == LIMITE + 11 * HORA


def test_enviar_apenas_vuelve_el_servicio_no_es_extemporaneo(capturar_todo, gente, proceso):
    """El proceso no acepta lo tardío: sin la regla, el envío se negaría."""
    proceso.datos_parametros = {"acepta_extemporaneas": False}
    proceso.save()
    cuestionario = capturar_todo()
    limite = cuestionario.candidatura.plazo_de_captura
    with time_machine.travel(limite + HORA, tick=False), pytest.raises(FueraDePlazo):
        verbos.enviar(cuestionario=cuestionario, por=gente["ana"])
    interrumpir(limite - 2 * HORA, limite + HORA)
    with time_machine.travel(limite + HORA, tick=False):
        envio = verbos.enviar(cuestionario=cuestionario, por=gente["ana"])
    assert not envio.fuera_de_plazo
