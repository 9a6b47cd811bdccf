"""Recordar 7, 3 y 1 días antes y el último: una vez cada uno, a su hora, y hasta que se envía."""

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conoceles.bitacora.models import Asiento
from conoceles.calendario.plazos import hora_de_recordar, por_recordar, ultimo_dia, vence
from conoceles.cuestionarios.definiciones import DEFINICIONES
from conoceles.cuestionarios.models import SolicitudDeCorreccion
from conoceles.mensajes.models import Carta
from conoceles.registro.models import Candidatura
from conoceles.seguimiento.models import PlazoPropio, Recordatorio
from conoceles.seguimiento.recordatorios import VENCIMIENTOS, recordar
from tests import respuestas

from .conftest import LIMITE, ZONA, dar_por_enviado, escribir_algo, local, observar

pytestmark = pytest.mark.django_db


def en(instante):
    with time_machine.travel(instante, tick=False):
        return recordar()


def salidos():
    return list(
        Recordatorio.objects.filter(resultado="enviado").order_by("-dias").values_list("dias", flat=True)
    )


# --- Las funciones puras -----------------------------------------------------------------------------------


@pytest.mark.sin_base
def test_el_ultimo_dia_y_la_hora_de_cada_uno():
    assert ultimo_dia(LIMITE, ZONA) == local(4, 29).date()
    assert ultimo_dia(local(4, 30, 18), ZONA) == local(4, 30).date()
    assert [hora_de_recordar(LIMITE, dias, ZONA) for dias in (7, 3, 1, 0)] == [
        local(4, 22, 9), local(4, 26, 9), local(4, 28, 9), local(4, 29, 9)
    ]  # fmt: skip


@pytest.mark.sin_base
def test_a_cada_limite_le_toca_uno_solo_y_es_el_mas_reciente():
    """Contra un oráculo que prueba los cuatro, hora por hora, durante diez días."""
    for hora in range(24 * 10):
        ahora = local(4, 20) + timedelta(hours=hora, minutes=hora % 7)
        ventanas = list(por_recordar(ahora, (0, 1, 3, 7), ZONA))
        for dia in range(15):
            limite = vence(local(4, 19), dia, ZONA) - timedelta(hours=dia % 3)
            debidos = [d for d in (0, 1, 3, 7) if hora_de_recordar(limite, d, ZONA) <= ahora < limite]
            dichos = [dias for dias, desde, hasta in ventanas if desde < limite <= hasta]
            assert dichos == debidos[:1], (ahora, limite)


# --- La tarea ----------------------------------------------------------------------------------------------


def test_sale_cada_uno_a_su_hora_y_una_sola_vez(inscribir):
    inscribir()
    for instante, van in (
        (local(4, 22, 8, 59, 59), []),
        (local(4, 22, 9), [7]),
        (local(4, 22, 9), [7]),
        (local(4, 25, 23), [7]),
        (local(4, 26, 9, 1), [7, 3]),
        (local(4, 28, 12), [7, 3, 1]),
        (local(4, 29, 8), [7, 3, 1]),
        (local(4, 29, 9), [7, 3, 1, 0]),
        (local(4, 29, 23, 59, 59), [7, 3, 1, 0]),
        (local(4, 30), [7, 3, 1, 0]),
        (local(5, 3, 9), [7, 3, 1, 0]),
    ):
        en(instante)
        assert salidos() == van, instante
    assert Carta.objects.count() == 4
    assert Asiento.objects.filter(accion="recordatorio:enviar").count() == 4


def test_tras_una_interrupcion_sale_solo_el_mas_reciente(inscribir):
    inscribir(2)
    assert en(local(4, 29, 7)) == {"enviado": 2}
    assert salidos() == [1, 1]
    assert "vence hoy" in Carta.objects.first().cuerpo  # dice lo que de verdad falta


def test_se_detiene_al_enviar_y_con_la_candidatura_terminada(inscribir):
    enviada, terminada, sigue = inscribir(3)
    dar_por_enviado(enviada, local(4, 20))
    terminada.situacion, terminada.hasta = "renuncia", local(4, 21)
    terminada.save()
    en(local(4, 22, 9))
    assert Recordatorio.objects.get().candidatura == sigue


def test_la_carta_dice_que_falta_hasta_cuando_y_donde(inscribir, settings):
    settings.CONOCELES_SITIO = "https://conoceles.ejemplo.mx"
    (candidatura,) = inscribir()
    for clave, valor in respuestas.COMPLETAS.items():
        if clave not in ("motivo_cargo", "foto"):
            escribir_algo(candidatura, clave, valor)
    en(local(4, 26, 9))
    carta = Carta.objects.get()
    motivo = DEFINICIONES["curricular-2022"].seccion("motivo").titulo
    assert carta.para == candidatura.persona.cuenta.correo
    assert carta.asunto == "Su plazo para responder vence en 3 días"
    assert "29 de abril de 2027 a las 23:59 h (hora del centro de México)" in carta.cuerpo
    assert f"Le falta completar: Fotografía, {motivo}." in carta.cuerpo
    assert f"https://conoceles.ejemplo.mx/mi-candidatura/{candidatura.clave}/" in carta.cuerpo
    assert respuestas.TEXTO[:30] not in carta.cuerpo
    assert "⟪" not in carta.cuerpo
    assert (carta.sobre, carta.caduca_en) == (candidatura.clave, LIMITE)


def test_quien_no_tiene_correo_o_cuenta_se_cuenta_y_no_se_le_escribe(inscribir):
    inscribir(2, correo=False)
    inscribir(1, cuenta=False)
    (cerrada,) = inscribir()
    cerrada.persona.cuenta.is_active = False
    cerrada.persona.cuenta.save()
    assert en(local(4, 22, 9)) == {"sin_correo": 4}
    assert en(local(4, 22, 10)) == {}
    assert Carta.objects.count() == Asiento.objects.filter(accion="recordatorio:enviar").count() == 0


def test_lo_que_debia_recordarse_antes_de_que_el_plazo_empezara_no_se_recuerda(inscribir, proceso):
    (sustituida,) = inscribir(aprobada_en=local(4, 24, 11), captura_hasta=None)
    proceso.datos_parametros = {"dias_captura": 5}
    proceso.save()
    en(local(4, 24, 12))
    assert Recordatorio.objects.get().resultado == "no_tocaba"
    en(local(4, 26, 9))
    assert salidos() == [3]


def test_un_plazo_nuevo_se_recuerda_otra_vez_y_no_repite_lo_de_ayer(inscribir):
    (candidatura,) = inscribir()
    en(local(4, 28, 9))
    candidatura.captura_hasta = local(5, 5)
    candidatura.save()
    PlazoPropio.objects.create(
        candidatura=candidatura, hasta=local(5, 5), motivo="x", por="carmen", instante=local(4, 29, 8)
    )
    for instante in (local(4, 29, 10), local(5, 1, 9), local(5, 3, 9), local(5, 4, 9)):
        en(instante)
    assert salidos() == [3, 1, 1, 0]


def test_mover_el_plazo_un_dia_no_calla_el_recordatorio_del_nuevo(inscribir):
    """El anterior todavía no vence cuando toca recordar el nuevo, con los mismos días."""
    (candidatura,) = inscribir()
    en(local(4, 26, 9))
    for nuevo, cuando in ((local(5, 1), local(4, 27, 9)), (local(5, 2), local(4, 28, 9))):
        Candidatura.objects.update(captura_hasta=nuevo)
        en(cuando)
        assert Recordatorio.objects.filter(limite=nuevo, dias=3, resultado="enviado").exists()
    # De vuelta a uno del que ya se le recordó todo lo que tocaba: nada se repite.
    Candidatura.objects.update(captura_hasta=local(5, 1))
    assert en(local(4, 28, 10)) == {}
    assert salidos() == [3, 3, 3]


def test_lo_asegurado_se_recuerda_como_suyo_y_el_general_si_es_mayor(inscribir, proceso):
    """Asegurado el 1 de mayo; luego el general se amplía al 5. Nada se repite ni se calla."""
    (candidatura,) = inscribir()
    en(local(4, 26, 9))
    Candidatura.objects.update(captura_al_menos=local(5, 1))
    for instante in (local(4, 27, 9), local(4, 27, 10)):
        en(instante)
    assert Recordatorio.objects.filter(limite=local(5, 1), dias=3).count() == 1
    proceso.datos_parametros = {"dias_captura": 20}
    proceso.save()
    for instante in (local(4, 28, 9), local(4, 28, 10), local(5, 1, 9), local(5, 1, 10), local(5, 4, 9)):
        en(instante)
    assert salidos() == [7, 3, 3, 3, 0]


def test_lo_observado_se_recuerda_un_dia_antes_y_el_ultimo(inscribir):
    (candidatura,) = inscribir()
    observar(candidatura, emitida=local(5, 1, 12), vence=local(5, 5))
    for instante in (
        local(5, 1, 13),
        local(5, 2, 9),
        local(5, 3, 9),
        local(5, 3, 10),
        local(5, 4, 9),
        local(5, 5, 9),
    ):
        en(instante)
    assert salidos() == [1, 0]
    carta = Carta.objects.get(asunto="Su plazo para corregir vence mañana")
    assert "Primera propuesta" in carta.cuerpo
    assert "4 de mayo de 2027 a las 23:59 h" in carta.cuerpo
    assert "Igual a otra" not in carta.cuerpo


def test_lo_observado_y_ya_corregido_no_se_recuerda(inscribir):
    (candidatura,) = inscribir()
    cuestionario = observar(candidatura, emitida=local(5, 1, 12), vence=local(5, 5))
    cuestionario.observaciones.update(atendida_en=local(5, 2))
    assert en(local(5, 4, 9)) == {}


def test_sin_proceso_o_con_uno_historico_no_hace_nada(db):
    assert recordar() == {}


@pytest.mark.parametrize("cuantas", [20, 60])
def test_las_consultas_no_crecen_con_las_candidaturas(inscribir, cuantas):
    for candidatura in inscribir(cuantas)[: cuantas // 2]:
        escribir_algo(candidatura)
    with CaptureQueriesContext(
        connection,
    ) as consultas:
        assert en(local(4, 26, 9)) == {"enviado": cuantas}
    con_datos = [c["sql"] for c in consultas if "SAVEPOINT" not in c["sql"]]
    assert len(con_datos) <= 28, "\n".join(sql[:120] for sql in con_datos)
    with CaptureQueriesContext(connection) as de_paso:
        assert en(local(4, 26, 10)) == {}
    assert len(de_paso) <= 14


def test_los_lotes_no_se_saltan_a_nadie(inscribir, monkeypatch):
    from conoceles.seguimiento import recordatorios

    monkeypatch.setattr(recordatorios, "LOTE", 4)
    inscribir(9)
    assert en(local(4, 26, 9)) == {"enviado": 9}
    assert Carta.objects.count() == 9


def test_corre_con_las_demas_tareas():
    from conoceles.operacion.tareas import TAREAS

    nombres = [nombre for nombre, _ in TAREAS]
    assert nombres.index("recordatorios") < nombres.index("cartas")
    assert {v.clase for v in VENCIMIENTOS} == set(Recordatorio.Clase.values)


# --- La corrección que la persona pidió ----------------------------------------------------------------------


@pytest.fixture
def concedida(inscribir):
    """A quien el 20 de abril se le concedió corregir una sección, hasta terminar el 29."""

    def conceder(cuantas=1):
        candidaturas = inscribir(cuantas)
        for candidatura in candidaturas:
            SolicitudDeCorreccion.objects.create(
                cuestionario=dar_por_enviado(candidatura, local(4, 16), estado="en_correccion"),
                secciones=["historia", "estudios"], motivo="Falta un cargo", pedida_en=local(4, 19),
                resuelta_en=local(4, 20), resuelta_por="vera", concedidas=["historia"], vence_en=LIMITE,
            )  # fmt: skip
        return candidaturas

    return conceder


def test_lo_que_pidio_corregir_se_recuerda_un_dia_antes_y_el_ultimo(concedida):
    concedida()
    for instante, van in ((local(4, 27, 12), []), (local(4, 28, 9), [1]), (local(4, 29, 9), [1, 0])):
        en(instante)
        assert salidos() == van
    primera = Carta.objects.order_by("pk").first()
    assert primera.asunto == "Su plazo para la corrección que pidió vence mañana"
    assert "Historia profesional" in primera.cuerpo
    assert "se queda la versión que ya estaba validada" in primera.cuerpo
    assert primera.caduca_en == LIMITE


def test_la_que_ya_envio_o_a_la_que_se_le_recorrio_no_recibe_lo_que_no_es(concedida):
    enviada, recorrida = concedida(2)
    SolicitudDeCorreccion.objects.filter(cuestionario__candidatura=enviada).update(atendida_en=local(4, 25))
    SolicitudDeCorreccion.objects.filter(cuestionario__candidatura=recorrida).update(
        vence_en=LIMITE + timedelta(days=5)
    )
    en(local(4, 29, 9))
    assert not Carta.objects.exists()


def test_recordar_lo_pedido_no_pregunta_por_cada_quien(concedida):
    medidas = []
    for cuantas in (2, 6):
        concedida(cuantas)
        with CaptureQueriesContext(connection) as consultas:
            en(local(4, 28, 9))
        medidas.append(len(consultas))
    assert medidas[0] == medidas[1]
