"""La bandeja de salida: cada carta una vez, y una que falla no detiene a las demás."""

from datetime import timedelta
from smtplib import SMTPRecipientsRefused

import pytest
import time_machine
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.cuentas.acciones import cambiar_correo, desactivar_cuenta
from conoceles.cuentas.seguridad.acciones import aplicar_cambios_de_correo, congelar, pedir_cambio_de_correo
from conoceles.mensajes import acciones as mensajes_acciones
from conoceles.mensajes.acciones import despachar, escribir, escribir_varias, reintentar_fallidas
from conoceles.mensajes.models import Carta
from conoceles.registro.cartas import a_su_cuenta

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


# --- El servidor de correo, como es ------------------------------------------------------------------------


def que_falle(error):
    return lambda *_: (_ for _ in ()).throw(error)


def test_un_servidor_que_no_contesta_no_gasta_los_intentos_de_nadie(monkeypatch):
    """Tres días caído: al volver, todo sale."""
    escrita = carta()
    with time_machine.travel(timezone.now(), tick=False) as reloj:
        with monkeypatch.context() as caido:
            caido.setattr(EmailBackend, "open", que_falle(ConnectionRefusedError()))
            for _ in range(100):
                assert despachar() == (0, 0)
                reloj.shift(45 * 60)
        escrita.refresh_from_db()
        assert (escrita.intentos, escrita.estado) == (0, Carta.Estado.PENDIENTE)
        assert despachar() == (1, 0)


def test_un_buzon_que_no_existe_no_se_insiste(monkeypatch):
    escrita = carta()
    rechazo = SMTPRecipientsRefused({"ana@ejemplo.mx": (550, b"No existe")})
    monkeypatch.setattr(EmailBackend, "send_messages", que_falle(rechazo))
    assert despachar() == (0, 1)
    escrita.refresh_from_db()
    assert escrita.estado == Carta.Estado.FALLIDA


def test_un_rechazo_pasajero_se_reintenta(monkeypatch):
    escrita = carta()
    rechazo = SMTPRecipientsRefused({"ana@ejemplo.mx": (451, b"Luego")})
    monkeypatch.setattr(EmailBackend, "send_messages", que_falle(rechazo))
    despachar()
    escrita.refresh_from_db()
    assert (escrita.intentos, escrita.estado) == (1, Carta.Estado.PENDIENTE)


@pytest.mark.parametrize("error", [RuntimeError("x"), KeyError("x"), UnicodeError("x")])
def test_una_carta_envenenada_no_detiene_a_las_demas(monkeypatch, error):
    escribir(para="mala@ejemplo.mx", asunto="Mala", cuerpo="x")
    escribir(para="beto@ejemplo.mx", asunto="Bien", cuerpo="x")
    enviar = EmailBackend.send_messages

    def elegir(self, mensajes):
        if mensajes[0].subject == "Mala":
            raise error
        return enviar(self, mensajes)

    monkeypatch.setattr(EmailBackend, "send_messages", elegir)
    assert despachar() == (1, 1)
    assert [m.subject for m in mail.outbox] == ["Bien"]


def test_un_servidor_lento_no_retiene_al_reloj(monkeypatch):
    """Cada carta tarda veinte segundos: en la vuelta salen las que caben en un minuto y las demás esperan."""
    for _ in range(10):
        carta()
    segundos = iter(range(0, 10_000, 20))
    monkeypatch.setattr(mensajes_acciones.time, "monotonic", lambda: next(segundos))
    enviadas, fallidas = despachar()
    assert (enviadas, fallidas) == (3, 0)
    assert Carta.objects.pendientes().count() == 7


def test_si_el_proceso_muere_a_media_carta_se_reintenta_y_no_se_pierde(monkeypatch):
    escrita = carta()

    class Muerte(BaseException):
        pass

    with monkeypatch.context() as muere:
        muere.setattr(EmailBackend, "send_messages", que_falle(Muerte()))
        with pytest.raises(Muerte):
            despachar()
    escrita.refresh_from_db()
    assert escrita.estado == Carta.Estado.PENDIENTE
    with time_machine.travel(timezone.now() + timedelta(minutes=2), tick=False):
        assert despachar() == (1, 0)


def test_las_que_no_pudieron_salir_se_reintentan_a_mano(gente):
    fallida, vencida, impresa = (
        carta(intentos=Carta.MAX_INTENTOS, error="550"),
        carta(intentos=Carta.MAX_INTENTOS, caduca_en=timezone.now() - timedelta(hours=1)),
        carta(para=""),
    )
    assert reintentar_fallidas(por=gente["irma"]) == 1
    assert reintentar_fallidas(por=gente["irma"]) == 0
    assert Asiento.objects.get(accion="carta:reintentar").detalle == {"cuantas": 1}
    assert despachar() == (1, 0)
    for otra in (vencida, impresa):
        otra.refresh_from_db()
        assert otra.enviada_en is None
    fallida.refresh_from_db()
    assert fallida.estado == Carta.Estado.ENVIADA


def test_las_reservadas_se_reintentan_sin_que_nadie_sepa_que_las_hay(gente):
    reservada = carta(intentos=Carta.MAX_INTENTOS, es_reservada=True)
    assert reintentar_fallidas(por=gente["irma"]) == 0
    assert not Asiento.objects.filter(accion="carta:reintentar").exists()
    carta(intentos=Carta.MAX_INTENTOS)
    assert reintentar_fallidas(por=gente["irma"]) == 1
    reservada.refresh_from_db()
    assert reservada.estado == Carta.Estado.PENDIENTE


# --- Cambia el buzón, o se cierra la cuenta -------------------------------------------------------------------

POR_SALIR = {
    "normal": {},
    "reservada": {"es_reservada": True},
    "rechazada": {"intentos": Carta.MAX_INTENTOS, "error": "550"},
    "ya enviada": {"enviada_en": timezone.now()},
    "ya impresa": {"para": ""},
    "de quien comparte el buzón": {"cuenta": "beto"},
    "a un buzón fijo": {"cuenta": ""},
    "con enlace": {"secreto": "https://x/congelar/abc/"},
}


@pytest.fixture
def bandeja():
    """Una carta de cada clase para Ana, con el correo de antes; la función dice a dónde va cada una."""
    for asunto, cambios in POR_SALIR.items():
        carta(**{"asunto": asunto, "cuenta": "ana", **cambios})
    return lambda: {c.asunto: (c.para, c.estado.value) for c in Carta.objects.filter(asunto__in=POR_SALIR)}


def corrige_el_instituto(ana, gente):
    cambiar_correo(usuario=ana, correo="bien@ejemplo.mx", por=gente["carmen"])


def lo_cambia_ella(ana, gente):
    with time_machine.travel(timezone.now() - timedelta(hours=25), tick=False):
        pedir_cambio_de_correo(usuario=ana, nuevo="bien@ejemplo.mx", por=ana)
    aplicar_cambios_de_correo()


@pytest.mark.parametrize("cambia", [corrige_el_instituto, lo_cambia_ella])
def test_lo_que_aun_no_sale_va_al_correo_corregido_y_a_nadie_mas_se_le_mueve(bandeja, gente, cambia):
    de_antes = bandeja()
    cambia(gente["ana"], gente)
    por_enviar = ("bien@ejemplo.mx", "pendiente")
    assert bandeja() == de_antes | {
        "normal": por_enviar,
        "reservada": por_enviar,
        "rechazada": por_enviar,
        "con enlace": ("ana@ejemplo.mx", "caduca"),
    }


def test_lo_de_una_cuenta_cerrada_no_sale_y_queda_en_la_bandeja_para_entregarse_impreso(
    bandeja, gente, candidatura
):
    de_antes, impresa = bandeja(), ("", "impresa")
    desactivar_cuenta(usuario=gente["ana"], por=gente["carmen"])
    cambios = {"normal": impresa, "reservada": impresa, "rechazada": impresa}
    assert bandeja() == de_antes | cambios | {"con enlace": ("ana@ejemplo.mx", "caduca")}
    candidatura.persona.cuenta.refresh_from_db()
    assert a_su_cuenta(candidatura, ("Después", "x")).para == ""
    congelar(usuario=gente["beto"], por=gente["beto"])  # la cerró su dueño: el buzón sigue siendo suyo
    assert bandeja()["de quien comparte el buzón"] == ("ana@ejemplo.mx", "pendiente")


@pytest.mark.parametrize("en_que_momento", ["antes de apartarla", "mientras se envía"])
def test_una_que_ya_iba_a_salir_al_correo_equivocado_sale_al_corregido(monkeypatch, gente, en_que_momento):
    corregir = [lambda: corrige_el_instituto(gente["ana"], gente)]
    if en_que_momento == "antes de apartarla":
        carta(asunto="otra")
    escrita = carta(cuenta="ana")
    enviar = EmailBackend.send_messages

    def enviar_y_corregir(self, mensajes):
        while corregir:
            corregir.pop()()
        return enviar(self, mensajes)

    monkeypatch.setattr(EmailBackend, "send_messages", enviar_y_corregir)
    despachar()
    assert despachar() == (1, 0)
    escrita.refresh_from_db()
    assert (escrita.para, escrita.estado) == ("bien@ejemplo.mx", Carta.Estado.ENVIADA)
    assert mail.outbox[-1].to == ["bien@ejemplo.mx"]
