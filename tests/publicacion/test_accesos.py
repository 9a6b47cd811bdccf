"""A quien el Instituto no le dio su acceso a tiempo no se le dice que no respondió."""

from datetime import timedelta

import pytest
import time_machine
from django.urls import reverse
from django.utils import timezone

from conoceles.cuentas.acciones import asentar_entrada
from conoceles.mensajes.models import Carta
from conoceles.publicacion import accesos, acciones, lectura
from conoceles.publicacion.models import Instantanea
from tests import fabricas

pytestmark = pytest.mark.django_db


@pytest.fixture
def nueva(gente):
    """Recién aprobada, con cuenta y sin que nadie se la haya entregado; vence en 15 días."""
    candidatura = fabricas.CandidaturaFactory(aprobada_en=timezone.now())
    acciones.al_corriente([candidatura], por=None)
    return candidatura


def al_vencer(candidatura):
    instante = candidatura.plazo_de_captura
    indice = lectura.abrir("", instante).indice
    situacion = lectura.documento_publico(candidatura.clave, instante).situacion
    cuentas = indice.tabla().filtrar({}).cuentas("respondio")
    assert cuentas.get("sin-acceso" if situacion.clave == "sin_acceso" else "no") == 1
    return situacion.clave


def en_plazo(candidatura):
    return lectura.documento_publico(candidatura.clave, timezone.now()).situacion.clave


def test_sin_entrega_la_falta_es_del_instituto(nueva):
    assert en_plazo(nueva) == "en_plazo"
    assert al_vencer(nueva) == "sin_acceso"


def test_la_entrega_registrada_cambia_la_pagina_en_el_mismo_acto(nueva, gente):
    accesos.registrar_entrega(persona=nueva.persona, canal="impresa", recibio="Ella", por=gente["carmen"])
    assert al_vencer(nueva) == "no_respondio"


def _entro(candidatura):
    asentar_entrada(usuario=candidatura.persona.cuenta, medio="enlace")


def _salio_su_carta(candidatura):
    Carta.objects.create(
        para="a@ejemplo.mx", asunto="Su acceso", cuerpo="", sobre=candidatura.persona.cuenta.acceso,
        enviada_en=timezone.now(),
    )  # fmt: skip


@pytest.mark.parametrize("constancia", [_entro, _salio_su_carta])
def test_lo_que_consta_sin_acto_del_instituto_lo_recoge_el_reloj_una_vez(nueva, constancia):
    constancia(nueva)
    assert al_vencer(nueva) == "sin_acceso"  # mientras tanto, culpa de más al Instituto; nunca a ella
    assert accesos.poner_al_dia() == 1
    assert al_vencer(nueva) == "no_respondio"
    hojas = Instantanea.objects.count()
    assert accesos.poner_al_dia() == 0
    assert Instantanea.objects.count() == hojas


@pytest.mark.parametrize("tarde", [timedelta(0), timedelta(days=1)])
def test_recibirlo_cuando_ya_vencio_no_la_vuelve_omisa(nueva, gente, tarde):
    with time_machine.travel(nueva.plazo_de_captura + tarde, tick=False):
        accesos.registrar_entrega(persona=nueva.persona, canal="impresa", recibio="Ella", por=gente["carmen"])
        _entro(nueva)
        assert accesos.poner_al_dia() == 0
        assert en_plazo(nueva) == "sin_acceso"


def test_con_otro_plazo_despues_de_recibirlo_ya_es_cosa_suya(nueva, gente):
    from conoceles.publicacion.plazos import fijar_plazo

    limite = nueva.plazo_de_captura
    with time_machine.travel(limite + timedelta(days=1), tick=False):
        accesos.registrar_entrega(persona=nueva.persona, canal="impresa", recibio="Ella", por=gente["carmen"])
        nueva = fijar_plazo(
            candidatura=nueva,
            hasta=limite + timedelta(days=5),
            motivo="Recibió tarde su acceso.",
            por=gente["carmen"],
        )
        assert en_plazo(nueva) == "en_plazo"
    assert al_vencer(nueva) == "no_respondio"


def test_si_el_instituto_cerro_su_cuenta_antes_de_vencer_no_se_dice_que_no_respondio(nueva, client, gente):
    accesos.registrar_entrega(persona=nueva.persona, canal="impresa", recibio="Ella", por=gente["carmen"])
    client.force_login(gente["carmen"])
    client.post(reverse("operacion:acceso_cerrar", args=[nueva.clave]))
    assert al_vencer(nueva) == "sin_acceso"
    assert accesos.poner_al_dia() == 0
    client.post(reverse("operacion:acceso_reabrir", args=[nueva.clave]))
    assert al_vencer(nueva) == "no_respondio"


def test_cerrarla_ya_vencido_el_plazo_no_cambia_lo_que_paso(nueva, gente):
    carmen, cuenta = gente["carmen"], nueva.persona.cuenta
    accesos.registrar_entrega(persona=nueva.persona, canal="impresa", recibio="Ella", por=carmen)
    with time_machine.travel(nueva.plazo_de_captura, tick=False):
        accesos.cerrar_cuenta(usuario=cuenta, por=carmen)
        assert en_plazo(nueva) == "no_respondio"


def test_reabrirla_ya_vencido_el_plazo_no_la_vuelve_omisa(nueva, gente):
    carmen, cuenta = gente["carmen"], nueva.persona.cuenta
    accesos.registrar_entrega(persona=nueva.persona, canal="impresa", recibio="Ella", por=carmen)
    accesos.cerrar_cuenta(usuario=cuenta, por=carmen)
    with time_machine.travel(nueva.plazo_de_captura, tick=False):
        accesos.reabrir_cuenta(usuario=cuenta, por=carmen)
        assert en_plazo(nueva) == "sin_acceso"
