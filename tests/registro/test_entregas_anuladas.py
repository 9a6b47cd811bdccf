"""Una entrega registrada por error se anula: deja de contar en todas partes y a nadie se le acorta lo ya dicho."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.urls import reverse
from django.utils import timezone

from conoceles.acuses.lectura import reconocidos_a_tiempo
from conoceles.bitacora.models import Asiento
from conoceles.cuentas.models import Usuario
from conoceles.mensajes.models import Carta
from conoceles.operacion.revisiones import revisar
from conoceles.publicacion import accesos, acciones
from conoceles.publicacion.memoria import constancia as constancias
from conoceles.publicacion.models import Ficha
from conoceles.registro.entregas import NUNCA_LO_RECIBIO, con_entrega
from conoceles.registro.models import AnulacionDeEntrega, Candidatura

pytestmark = pytest.mark.django_db
DE_LAS_FABRICAS = {"Proceso", "Cuentas"}  # lo que las pruebas escriben sin asentarlo
MOTIVO = "La firmó otra persona con el mismo nombre."


@pytest.fixture
def sin_entrar(candidatura, gente):
    """Ana tiene su cuenta desde hace dos meses, no ha entrado y su plazo ya venció."""
    hace = timezone.now() - timedelta(days=60)
    Usuario.objects.filter(pk=gente["ana"].pk).update(creada_en=hace, primera_entrada_en=None)
    Candidatura.objects.filter(pk=candidatura.pk).update(aprobada_en=hace)
    candidatura = Candidatura.objects.con_todo().get(pk=candidatura.pk)
    accesos.al_corriente([candidatura], por=None)
    return candidatura


def entregar(candidatura, por, dias):
    return accesos.registrar_entrega(
        persona=candidatura.persona, canal="impresa", recibio="Ella misma", por=por,
        entregado_en=timezone.now() - timedelta(days=dias),
    )  # fmt: skip


def anular(entrega, por, motivo=MOTIVO):
    return accesos.anular_entrega(entrega=entrega, motivo=motivo, por=por)


def sin_acceso():
    """Lo que su página dice: que el Instituto no le había entregado cómo responder."""
    documento = json.loads(Ficha.objects.select_related("vigente").get().vigente.documento)
    return documento["cuestionario"].get("sin_acceso", False)


def con_defecto():
    return {hallazgo.nombre for hallazgo in revisar() if hallazgo.defectos}


def plazo(candidatura):
    return Candidatura.objects.get(pk=candidatura.pk).plazo_de_captura


def test_anulada_la_unica_su_pagina_ya_no_la_culpa(sin_entrar, gente):
    assert sin_acceso()
    entrega = entregar(sin_entrar, gente["carmen"], dias=59)
    assert not sin_acceso()
    anular(entrega, gente["carmen"])
    assert sin_acceso()
    assert con_entrega(Candidatura.objects.all()).filter(NUNCA_LO_RECIBIO).exists()
    assert list(sin_entrar.persona.entregas.all()) == []
    assert con_defecto() <= DE_LAS_FABRICAS


def test_el_plazo_que_se_dio_por_ella_no_se_acorta(sin_entrar, gente):
    antes = plazo(sin_entrar)
    entrega = entregar(sin_entrar, gente["carmen"], dias=1)
    dado = plazo(sin_entrar)
    assert dado > antes
    anular(entrega, gente["carmen"])
    assert plazo(sin_entrar) == dado
    assert con_defecto() <= DE_LAS_FABRICAS


def test_si_la_buena_fue_despues_recibe_los_dias_que_le_tocan(sin_entrar, gente):
    mala = entregar(sin_entrar, gente["carmen"], dias=59)
    entregar(sin_entrar, gente["carmen"], dias=1)
    antes = plazo(sin_entrar)
    anular(mala, gente["carmen"])
    assert plazo(sin_entrar) > antes
    assert Asiento.objects.filter(accion="plazo:acceso").count() == 1


def test_la_misma_puede_registrarse_otra_vez(sin_entrar, gente):
    cuando = timezone.now() - timedelta(days=59)
    datos = {
        "persona": sin_entrar.persona,
        "canal": "impresa",
        "recibio": "Ella misma",
        "entregado_en": cuando,
    }
    primera = accesos.registrar_entrega(**datos, por=gente["carmen"])
    anular(primera, gente["carmen"])
    otra = accesos.registrar_entrega(**datos, por=gente["carmen"])
    assert otra.pk != primera.pk
    assert not sin_acceso()


def test_solo_el_instituto_con_motivo_y_una_vez(sin_entrar, gente):
    entrega = entregar(sin_entrar, gente["carmen"], dias=59)
    for persona in ("paco", "vera", "ana"):
        with pytest.raises(PermissionDenied):
            anular(entrega, gente[persona])
    with pytest.raises(ValidationError):
        anular(entrega, gente["carmen"], motivo=" ")
    assert anular(entrega, gente["carmen"]) == anular(entrega, gente["carmen"], motivo="Otra vez")
    asiento = Asiento.objects.get(accion="acceso:anular")
    assert set(asiento.detalle) == {"entrega", "huella"}


def test_la_constancia_la_dice_anulada(sin_entrar, gente):
    anular(entregar(sin_entrar, gente["carmen"], dias=59), gente["carmen"])
    desde = timezone.now() - timedelta(days=60)
    expedida = constancias.expedir(
        candidatura=sin_entrar, desde=desde, hasta=timezone.now(), por=gente["carmen"]
    )
    assert [mensaje["estado"] for mensaje in expedida.datos["mensajes"]] == ["anulado"]


def test_la_pantalla_la_anula_y_la_conserva(client, sin_entrar, gente):
    entrega = entregar(sin_entrar, gente["carmen"], dias=59)
    client.force_login(gente["carmen"])
    url = reverse("operacion:entrega_anular", args=[sin_entrar.clave, entrega.pk])
    assert client.post(url, {"motivo": ""}).status_code == 422
    lista = client.post(url, {"motivo": MOTIVO}, follow=True).content.decode()
    assert MOTIVO in lista
    assert "Anulada" in lista
    assert "⟪" not in lista
    assert client.post(url, {"motivo": MOTIVO}).status_code == 302
    assert AnulacionDeEntrega.objects.count() == 1
    hilo = client.get(reverse("operacion:hilo", args=[sin_entrar.clave])).content.decode()
    assert MOTIVO in hilo


def test_lo_que_envio_en_los_dias_que_le_tocaban_se_reconoce_a_tiempo(sin_entrar, gente, capturar_todo):
    """Se registró una entrega de hace dos meses; entró ayer, y por eso lo que envió llegó tarde."""
    mala = entregar(sin_entrar, gente["carmen"], dias=59)
    cuestionario = capturar_todo()
    ayer = timezone.now() - timedelta(days=1)
    Usuario.objects.filter(pk=gente["ana"].pk).update(primera_entrada_en=ayer)
    envio = acciones.enviar(cuestionario=cuestionario, por=gente["ana"])
    assert envio.fuera_de_plazo
    anular(mala, gente["carmen"])
    assert reconocidos_a_tiempo([sin_entrar.clave]) == {envio.folio}
    assert "se reconoce a tiempo" in Carta.objects.latest("pk").asunto
    assert con_defecto() <= DE_LAS_FABRICAS
