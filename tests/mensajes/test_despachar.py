"""La bandeja de salida: cada carta una vez, y una que falla no detiene a las demás."""

from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.utils import timezone

from conoceles.mensajes.acciones import despachar, escribir, escribir_varias
from conoceles.mensajes.models import Carta

pytestmark = pytest.mark.django_db


def carta(**cambios):
    datos = {"para": "ana@ejemplo.mx", "asunto": "Hola", "cuerpo": f"Abra {Carta.MARCA}"}
    return escribir_varias([Carta(**{**datos, **cambios})])[0]


def test_se_envia_una_vez_y_el_enlace_se_olvida():
    escrita = carta(secreto="https://x/acceso/abc/", caduca_en=timezone.now() + timedelta(hours=1))
    assert despachar() == (1, 0)
    assert despachar() == (0, 0)
    assert mail.outbox[0].body == "Abra https://x/acceso/abc/"
    escrita.refresh_from_db()
    assert (escrita.secreto, escrita.estado) == ("", Carta.Estado.ENVIADA)
    assert "acceso/abc" not in escrita.texto_visible


def test_en_la_demostracion_el_enlace_queda_a_la_vista(settings):
    settings.CONOCELES_DEMO = True
    escrita = carta(secreto="https://x/acceso/abc/")
    despachar()
    escrita.refresh_from_db()
    assert escrita.secreto


def test_sin_correo_no_se_envia_ni_guarda_el_enlace():
    escrita = carta(para="", secreto="https://x/acceso/abc/")
    assert despachar() == (0, 0)
    escrita.refresh_from_db()
    assert (escrita.secreto, escrita.estado) == ("", Carta.Estado.IMPRESA)


def test_vencida_no_se_envia_y_pierde_su_enlace():
    escrita = carta(secreto="https://x/acceso/abc/", caduca_en=timezone.now() - timedelta(seconds=1))
    assert despachar() == (0, 0)
    escrita.refresh_from_db()
    assert (escrita.secreto, escrita.estado) == ("", Carta.Estado.CADUCA)


def test_el_servidor_caido_se_reintenta_cada_vez_mas_tarde(monkeypatch):
    escrita = carta()
    monkeypatch.setattr(EmailBackend, "send_messages", lambda *a: (_ for _ in ()).throw(OSError("caído")))
    with time_machine.travel(timezone.now(), tick=False) as reloj:
        assert despachar() == (0, 1)
        assert despachar() == (0, 0)
        reloj.shift(61)
        assert despachar() == (0, 1)
        reloj.shift(61)
        assert despachar() == (0, 0)
        for _ in range(Carta.MAX_INTENTOS):
            reloj.shift(24 * 3600)
            despachar()
    escrita.refresh_from_db()
    assert (escrita.intentos, escrita.estado) == (Carta.MAX_INTENTOS, Carta.Estado.FALLIDA)
    assert escrita.error == "caído"


def test_una_carta_imposible_no_detiene_a_las_demas():
    escribir(para="ana@ejemplo.mx", asunto="Con\nsalto", cuerpo="x")
    escribir(para="beto@ejemplo.mx", asunto="Bien", cuerpo="x")
    assert despachar() == (1, 1)
    assert mail.outbox[0].to == ["beto@ejemplo.mx"]


def test_no_hay_transaccion_abierta_mientras_contesta_el_correo(transactional_db, monkeypatch):
    abiertas = []
    monkeypatch.setattr(
        EmailBackend, "send_messages", lambda *a: abiertas.append(connection.in_atomic_block) or 1
    )
    carta()
    despachar()
    assert abiertas == [False]


def test_dos_despachos_a_la_vez_no_la_envian_dos_veces(monkeypatch):
    """El segundo llega cuando el primero ya la apartó y aún no termina."""
    carta()
    enviar = EmailBackend.send_messages
    dentro = []

    def enviar_y_despachar(self, mensajes):
        if not dentro:
            dentro.append(despachar())
        return enviar(self, mensajes)

    monkeypatch.setattr(EmailBackend, "send_messages", enviar_y_despachar)
    assert despachar() == (1, 0)
    assert dentro == [(0, 0)]
    assert len(mail.outbox) == 1


def test_cada_estado_dice_lo_mismo_en_la_fila_y_en_la_consulta():
    ahora = timezone.now()
    carta()
    carta(para="")
    carta(enviada_en=ahora)
    carta(intentos=Carta.MAX_INTENTOS)
    carta(caduca_en=ahora - timedelta(hours=1))
    carta(intentos=Carta.MAX_INTENTOS, caduca_en=ahora - timedelta(hours=1))
    carta(caduca_en=ahora + timedelta(hours=1))
    for estado in Carta.Estado.values:
        por_fila = {c.pk for c in Carta.objects.all() if c.estado == estado}
        assert por_fila == {c.pk for c in Carta.objects.en_estado(estado)}
        assert por_fila
