"""Lo que el servicio faltó al final de un plazo se devuelve: a quien le tocaba, una vez y sin pedirlo."""

import contextlib
import random
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conoceles.bitacora.models import Asiento
from conoceles.captura.acuses import leer as leer_acuse
from conoceles.cuestionarios import acciones as verbos
from conoceles.cuestionarios.acciones import FueraDePlazo
from conoceles.cuestionarios.models import Observacion
from conoceles.interrupciones.acciones import InterrupcionInvalida, anotar, anular, latir
from conoceles.interrupciones.models import Interrupcion, Latido
from conoceles.mensajes.models import Carta
from conoceles.privacidad.models import EnvioDeIdentidad
from conoceles.publicacion import identidad, plazos
from conoceles.publicacion.memoria import constancia
from conoceles.publicacion.models import Ficha
from conoceles.publicacion.plazos import devolver_lo_perdido
from conoceles.registro.cartas import ultimo_minuto
from conoceles.registro.llegadas import llego_a_tiempo
from conoceles.registro.models import Candidatura
from conoceles.registro.plazos import vencidas
from conoceles.seguimiento.asegurados import asegurar
from conoceles.seguimiento.lectura import Filtros, en_captura, respondieron_tarde
from conoceles.seguimiento.models import PlazoPropio
from conoceles.validacion.cola import candidaturas
from tests.interrupciones.oraculo import MINUTO, minuto_a_minuto
from tests.privacidad.identidades import RESPUESTAS, contestar, manifestar
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
    instantes = [LIMITE + minuto * timedelta(minutes=1) for minuto in range(-5, 300)]
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


def _plazo(candidatura):
    return Candidatura.objects.con_todo().get(pk=candidatura.pk).plazo_de_captura - LIMITE


def test_corregir_la_que_se_noto_corta_devuelve_lo_que_falta(inscribir, gente):
    """El servicio volvió un instante y siguió caído: la de dos minutos no le alcanzó a nadie."""
    candidatura = inscribir()[0]
    corta = interrumpir(LIMITE - 2 * HORA, LIMITE - 2 * HORA + timedelta(minutes=2))
    with time_machine.travel(LIMITE - HORA, tick=False):
        assert devolver_lo_perdido() == 0
        anular(interrupcion=corta, motivo="La caída siguió.", por=gente["irma"])
    with time_machine.travel(LIMITE + HORA, tick=False):
        anotar(desde=LIMITE - 2 * HORA, hasta=LIMITE + HORA, descripcion="La real.", por=gente["irma"])
        assert devolver_lo_perdido() == 1
    assert _plazo(candidatura) == 3 * HORA


def test_anotada_en_dos_partes_seguidas_da_lo_mismo_que_entera(inscribir, gente):
    candidatura = inscribir()[0]
    corta = interrumpir(LIMITE - 2 * HORA, LIMITE - 2 * HORA + timedelta(minutes=2))
    with time_machine.travel(LIMITE + HORA, tick=False):
        devolver_lo_perdido()
        anotar(desde=corta.hasta, hasta=LIMITE + HORA, descripcion="Siguió.", por=gente["irma"])
        devolver_lo_perdido()
    assert _plazo(candidatura) == 3 * HORA


def test_lo_que_se_dio_dentro_de_la_caida_real_no_se_cuenta_como_dado(inscribir, gente):
    """Se anotó que volvía a las 23:30 y no volvió: el tiempo devuelto entonces también se perdió."""
    candidatura = inscribir()[0]
    erronea = interrumpir(LIMITE - 2 * HORA, LIMITE - HORA / 2)
    with time_machine.travel(LIMITE - HORA / 2, tick=False):
        assert devolver_lo_perdido() == 1
        anular(interrupcion=erronea, motivo="No volvió.", por=gente["irma"])
    with time_machine.travel(LIMITE + HORA, tick=False):
        anotar(desde=LIMITE - 2 * HORA, hasta=LIMITE + HORA, descripcion="La real.", por=gente["irma"])
        assert devolver_lo_perdido() == 1
    assert _plazo(candidatura) == 3 * HORA


def test_anulada_a_medio_devolver_se_termina_y_da_a_todas_lo_mismo(inscribir, gente):
    """El reloj muere tras el primer lote, se anula y se anota otra vez el mismo lapso."""
    candidaturas = inscribir(3)
    caida = interrumpir(LIMITE - 2 * HORA, LIMITE + HORA)
    with time_machine.travel(LIMITE + HORA, tick=False):
        assert plazos.gracia.empezar(caida)
        assert plazos._devolver_lote(caida, [candidaturas[0].pk]) == 1
        anular(interrupcion=caida, motivo="Horas mal.", por=gente["irma"])
    with time_machine.travel(LIMITE + 1.5 * HORA, tick=False):
        anotar(desde=LIMITE - 2 * HORA, hasta=LIMITE + HORA, descripcion="La misma.", por=gente["irma"])
        assert devolver_lo_perdido() == 2
    assert [_plazo(c) for c in candidaturas] == [3 * HORA] * 3
    assert PlazoPropio.objects.count() == Carta.objects.count() == 3


def test_tras_fijarle_otro_plazo_la_gracia_parte_de_ese(inscribir, gente, faltaron_dos_horas):
    candidatura = inscribir()[0]
    faltaron_dos_horas()
    nuevo = LIMITE + 50 * HORA
    with time_machine.travel(LIMITE + HORA, tick=False):
        devolver_lo_perdido()
        plazos.fijar_plazo(candidatura=candidatura, hasta=nuevo, motivo="Prórroga.", por=gente["carmen"])
    with time_machine.travel(nuevo + HORA, tick=False):
        anotar(desde=nuevo - HORA, hasta=nuevo + HORA, descripcion="x", por=gente["irma"])
        assert llego_a_tiempo(Candidatura.objects.con_todo().get(), nuevo + 2 * HORA - HORA / 60)
        devolver_lo_perdido()
    assert _plazo(candidatura) == nuevo + 2 * HORA - LIMITE


def test_si_se_amplia_el_general_tambien_alcanza_a_quien_recibio_gracia(
    inscribir, gente, proceso, faltaron_dos_horas
):
    """La gracia asegura un plazo, no lo fija: nadie queda con menos que quien no perdió nada."""
    candidatura = inscribir()[0]
    faltaron_dos_horas()
    with time_machine.travel(LIMITE + HORA, tick=False):
        devolver_lo_perdido()
    proceso.datos_parametros = {"dias_captura": 20}
    proceso.save()
    assert _plazo(candidatura) == 5 * 24 * HORA
    with time_machine.travel(LIMITE + 24 * HORA, tick=False):
        assert llego_a_tiempo(Candidatura.objects.con_todo().get(), LIMITE + 24 * HORA)
        assert not Candidatura.objects.filter(vencidas(proceso, LIMITE + 24 * HORA))
    # Y si el servicio falta al final del nuevo, la gracia parte de ése.
    nuevo = LIMITE + 5 * 24 * HORA
    with time_machine.travel(nuevo + HORA, tick=False):
        anotar(desde=nuevo - HORA, hasta=nuevo, descripcion="x", por=gente["irma"])
        assert devolver_lo_perdido() == 1
    assert _plazo(candidatura) == 5 * 24 * HORA + 2 * HORA


@pytest.mark.usefixtures("plazos_de_minutos")
def test_volver_al_general_no_quita_lo_devuelto(inscribir, gente, faltaron_dos_horas):
    una, otra = inscribir(2)
    faltaron_dos_horas()
    with time_machine.travel(LIMITE + HORA, tick=False):
        devolver_lo_perdido()
        plazos.fijar_plazo(candidatura=una, hasta=LIMITE + 50 * HORA, motivo="x", por=gente["carmen"])
        plazos.fijar_plazo(candidatura=una, hasta=None, motivo="Fue un error.", por=gente["carmen"])
    assert _plazo(una) == _plazo(otra) == 3 * HORA


@pytest.fixture
def plazos_de_minutos(monkeypatch):
    """Sólo se prueba la cuenta: sin lo que se exige a quien acorta un plazo o lo quita (`seguimiento.test_actos`)."""
    monkeypatch.setattr("conoceles.seguimiento.acciones._exigir_que_alcance", lambda *_: None)


@pytest.mark.usefixtures("plazos_de_minutos")
def test_el_plazo_que_se_fija_despues_de_devolver_tambien_lleva_lo_devuelto(inscribir, gente):
    """La página, la carta y lo que se acepta dicen la misma hora."""
    candidatura = inscribir()[0]
    interrumpir(LIMITE - 4 * HORA, LIMITE - HORA)
    with time_machine.travel(LIMITE - HORA / 2, tick=False):
        assert devolver_lo_perdido() == 1
        plazos.fijar_plazo(candidatura=candidatura, hasta=LIMITE + HORA, motivo="x", por=gente["carmen"])
        assert _plazo(candidatura) == 2 * HORA
        assert "30 de abril de 2027 a las 01:59 h" in Carta.objects.latest("pk").cuerpo
        assert devolver_lo_perdido() == 0
    actual = Candidatura.objects.con_todo().get()
    assert llego_a_tiempo(actual, LIMITE + 2 * HORA - MINUTO)
    Latido(instante=LIMITE + 2 * HORA, maximo=LIMITE + 2 * HORA).marcar().save(force_update=True)
    with time_machine.travel(LIMITE + 2 * HORA, tick=False):
        assert not llego_a_tiempo(actual, LIMITE + 2 * HORA)


@pytest.mark.usefixtures("plazos_de_minutos")
def test_quitar_el_plazo_fijado_tras_una_interrupcion_deja_el_general_con_lo_devuelto(inscribir, gente):
    una, otra = inscribir(2)
    with time_machine.travel(LIMITE - 50 * HORA, tick=False):
        plazos.fijar_plazo(candidatura=una, hasta=LIMITE + 90 * HORA, motivo="x", por=gente["carmen"])
    interrumpir(LIMITE - 2 * HORA, LIMITE + HORA)
    with time_machine.travel(LIMITE + HORA, tick=False):
        assert devolver_lo_perdido() == 1
        plazos.fijar_plazo(candidatura=una, hasta=None, motivo="Fue un error.", por=gente["carmen"])
        assert "30 de abril de 2027 a las 02:59 h" in Carta.objects.latest("pk").cuerpo
    assert _plazo(una) == _plazo(otra) == 3 * HORA


def test_lo_requerido_que_abre_plazo_lleva_lo_devuelto_y_su_carta_lo_dice(inscribir, gente, proceso):
    """El cierre del proceso lo trae a las últimas 24 horas, donde el servicio ya faltó."""
    inscribir()
    proceso.fechas = {"cierre": (LIMITE + 30 * HORA).isoformat()}
    proceso.datos_parametros = {"acepta_extemporaneas": False, "dias_requerimiento": 0}
    proceso.save()
    interrumpir(LIMITE + 9 * HORA, LIMITE + 20 * HORA)
    with time_machine.travel(LIMITE + 20 * HORA, tick=False):
        devolver_lo_perdido()
        (emitido,) = plazos.requerir(proceso=proceso, filtros=Filtros(), cuantas=1, por=gente["carmen"])
        assert (
            emitido.vence_en == LIMITE + 30 * HORA
        )  # lo pedido vencía a las 24; lo devuelto no pasa del cierre
        assert _plazo(emitido.candidatura) == 30 * HORA
        assert ultimo_minuto(emitido.vence_en) in Carta.objects.latest("pk").cuerpo


def test_el_general_que_se_amplia_hasta_una_interrupcion_ya_devuelta_tambien_la_cuenta(
    inscribir, gente, proceso
):
    candidatura = inscribir()[0]
    interrumpir(LIMITE + HORA, LIMITE + 6 * HORA)
    with time_machine.travel(LIMITE + 6 * HORA, tick=False):
        assert devolver_lo_perdido() == 0
        _ampliar(proceso, LIMITE + 7 * HORA)
    assert _plazo(candidatura) == 11 * HORA


def _ampliar(proceso, limite):
    """Lo que hace `cargar_proceso` con una plantilla que fija ese límite."""
    proceso.fechas = {**proceso.fechas, "captura_limite": limite.isoformat()}
    proceso.save()
    asegurar(en_captura(proceso), por=None)


@pytest.mark.usefixtures("plazos_de_minutos")
@pytest.mark.parametrize("semilla", range(2))
def test_lo_que_se_fija_quita_o_amplia_entre_interrupciones_dice_siempre_lo_justo(
    inscribir, gente, proceso, monkeypatch, semilla
):
    """Tras cada acto, contra el conteo minuto a minuto; y lo que se acepta es lo que la página y la carta dicen."""
    azar = random.Random(semilla)
    monkeypatch.setattr(plazos, "al_corriente", lambda *a, **k: 0)
    candidaturas = inscribir(3)
    pedidos, general, ahora = dict.fromkeys([c.pk for c in candidaturas]), LIMITE, LIMITE - 5 * HORA
    for _ in range(24):
        ahora += azar.randrange(5, 60) * MINUTO
        with time_machine.travel(ahora, tick=False):
            una = azar.choice(candidaturas)
            acto = azar.choice(
                ["anotar", "anotar", "anular", "devolver", "fijar", "fijar", "quitar", "ampliar"]
            )
            if acto == "fijar":
                pedidos[una.pk] = ahora + azar.randrange(5, 90) * MINUTO
                plazos.fijar_plazo(candidatura=una, hasta=pedidos[una.pk], motivo="x", por=gente["carmen"])
                limite = Candidatura.objects.con_todo().get(pk=una.pk).plazo_de_captura
                assert ultimo_minuto(limite) in Carta.objects.filter(sobre=una.clave).latest("pk").cuerpo
            elif acto == "quitar":
                pedidos[una.pk] = None
                plazos.fijar_plazo(candidatura=una, hasta=None, motivo="x", por=gente["carmen"])
            elif acto == "ampliar":
                general = max(general, ahora + azar.randrange(-60, 90) * MINUTO)
                _ampliar(proceso, general)
            elif acto == "anotar":
                _anotar_reciente(azar, ahora, gente["irma"])
                devolver_lo_perdido()
            else:
                {"anular": _anular_alguna, "devolver": _devolver}[acto](azar, ahora, gente["irma"], None)
            _comprobar_lo_justo(pedidos, general)


def _comprobar_lo_justo(pedidos, general):
    constan = list(Interrupcion.objects.que_cuentan())
    for candidatura in Candidatura.objects.con_todo():
        pedido, limite = pedidos[candidatura.pk], candidatura.plazo_de_captura
        justo = minuto_a_minuto(pedido or general, constan)
        assert limite == justo if pedido else limite >= justo
        for minutos in (-1, 0, 90):
            llego = limite + minutos * MINUTO
            assert llego_a_tiempo(candidatura, llego) == (llego < limite)


def test_corregir_la_interrupcion_tampoco_da_dos_veces_para_corregir(inscribir, gente, faltaron_dos_horas):
    observar(inscribir()[0], emitida=local(4, 26), vence=LIMITE)
    notada = faltaron_dos_horas()
    with time_machine.travel(LIMITE + HORA, tick=False):
        devolver_lo_perdido()
        anular(interrupcion=notada, motivo="Horas mal.", por=gente["irma"])
        anotar(desde=LIMITE - 3 * HORA, hasta=LIMITE + HORA, descripcion="Fue más.", por=gente["irma"])
        devolver_lo_perdido()
    observacion = Observacion.objects.get()
    assert (observacion.vence_original, observacion.vence_en) == (LIMITE, LIMITE + 4 * HORA)


@pytest.mark.parametrize("semilla", range(8))
def test_en_cualquier_orden_el_plazo_es_el_original_mas_lo_que_dice_el_libro(
    inscribir, gente, monkeypatch, semilla
):
    """Anotar, anular, devolver y morir a medio devolver, al azar: todas acaban con lo mismo y es lo justo."""
    azar = random.Random(semilla)
    monkeypatch.setattr(plazos, "LOTE", 1)
    monkeypatch.setattr(plazos, "al_corriente", lambda *a, **k: 0)  # la página pública no interviene
    candidaturas = inscribir(3)
    ahora = LIMITE - 5 * HORA
    for _ in range(14):
        ahora += azar.randrange(5, 90) * MINUTO
        with time_machine.travel(ahora, tick=False):
            azar.choice([_anotar_alguna, _anotar_alguna, _anular_alguna, _devolver, _devolver_a_medias])(
                azar, ahora, gente["irma"], monkeypatch
            )
    with time_machine.travel(ahora, tick=False):
        antes = [llego_a_tiempo(c, ahora) for c in Candidatura.objects.con_todo()]
        devolver_lo_perdido()
        assert devolver_lo_perdido() == 0
        esperado = minuto_a_minuto(LIMITE, list(Interrupcion.objects.que_cuentan()))
        assert [_plazo(c) + LIMITE for c in candidaturas] == [esperado] * 3
        assert antes == [ahora < esperado] * 3


def _anotar_alguna(azar, ahora, irma, _):
    desde = LIMITE - azar.randrange(-60, 300) * MINUTO
    with contextlib.suppress(InterrupcionInvalida):
        anotar(desde=desde, hasta=desde + azar.randrange(1, 150) * MINUTO, descripcion="x", por=irma)


def _anotar_reciente(azar, ahora, irma):
    """La que acaba de terminar: a un plazo que se fija para dentro de poco le quita tiempo."""
    with contextlib.suppress(InterrupcionInvalida):
        anotar(
            desde=ahora - azar.randrange(20, 200) * MINUTO,
            hasta=ahora - azar.randrange(15) * MINUTO,
            descripcion="x",
            por=irma,
        )


def _anular_alguna(azar, ahora, irma, _):
    if en_pie := list(Interrupcion.objects.en_pie()):
        anular(interrupcion=azar.choice(en_pie), motivo="x", por=irma)


def _devolver(azar, ahora, irma, _):
    devolver_lo_perdido()


def _devolver_a_medias(azar, ahora, irma, monkeypatch):
    """Muere al empezar alguno de los primeros lotes, o entre el último y darla por devuelta."""
    quedan = iter(range(azar.randrange(1, 4)))

    def morir(*argumentos, hacer=plazos.gracia.devolver):
        if next(quedan, None) is None:
            raise KeyboardInterrupt
        return hacer(*argumentos)

    with monkeypatch.context() as muere:
        muere.setattr(plazos.gracia, "devolver", morir)
        with contextlib.suppress(KeyboardInterrupt):
            devolver_lo_perdido()


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


# --- Quien ya había enviado -----------------------------------------------------------------------------------
def test_quien_envio_tarde_dentro_de_lo_que_se_anota_despues_consta_que_llego_a_tiempo(
    capturar_todo, gente, proceso, client
):
    """Recibe lo mismo que quien no había enviado: se le reconoce, se le escribe y todos lo leen igual."""
    cuestionario = capturar_todo()
    candidatura = cuestionario.candidatura
    limite = candidatura.plazo_de_captura
    with time_machine.travel(limite - 5 * HORA, tick=False):
        latir()
    with time_machine.travel(limite + HORA / 2, tick=False):
        latir(despierto=timedelta(seconds=15))
        envio = verbos.enviar(cuestionario=cuestionario, por=gente["ana"])
        assert envio.fuera_de_plazo
        assert respondieron_tarde(proceso) == 1
    with time_machine.travel(limite + 10 * HORA, tick=False):
        latir(despierto=timedelta(seconds=15))
        una = anotar(
            desde=limite - 2 * HORA, hasta=limite + HORA / 4, descripcion="No guardaba.", por=gente["irma"]
        )
        devolver_lo_perdido()
        devolver_lo_perdido()
        asiento = Asiento.objects.get(accion="plazo:reconocer")
        assert (asiento.objeto_clave, asiento.detalle) == (
            candidatura.clave,
            {"folio": envio.folio, "interrupcion": una.pk},
        )
        assert "Su envío se reconoce a tiempo" in Carta.objects.get(sobre=candidatura.clave).asunto
        assert respondieron_tarde(proceso) == 0
        assert not candidaturas(proceso).get(pk=candidatura.pk).llego_tarde
        pagina = client.get(f"/verificar/{envio.folio}/").content.decode()
        assert "Se reconoció a tiempo" in pagina
        assert "fuera de plazo" not in pagina
        dicha = constancia.contenido(
            Candidatura.objects.con_todo().get(pk=candidatura.pk),
            desde=limite - 5 * HORA,
            hasta=limite + 10 * HORA,
            por=gente["carmen"],
            ahora=limite + 10 * HORA,
        )
        assert [acuse["fuera_de_plazo"] for acuse in dicha["acuses"]] == [False]
        client.force_login(gente["ana"])
        suya = client.get(f"/mi-candidatura/{candidatura.clave}/acuse/{envio.folio}/").content.decode()
        assert "se reconoció a tiempo, con tiempo que el Instituto le debía" in suya
        assert "fuera de plazo" not in suya
        suyo = leer_acuse(candidatura, envio.folio, por=gente["ana"])  # lo que dice el PDF
        assert "se reconoció a tiempo" in dict(suyo.renglones)["Recibida"]


def test_la_pagina_guardada_de_un_acuse_no_sigue_diciendo_que_llego_tarde(capturar_todo, gente, client):
    cuestionario = capturar_todo()
    limite = cuestionario.candidatura.plazo_de_captura
    with time_machine.travel(limite + HORA / 2, tick=False):
        latir()
        envio = verbos.enviar(cuestionario=cuestionario, por=gente["ana"])
        guardada = client.get(f"/verificar/{envio.folio}/")
        assert "Llegó fuera de plazo" in guardada.content.decode()
        anotar(desde=limite - HORA, hasta=limite, descripcion="No guardaba.", por=gente["irma"])
        devolver_lo_perdido()
        ahora = client.get(f"/verificar/{envio.folio}/", headers={"If-None-Match": guardada["ETag"]})
    assert ahora.status_code == 200
    assert "Se reconoció a tiempo" in ahora.content.decode()


def test_lo_de_identidad_que_llego_tarde_tambien_se_reconoce_y_en_reserva(
    candidatura, gente, proceso, client
):
    """Lo mismo que lo curricular, y lo que envió después para cambiar de opinión; sin que el personal sepa que contestó."""
    proceso.cuestionarios = {"curricular": "curricular-2022", "identidad": "identidad-2022"}
    proceso.save()
    candidatura.persona.edad = 25
    candidatura.persona.save()
    limite, folios = candidatura.plazo_de_captura, []

    def enviar(**respuestas):
        contestar(candidatura, gente["ana"], RESPUESTAS | respuestas)
        folios.append(identidad.enviar(candidatura=candidatura, por=gente["ana"]).folio)

    with time_machine.travel(limite - 5 * HORA, tick=False):
        latir()
        gente["ana"].primera_entrada_en = limite - timedelta(days=10)
        gente["ana"].save()
        manifestar(candidatura, gente["ana"])
    with time_machine.travel(limite + HORA / 2, tick=False):
        latir(despierto=timedelta(seconds=15))
        enviar()
    with time_machine.travel(limite + 9 * HORA, tick=False):
        latir(despierto=timedelta(seconds=15))
        enviar(lengua="si")
        assert EnvioDeIdentidad.objects.filter(fuera_de_plazo=True).count() == 2
        anotar(desde=limite - 2 * HORA, hasta=limite, descripcion="No guardaba.", por=gente["irma"])
        devolver_lo_perdido()
        enviar(lengua="no")
    assert not EnvioDeIdentidad.objects.get(folio=folios.pop()).fuera_de_plazo
    reconocidos = Asiento.objects.filter(accion="identidad:reconocer").order_by("secuencia")
    assert [asiento.detalle["folio"] for asiento in reconocidos] == folios
    assert not Asiento.objects.filter(accion="plazo:reconocer").exists()
    assert set(Carta.objects.filter(asunto__contains="reconoce").values_list("es_reservada", flat=True)) == {
        True
    }
    for folio in folios:
        assert "Se reconoció a tiempo" in client.get(f"/verificar/{folio}/").content.decode()
        suyo = leer_acuse(candidatura, folio, por=gente["ana"])
        assert "se reconoció a tiempo" in dict(suyo.renglones)["Recibidas"]
