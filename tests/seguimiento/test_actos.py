"""Dar otro plazo, requerir y confirmar: con permiso, con carta, con acuse y una sola vez."""

from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from conoceles.acuses.lectura import por_folio
from conoceles.acuses.models import Acuse
from conoceles.bitacora.models import Asiento
from conoceles.comun.canonico import huella
from conoceles.mensajes.models import Carta
from conoceles.publicacion.models import Ficha
from conoceles.publicacion.plazos import fijar_plazo, requerir
from conoceles.seguimiento import lectura
from conoceles.seguimiento.acciones import ListaCambio, PlazoInvalido, confirmar_recepcion
from conoceles.seguimiento.lectura import Filtros
from conoceles.seguimiento.models import PlazoPropio, Requerimiento

from .conftest import LIMITE, dar_por_enviado, escribir_algo, local

pytestmark = pytest.mark.django_db
VENCIDO = LIMITE + timedelta(hours=10)


@pytest.fixture(autouse=True)
def despues_del_plazo():
    with time_machine.travel(VENCIDO, tick=False):
        yield


# --- Plazo propio ------------------------------------------------------------------------------------------


def captura_hasta(candidatura):
    return Ficha.objects.get(pk=candidatura.clave).tarjeta["cuestionario"]["captura_hasta"]


def test_el_plazo_propio_se_asienta_se_escribe_y_lo_publico_lo_dice(inscribir, gente):
    (candidatura,) = inscribir()
    nuevo = local(5, 4)
    fijar_plazo(
        candidatura=candidatura, hasta=nuevo, motivo=" Su cuenta  se entregó tarde. ", por=gente["carmen"]
    )
    candidatura.refresh_from_db()
    assert candidatura.plazo_de_captura == nuevo
    assert captura_hasta(candidatura) == "2027-05-04T06:00:00+00:00"
    assert PlazoPropio.objects.get().motivo == "Su cuenta se entregó tarde."
    carta = Carta.objects.get()
    assert carta.para == candidatura.persona.cuenta.correo
    assert "hasta el 3 de mayo de 2027 a las 23:59 h" in carta.cuerpo
    asiento = Asiento.objects.get(accion="plazo:fijar")
    assert (asiento.actor, asiento.objeto_clave) == ("carmen", candidatura.clave)
    assert "entregó" not in str(asiento.detalle)


@time_machine.travel(LIMITE - timedelta(days=8), tick=False)
def test_quitarlo_la_regresa_al_general_y_la_carta_dice_que_se_acorto(inscribir, gente):
    (candidatura,) = inscribir()
    fijar_plazo(candidatura=candidatura, hasta=local(5, 4), motivo="Error", por=gente["carmen"])
    fijar_plazo(candidatura=candidatura, hasta=None, motivo="Se corrige el error", por=gente["carmen"])
    candidatura.refresh_from_db()
    assert candidatura.plazo_de_captura == LIMITE
    assert captura_hasta(candidatura) == "2027-04-30T06:00:00+00:00"
    assert PlazoPropio.objects.count() == 2
    carta = Carta.objects.latest("pk")
    assert "acortó el plazo" in carta.asunto
    assert "hasta el 3 de mayo de 2027 a las 23:59 h" in carta.cuerpo
    assert "sólo hasta el 29 de abril de 2027 a las 23:59 h" in carta.cuerpo


def test_no_se_regresa_a_un_general_vencido_ni_se_acorta_a_nada(inscribir, gente):
    (candidatura,) = inscribir()
    fijar_plazo(candidatura=candidatura, hasta=local(5, 14), motivo="Enfermedad", por=gente["carmen"])
    for hasta, dice in ((None, "no puede volver a él"), (timezone.now() + timedelta(minutes=5), "al menos")):
        with pytest.raises(PlazoInvalido, match=dice):
            fijar_plazo(candidatura=candidatura, hasta=hasta, motivo="x", por=gente["carmen"])
    candidatura.refresh_from_db()
    assert candidatura.plazo_de_captura == local(5, 14)
    assert Carta.objects.count() == 1
    fijar_plazo(candidatura=candidatura, hasta=local(5, 10), motivo="x", por=gente["carmen"])
    assert "acortó" in Carta.objects.latest("pk").asunto


@time_machine.travel(LIMITE - timedelta(hours=4), tick=False)
def test_no_se_regresa_a_un_general_al_que_le_quedan_horas(inscribir, gente):
    """Ya contaba con más: se le deja, al menos, lo que a quien apenas entra."""
    (candidatura,) = inscribir()
    fijar_plazo(candidatura=candidatura, hasta=local(5, 14), motivo="Enfermedad", por=gente["carmen"])
    with pytest.raises(
        PlazoInvalido, match="El general termina antes, el 29 de abril.* al menos hasta el 4 de mayo"
    ):
        fijar_plazo(candidatura=candidatura, hasta=None, motivo="x", por=gente["carmen"])
    candidatura.refresh_from_db()
    assert candidatura.plazo_de_captura == local(5, 14)
    assert Carta.objects.count() == 1


@time_machine.travel(LIMITE - timedelta(days=8), tick=False)
def test_un_doble_clic_no_fija_dos_plazos_ni_lo_quita_dos_veces(inscribir, gente):
    (candidatura,) = inscribir()
    for hasta, motivo in [(local(5, 4), "x"), (local(5, 4), " x "), (None, "Error"), (None, "Error")]:
        fijar_plazo(candidatura=candidatura, hasta=hasta, motivo=motivo, por=gente["carmen"])
    assert PlazoPropio.objects.count() == Carta.objects.count() == 2
    assert Asiento.objects.filter(accion__startswith="plazo:").count() == 2
    fijar_plazo(
        candidatura=candidatura, hasta=local(5, 4), motivo="x", por=gente["carmen"]
    )  # otra vez, después
    fijar_plazo(candidatura=candidatura, hasta=local(5, 4), motivo="Otro motivo", por=gente["carmen"])
    assert PlazoPropio.objects.count() == 4


@pytest.mark.parametrize(
    ("hasta", "motivo", "dice"),
    [
        (VENCIDO, "x", "no haya pasado"),
        (VENCIDO - timedelta(days=1), "x", "no haya pasado"),
        (local(6, 8), "x", "cierre del proceso"),
        (local(5, 4), "  ", "Escriba el motivo"),
        (local(5, 4), "x" * 301, "Escriba el motivo"),
    ],
)
def test_un_plazo_que_no_vale_se_dice_y_no_cambia_nada(inscribir, gente, proceso, hasta, motivo, dice):
    proceso.fechas = {**proceso.fechas, "cierre": local(6, 7).isoformat()}
    proceso.save()
    (candidatura,) = inscribir()
    with pytest.raises(PlazoInvalido, match=dice):
        fijar_plazo(candidatura=candidatura, hasta=hasta, motivo=motivo, por=gente["carmen"])
    assert PlazoPropio.objects.count() == Carta.objects.count() == 0


def test_ni_a_quien_ya_envio_ni_a_quien_ya_no_es_candidata(inscribir, gente):
    enviada, terminada = inscribir(2)
    dar_por_enviado(enviada, local(4, 20))
    terminada.situacion, terminada.hasta = "renuncia", VENCIDO
    terminada.save()
    for candidatura, dice in ((enviada, "ya envió"), (terminada, "ya terminó")):
        with pytest.raises(PlazoInvalido, match=dice):
            fijar_plazo(candidatura=candidatura, hasta=local(5, 4), motivo="x", por=gente["carmen"])


@pytest.mark.parametrize("quien", ["ana", "paco", "vera", "diego", "irma", "celia"])
def test_solo_la_instancia_interna(inscribir, gente, proceso, quien):
    (candidatura,) = inscribir()
    with pytest.raises(PermissionDenied):
        fijar_plazo(candidatura=candidatura, hasta=local(5, 4), motivo="x", por=gente[quien])
    with pytest.raises(PermissionDenied):
        requerir(proceso=proceso, filtros=Filtros(), cuantas=1, por=gente[quien])


# --- Requerimientos ----------------------------------------------------------------------------------------


def test_se_requiere_a_las_elegidas_con_folio_carta_y_acuse(inscribir, gente, proceso):
    nada, medias = inscribir(2, actor="azul")
    inscribir(3, actor="verde")
    escribir_algo(medias)
    emitidos = requerir(proceso=proceso, filtros=Filtros(actor="azul"), cuantas=2, por=gente["carmen"])
    assert {r.candidatura.pk: r.omision for r in emitidos} == {nada.pk: "total", medias.pk: "parcial"}
    for emitido in Requerimiento.objects.all():
        acuse = por_folio(emitido.folio)
        assert (acuse.clase, acuse.candidatura) == ("requerimiento", emitido.candidatura.clave)
        assert acuse.huella == huella(emitido.contenido, sal=bytes.fromhex(emitido.nonce))
        assert (emitido.limite, emitido.vence_en) == (LIMITE, local(5, 4))
        carta = Carta.objects.get(sobre=emitido.candidatura.clave)
        assert emitido.folio in carta.asunto
        assert "3 de mayo de 2027 a las 23:59 h" in carta.cuerpo
        assert "artículo 267" in carta.cuerpo
        assert "⟪" not in carta.cuerpo
        assert emitido.nonce not in carta.cuerpo
    assert ("guardada que no se ha enviado" in emitidos[0].texto) is (emitidos[0].omision == "parcial")
    assert Asiento.objects.filter(accion="requerimiento:emitir").count() == 2


def test_no_dos_veces_por_la_misma_omision_salvo_que_se_pida(inscribir, gente, proceso):
    inscribir(2)
    requerir(proceso=proceso, filtros=Filtros(), cuantas=2, por=gente["carmen"])
    assert requerir(proceso=proceso, filtros=Filtros(), cuantas=0, por=gente["carmen"]) == []
    assert (
        len(requerir(proceso=proceso, filtros=Filtros(), cuantas=2, por=gente["carmen"], repetir=True)) == 2
    )
    assert Requerimiento.objects.count() == 4


def test_un_plazo_nuevo_que_tambien_se_vence_es_otra_omision(inscribir, gente, proceso):
    (candidatura,) = inscribir()
    requerir(proceso=proceso, filtros=Filtros(), cuantas=1, por=gente["carmen"])
    with time_machine.travel(VENCIDO + timedelta(hours=1), tick=False):
        fijar_plazo(
            candidatura=candidatura, hasta=local(5, 4), motivo="Se cayó el sistema", por=gente["carmen"]
        )
    with time_machine.travel(local(5, 4), tick=False):
        assert len(requerir(proceso=proceso, filtros=Filtros(), cuantas=1, por=gente["carmen"])) == 1


def test_si_la_lista_cambio_no_se_emite_ninguno(inscribir, gente, proceso):
    primera, _ = inscribir(2)
    dar_por_enviado(primera, VENCIDO)
    with pytest.raises(ListaCambio, match="ahora son 1"):
        requerir(proceso=proceso, filtros=Filtros(), cuantas=2, por=gente["carmen"])
    assert Requerimiento.objects.count() == Carta.objects.count() == Acuse.objects.count() == 0


def test_si_una_carta_falla_no_queda_ninguno(inscribir, gente, proceso, monkeypatch):
    from conoceles.seguimiento import acciones

    inscribir(3)
    monkeypatch.setattr(acciones, "escribir_varias", lambda _: (_ for _ in ()).throw(OSError("disco lleno")))
    with pytest.raises(OSError):
        requerir(proceso=proceso, filtros=Filtros(), cuantas=3, por=gente["carmen"])
    assert Requerimiento.objects.count() == Acuse.objects.count() == 0


def test_a_quien_no_se_le_ha_dado_cuenta_no_se_le_requiere(inscribir, gente, proceso):
    inscribir(2, cuenta=False)
    (sin_correo,) = inscribir(1, correo=False)
    (emitido,) = requerir(proceso=proceso, filtros=Filtros(), cuantas=1, por=gente["carmen"])
    assert (emitido.candidatura, emitido.con_correo) == (sin_correo, False)
    assert Carta.objects.get().estado == Carta.Estado.IMPRESA


def test_requerir_no_borra_la_omision_ni_cambia_lo_publico(inscribir, gente, proceso):
    (candidatura,) = inscribir()
    antes = Ficha.objects.get(pk=candidatura.clave).edicion
    requerir(proceso=proceso, filtros=Filtros(), cuantas=1, por=gente["carmen"])
    assert Ficha.objects.get(pk=candidatura.clave).edicion == antes
    assert lectura.omisas(proceso, timezone.now()).get().requerida


def test_si_no_se_aceptan_tardias_el_requerimiento_abre_un_plazo_que_se_ve(inscribir, gente, proceso):
    proceso.datos_parametros = {"acepta_extemporaneas": False, "dias_requerimiento": 2}
    proceso.save()
    (candidatura,) = inscribir()
    (emitido,) = requerir(
        proceso=type(proceso).objects.get(pk=proceso.pk), filtros=Filtros(), cuantas=1, por=gente["carmen"]
    )
    candidatura.refresh_from_db()
    assert candidatura.plazo_de_captura == emitido.vence_en == local(5, 3)
    assert captura_hasta(candidatura) == "2027-05-03T06:00:00+00:00"
    assert "fuera del plazo original" not in emitido.texto
    with time_machine.travel(local(5, 3), tick=False):
        assert lectura.omisas(proceso, timezone.now()).get().requerida


@pytest.mark.parametrize("cuantas", [10, 40])
def test_las_consultas_no_crecen_con_las_requeridas(inscribir, gente, proceso, cuantas):
    inscribir(cuantas)
    with CaptureQueriesContext(connection) as consultas:
        requerir(proceso=proceso, filtros=Filtros(), cuantas=cuantas, por=gente["carmen"])
    assert len([c for c in consultas if "SAVEPOINT" not in c["sql"]]) <= 21


# --- La recepción ------------------------------------------------------------------------------------------


@pytest.fixture
def requerida(inscribir, gente, proceso):
    """La última de tres: ni su requerimiento ni su candidatura tienen la misma llave que la recepción."""
    inscribir(3)
    return requerir(proceso=proceso, filtros=Filtros(), cuantas=3, por=gente["carmen"])[-1]


def test_la_persona_confirma_con_su_acuse_y_repetirlo_no_hace_otro(requerida, proceso):
    persona = requerida.candidatura.persona.cuenta
    llego = VENCIDO + timedelta(hours=2)
    primera = confirmar_recepcion(requerimiento=requerida, por=persona, recibido_en=llego)
    assert confirmar_recepcion(requerimiento=requerida, por=persona) == primera
    acuse = por_folio(primera.folio)
    assert (acuse.clase, acuse.instante) == ("recepcion", llego)
    assert acuse.huella == huella(primera.contenido, sal=bytes.fromhex(primera.nonce))
    assert Asiento.objects.filter(accion="requerimiento:confirmar").count() == 1
    confirmadas = lectura.omisas(proceso, timezone.now()).filter(confirmada=True)
    assert [c.clave for c in confirmadas] == [requerida.candidatura.clave]


@pytest.mark.parametrize("quien", ["beto", "carmen", "paco"])
def test_nadie_confirma_por_otra_persona(requerida, gente, quien):
    with pytest.raises(PermissionDenied):
        confirmar_recepcion(requerimiento=requerida, por=gente[quien])
