"""Activar y recuperar: un enlace, una vez, por poco tiempo."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.core.exceptions import PermissionDenied, ValidationError
from django.test import Client
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.comun.limites import Limite
from conoceles.cuentas import acciones, intentos
from conoceles.cuentas.acciones import EnlaceNoSirve
from conoceles.cuentas.models import Enlace, PeticionDeEnlace
from conoceles.mensajes.models import Carta
from tests.fabricas import CONTRASENA

pytestmark = pytest.mark.django_db

NUEVA = "cuatro palabras sueltas y largas"


@pytest.fixture
def enlace(gente):
    """La ruta de un enlace recién dado a Ana."""
    return dar(gente["ana"])


def dar(usuario, motivo=Enlace.Motivo.ACTIVAR):
    direccion = acciones.emitir_enlace(usuario=usuario, motivo=motivo, por=None)
    return "/acceso/" + direccion.rsplit("/acceso/")[1]


def token_de(ruta):
    return ruta.split("/")[2]


def test_el_enlace_fija_la_contrasena_y_deja_dentro(client, gente, enlace):
    assert client.get(enlace).status_code == 200
    assert client.post(enlace, {"contrasena": NUEVA})["Location"] == "/inicio/"
    gente["ana"].refresh_from_db()
    assert gente["ana"].check_password(NUEVA)
    assert client.get("/inicio/")["Location"] == "/mi-candidatura/"
    assert Asiento.objects.filter(accion="enlace:usar", objeto_clave="ana").count() == 1


def test_mirarlo_muchas_veces_no_lo_gasta(client, enlace):
    for _ in range(5):
        client.get(enlace)
        client.head(enlace)
    assert client.post(enlace, {"contrasena": NUEVA}).status_code == 302


def test_la_pagina_no_se_guarda_ni_cuenta_su_direccion(client, enlace):
    respuesta = client.get(enlace)
    assert "no-store" in respuesta["Cache-Control"]
    assert respuesta["Referrer-Policy"] == "strict-origin"
    assert "noindex" in respuesta["X-Robots-Tag"]
    assert token_de(enlace) not in respuesta.content.decode()


def test_usado_ya_no_sirve(client, gente, enlace):
    client.post(enlace, {"contrasena": NUEVA})
    with time_machine.travel(timezone.now() + timedelta(minutes=3)):
        respuesta = Client().post(enlace, {"contrasena": NUEVA})
    assert respuesta.status_code == 410
    assert "Enviar un enlace nuevo" in respuesta.content.decode()
    assert 'href="/recuperar/"' in respuesta.content.decode()


def test_usado_hace_un_momento_con_otra_contrasena_no_la_cambia(client, gente, enlace):
    client.post(enlace, {"contrasena": NUEVA})
    assert Client().post(enlace, {"contrasena": "otra frase distinta y larga"}).status_code == 410
    gente["ana"].refresh_from_db()
    assert gente["ana"].check_password(NUEVA)


def test_el_doble_clic_no_es_un_error(enlace):
    """Los dos envíos salen sin sesión; la persona ve la respuesta del segundo."""
    primero, segundo = Client(), Client()
    assert primero.post(enlace, {"contrasena": NUEVA}).status_code == 302
    assert segundo.post(enlace, {"contrasena": NUEVA}).status_code == 302
    assert segundo.get("/inicio/").status_code == 302
    assert Asiento.objects.filter(accion="enlace:usar").count() == 1


@pytest.mark.parametrize("caso", ["vencido", "inventado", "sustituido", "cuenta cerrada", "truncado"])
def test_lo_que_no_sirve_no_se_distingue(client, gente, enlace, caso):
    if caso == "vencido":
        Enlace.objects.update(vence_en=timezone.now())
    elif caso == "sustituido":
        dar(gente["ana"])
    elif caso == "cuenta cerrada":
        acciones.desactivar_cuenta(usuario=gente["ana"], por=None)
    ruta = {"inventado": "/acceso/inventado/", "truncado": enlace[:-5] + "/"}.get(caso, enlace)
    cuerpos = set()
    for respuesta in (client.get(ruta), client.post(ruta, {"contrasena": NUEVA})):
        assert respuesta.status_code == 410
        cuerpos.add(re.sub(r"nonce-\S+", "", respuesta.content.decode()))
    assert len(cuerpos) == 1
    assert "Este enlace ya no sirve" in cuerpos.pop()
    gente["ana"].refresh_from_db()
    assert not gente["ana"].check_password(NUEVA)


def test_una_contrasena_mala_no_gasta_el_enlace(client, enlace):
    for mala in [
        "corta",
        "",
        "987654321098",
        "aaaaaaaaaaaaaaa",
        "Princess2027!!",
        "Ana de Prueba",
        "x" * 501,
        "con nulo\0 dentro larga",
    ]:
        respuesta = client.post(enlace, {"contrasena": mala})
        assert respuesta.status_code == 200, mala
        assert "Hay un problema" in respuesta.content.decode()
    assert client.post(enlace, {"contrasena": NUEVA}).status_code == 302


def test_el_enlace_de_ana_no_cambia_la_cuenta_de_quien_ya_entro(client, gente, enlace):
    client.force_login(gente["beto"])
    client.post(enlace, {"contrasena": NUEVA})
    gente["beto"].refresh_from_db()
    assert gente["beto"].check_password(CONTRASENA)
    assert client.session["_auth_user_id"] == str(gente["ana"].pk)


def test_usarlo_cierra_las_sesiones_abiertas(gente, enlace):
    intrusa = Client()
    intrusa.force_login(gente["ana"])
    assert intrusa.get("/contrasena/").status_code == 200
    Client().post(enlace, {"contrasena": NUEVA})
    assert intrusa.get("/contrasena/")["Location"].startswith("/entrar/")


def test_usar_uno_anula_los_demas(client, gente):
    activar, recuperar = dar(gente["ana"]), dar(gente["ana"], Enlace.Motivo.RECUPERAR)
    client.post(recuperar, {"contrasena": NUEVA})
    assert client.get(activar).status_code == 410


def test_adivinar_enlaces_se_detiene(client, gente, monkeypatch):
    monkeypatch.setattr(intentos, "ENLACE_POR_CONEXION", Limite("enlace-conexion", 10, 900))
    estados = [client.post(f"/acceso/x{n}/", {"contrasena": NUEVA}).status_code for n in range(11)]
    assert estados == [410] * 10 + [429]


def test_la_base_no_guarda_el_enlace(gente):
    gente["ana"].correo = ""
    gente["ana"].save()
    token = token_de(dar(gente["ana"]))
    carta = Carta.objects.get()
    assert (carta.secreto, carta.estado) == ("", Carta.Estado.IMPRESA)
    assert token not in carta.cuerpo
    assert token not in repr(list(Enlace.objects.values()))
    assert token not in repr(list(Asiento.objects.values()))


def test_la_carta_dice_cuando_vence_y_de_donde_es_la_hora(gente, enlace):
    cuerpo = Carta.objects.get().cuerpo
    assert re.search(r"vence el \d+ de \w+ de \d{4} a las \d\d:\d\d h \(hora del centro de México\)", cuerpo)
    assert "ana" in cuerpo
    assert token_de(enlace) not in cuerpo


def test_un_enlace_nuevo_detiene_la_carta_del_anterior(gente):
    dar(gente["ana"])
    dar(gente["ana"])
    assert [bool(c.secreto) for c in Carta.objects.order_by("pk")] == [False, True]
    assert list(Carta.objects.pendientes()) == [Carta.objects.order_by("-pk").first()]


def test_dos_a_la_vez_solo_uno_lo_usa(gente, enlace):
    token = token_de(enlace)
    acciones.usar_enlace(token=token, contrasena=NUEVA)
    with pytest.raises(EnlaceNoSirve):
        acciones.usar_enlace(token=token, contrasena="otra frase distinta y larga")


# --- Recuperar -------------------------------------------------------------------------------------
def test_recuperar_contesta_lo_mismo_exista_o_no(client, gente, django_assert_num_queries):
    gente["beto"].correo = ""
    gente["beto"].save()
    cuerpos = set()
    for acceso in ("ana", "beto", "nadie"):
        with django_assert_num_queries(2):  # anotar la petición y leer el proceso de la página
            respuesta = client.post("/recuperar/", {"acceso": acceso})
        assert respuesta.status_code == 200
        cuerpos.add(respuesta.content)
    assert len(cuerpos) == 1
    assert Carta.objects.count() == 0


def test_solo_quien_tiene_cuenta_y_correo_recibe_enlace(client, gente):
    gente["beto"].correo = ""
    gente["beto"].save()
    acciones.desactivar_cuenta(usuario=gente["vera"], por=None)
    for acceso in ("ana", "beto", "nadie", "vera", " ANA ", "x" * 200, "a\0b"):
        client.post("/recuperar/", {"acceso": acceso})
    assert acciones.atender_recuperaciones() == 2  # ana, dos veces
    assert {carta.para for carta in Carta.objects.all()} == {"ana@ejemplo.mx"}
    assert Carta.objects.pendientes().count() == 1
    assert not PeticionDeEnlace.objects.exists()
    assert acciones.atender_recuperaciones() == 0


def test_recuperar_tiene_limite_por_cuenta_aunque_no_exista(client, gente):
    estados = [client.post("/recuperar/", {"acceso": "nadie"}).status_code for _ in range(6)]
    assert estados == [200] * 5 + [429]


def test_el_de_recuperar_vence_en_una_hora(client, gente):
    ruta = dar(gente["ana"], Enlace.Motivo.RECUPERAR)
    with time_machine.travel(timezone.now() + timedelta(minutes=61)):
        assert client.get(ruta).status_code == 410


# --- Cuentas ---------------------------------------------------------------------------------------
def test_abrir_una_cuenta_limpia_y_revisa(gente):
    usuario = acciones.crear_cuenta(
        acceso=" Vera.Nunez ", nombre=" Vera  Núñez ", rol="validacion", por=gente["irma"]
    )
    assert (usuario.acceso, usuario.nombre, usuario.has_usable_password()) == (
        "vera.nunez",
        "Vera Núñez",
        False,
    )
    with pytest.raises(ValidationError, match="Ya existe una cuenta"):
        acciones.crear_cuenta(acceso="VERA.NUNEZ", nombre="Otra", rol="validacion", por=None)


@pytest.mark.parametrize(
    ("campo", "valor"),
    [("acceso", "ñandú"), ("acceso", "a"), ("acceso", "../x"), ("rol", "dios"), ("correo", "no es")],
)
def test_una_cuenta_mala_se_rechaza_y_dice_donde(db, campo, valor):
    datos = {"acceso": "nueva", "nombre": "N", "rol": "comision", "correo": "", campo: valor}
    with pytest.raises(ValidationError) as error:
        acciones.crear_cuenta(**datos, por=None)
    assert list(error.value.message_dict) == [campo]


@pytest.mark.parametrize("quien", ["ana", "carmen", "vera", "diego", "gema", "celia"])
def test_solo_informatica_abre_cuentas_del_personal(gente, quien):
    with pytest.raises(PermissionDenied):
        acciones.crear_cuenta(acceso="otra", nombre="O", rol="validacion", por=gente[quien])
    with pytest.raises(PermissionDenied):
        acciones.desactivar_cuenta(usuario=gente["vera"], por=gente[quien])


def test_informatica_no_da_enlaces_de_candidaturas(gente):
    with pytest.raises(PermissionDenied):
        acciones.emitir_enlace(usuario=gente["ana"], motivo=Enlace.Motivo.ACTIVAR, por=gente["irma"])


def test_desactivar_cierra_sesiones_y_reactivar_no_las_revive(client, gente):
    ruta = dar(gente["vera"])
    client.force_login(gente["vera"])
    acciones.desactivar_cuenta(usuario=gente["vera"], por=gente["irma"])
    assert client.get("/panel/")["Location"].startswith("/entrar/")
    acciones.reactivar_cuenta(usuario=gente["vera"], por=gente["irma"])
    assert client.get("/panel/")["Location"].startswith("/entrar/")
    assert client.get(ruta).status_code == 410


def test_nadie_se_desactiva_a_si_misma(gente):
    with pytest.raises(PermissionDenied):
        acciones.desactivar_cuenta(usuario=gente["irma"], por=gente["irma"])


def test_cambiar_la_contrasena_es_solo_de_su_titular(gente):
    with pytest.raises(PermissionDenied):
        acciones.cambiar_contrasena(usuario=gente["ana"], contrasena=NUEVA, por=gente["irma"])
