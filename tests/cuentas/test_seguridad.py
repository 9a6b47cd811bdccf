"""Congelar, cambiar el correo, los equipos nuevos y el segundo factor."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.contrib.auth import SESSION_KEY
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.comun.limites import Limite
from conoceles.cuentas import acciones as cuentas
from conoceles.cuentas import intentos
from conoceles.cuentas.models import Enlace
from conoceles.cuentas.seguridad import acciones, factores
from conoceles.mensajes.models import Carta
from tests.fabricas import CONTRASENA

pytestmark = pytest.mark.django_db


@pytest.fixture
def ana(gente):
    return gente["ana"]


def entrar(client, acceso="ana", contrasena=CONTRASENA, **extra):
    return client.post("/entrar/", {"acceso": acceso, "contrasena": contrasena, **extra})


def esta_dentro(client):
    return SESSION_KEY in client.session


def codigo_de(secreto):
    return format_hotp_value(hotp_value(secreto, next(yield_hotp_counters_from_time())))


def cartas(asunto):
    return list(Carta.objects.filter(asunto__contains=asunto))


def poner_aplicacion(client):
    """Activa la aplicación de códigos por sus pantallas; devuelve el secreto."""
    secreto = client.get("/cuenta/aplicacion/").context["form"].secreto
    respuesta = client.post("/cuenta/aplicacion/", {"codigo": codigo_de(secreto), "actual": CONTRASENA})
    assert (respuesta.status_code, respuesta["Location"]) == (302, "/cuenta/codigos/")
    return secreto


# --- Equipos -----------------------------------------------------------------------------------------
def test_cada_equipo_nuevo_se_avisa_una_vez(client, ana):
    entrar(client, HTTP_USER_AGENT="x")
    client.post("/salir/")
    entrar(client)
    assert len(cartas("equipo nuevo")) == 1
    entrar(Client(headers={"User-Agent": "Mozilla/5.0 (Linux; Android 14) Chrome/130 Mobile"}))
    assert len(cartas("equipo nuevo")) == 2
    assert ana.equipos.filter(descripcion="Chrome en Android").exists()
    assert Asiento.objects.filter(accion="equipo:reconocer").count() == 2


def test_la_galleta_de_un_equipo_no_sirve_para_otra_cuenta(client, gente):
    entrar(client)
    client.post("/salir/")
    entrar(client, "beto")
    assert {c.para for c in cartas("equipo nuevo")} == {gente["ana"].correo, gente["beto"].correo}


def test_se_recuerdan_pocos_equipos(ana):
    for _ in range(acciones.EQUIPOS_RECORDADOS + 3):
        acciones.reconocer_equipo(usuario=ana, galleta="", descripcion="d" * 500)
    assert ana.equipos.count() == acciones.EQUIPOS_RECORDADOS


# --- Congelar ------------------------------------------------------------------------------------------
def test_congelar_cierra_todo_al_momento(client, ana, gente):
    cuentas.emitir_enlace(usuario=ana, motivo=Enlace.Motivo.RECUPERAR, por=gente["carmen"])
    otro = Client()
    entrar(client)
    entrar(otro)
    poner_aplicacion(otro)
    assert "congelada" in client.post("/cuenta/congelar/").text
    ana.refresh_from_db()
    assert ana.congelada_en
    assert not ana.is_active
    assert not Enlace.objects.vigentes().exists()
    assert not Authenticator.objects.filter(user=ana).exists()
    assert otro.get("/mi-candidatura/").status_code == 302
    assert entrar(Client()).status_code == 200  # la contraseña ya no abre
    assert Asiento.objects.filter(accion="cuenta:congelar").count() == 1


def test_mirar_no_congela(client, ana):
    entrar(client)
    client.get("/cuenta/congelar/")
    assert esta_dentro(client)


def test_se_congela_desde_la_carta_sin_entrar(client, ana):
    entrar(client)
    direccion = re.search(r"/congelar/\S+", cartas("equipo nuevo")[0].secreto)[0]
    nadie = Client()
    assert nadie.get(direccion).status_code == 200
    ana.refresh_from_db()
    assert ana.is_active
    assert "congelada" in nadie.post(direccion).text
    ana.refresh_from_db()
    assert not ana.is_active
    assert nadie.post(direccion).status_code == 410


def test_el_enlace_para_congelar_sirve_aunque_cambien_la_contrasena_y_ese_cambio_se_avisa(client, ana):
    entrar(client)
    direccion = re.search(r"/congelar/\S+", cartas("equipo nuevo")[0].secreto)[0]
    cuentas.cambiar_contrasena(usuario=ana, contrasena="otra frase muy larga", por=ana)
    assert "/congelar/" in cartas("Se cambió la contraseña")[0].secreto
    Client().post(direccion)
    ana.refresh_from_db()
    assert ana.congelada_en


def test_el_enlace_para_congelar_no_sirve_inventado_vencido_ni_si_el_buzon_es_otro(client, ana, gente):
    entrar(client)
    direccion = re.search(r"/congelar/\S+", cartas("equipo nuevo")[0].secreto)[0]
    assert Client().get("/congelar/inventado/").status_code == 410
    with time_machine.travel(timezone.now() + timedelta(days=31), tick=False):
        assert Client().get(direccion).status_code == 410
    cuentas.cambiar_correo(usuario=ana, correo="otro@ejemplo.mx", por=gente["carmen"])
    assert Client().get(direccion).status_code == 410


def test_la_reabre_el_instituto_y_se_entra_con_un_enlace(ana, gente):
    acciones.congelar(usuario=ana, por=ana)
    cuentas.reactivar_cuenta(usuario=ana, por=gente["carmen"])
    direccion = cuentas.emitir_enlace(usuario=ana, motivo=Enlace.Motivo.ACTIVAR, por=gente["carmen"])
    client = Client()
    client.post(direccion.removeprefix("http://127.0.0.1:8000"), {"contrasena": "una frase del todo nueva"})
    assert esta_dentro(client)
    ana.refresh_from_db()
    assert ana.congelada_en is None


def test_nadie_congela_la_cuenta_ajena(ana, gente):
    with pytest.raises(PermissionDenied):
        acciones.congelar(usuario=ana, por=gente["beto"])


# --- Correo ----------------------------------------------------------------------------------------------
def pedir_cambio(client, nuevo="nuevo@ejemplo.mx", contrasena=CONTRASENA):
    return client.post("/cuenta/correo/", {"nuevo": nuevo, "actual": contrasena})


def test_cambiar_el_correo_pide_la_contrasena_avisa_al_anterior_y_espera_24_horas(client, ana):
    entrar(client)
    anterior = ana.correo
    assert "no es su contraseña" in pedir_cambio(client, contrasena="otra cosa").text
    assert pedir_cambio(client).status_code == 302
    assert [c.para for c in cartas("Pidieron cambiar el correo")] == [anterior]
    assert acciones.aplicar_cambios_de_correo() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=23, minutes=59), tick=False):
        assert acciones.aplicar_cambios_de_correo() == 0
    with time_machine.travel(timezone.now() + timedelta(hours=24, seconds=1), tick=False):
        assert acciones.aplicar_cambios_de_correo() == 1
        assert acciones.aplicar_cambios_de_correo() == 0
    ana.refresh_from_db()
    assert ana.correo == "nuevo@ejemplo.mx"
    assert {c.para for c in cartas("Cambió el correo")} == {anterior, "nuevo@ejemplo.mx"}
    assert "nuevo@" not in str(list(Asiento.objects.values_list("detalle", flat=True)))


def test_el_correo_anterior_lo_detiene(client, ana):
    entrar(client)
    pedir_cambio(client)
    direccion = re.search(r"/cuenta/correo/detener/\S+", cartas("Pidieron cambiar")[0].secreto)[0]
    nadie = Client()
    assert nadie.get(direccion).status_code == 200
    assert acciones.cambio_pendiente(ana)
    assert "no cambiará" in nadie.post(direccion).text
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert acciones.aplicar_cambios_de_correo() == 0
    assert nadie.get(direccion).status_code == 410


def test_otro_pedido_reemplaza_al_anterior(client, ana):
    entrar(client)
    pedir_cambio(client, "uno@ejemplo.mx")
    pedir_cambio(client, "dos@ejemplo.mx")
    assert acciones.cambio_pendiente(ana).nuevo == "dos@ejemplo.mx"
    client.post("/cuenta/correo/conservar/")
    assert acciones.cambio_pendiente(ana) is None


@pytest.mark.parametrize("acto", ["el Instituto lo cambia", "se cierra la cuenta"])
def test_un_cambio_en_espera_no_pisa_lo_que_haga_el_instituto(client, ana, gente, acto):
    entrar(client)
    pedir_cambio(client)
    if acto == "se cierra la cuenta":
        cuentas.desactivar_cuenta(usuario=ana, por=gente["carmen"])
    else:
        cuentas.cambiar_correo(usuario=ana, correo="del-instituto@ejemplo.mx", por=gente["carmen"])
    with time_machine.travel(timezone.now() + timedelta(days=2), tick=False):
        assert acciones.aplicar_cambios_de_correo() == 0
    ana.refresh_from_db()
    assert ana.correo != "nuevo@ejemplo.mx"


@pytest.mark.parametrize("nuevo", ["", "sin-arroba", "ana@ejemplo.mx", "a@b\r\nBcc: x@y.mx"])
def test_un_correo_mal_escrito_no_cambia_nada(client, ana, nuevo):
    entrar(client)
    assert pedir_cambio(client, nuevo).status_code == 200
    assert acciones.cambio_pendiente(ana) is None


def test_probar_contrasenas_tiene_limite(client, ana, monkeypatch):
    monkeypatch.setattr(intentos, "CAMBIAR_POR_CUENTA", Limite("cambiar-cuenta", 2, 60))
    entrar(client)
    estados = [pedir_cambio(client, contrasena="mala").status_code for _ in range(3)]
    assert estados == [200, 200, 429]


# --- Segundo factor ----------------------------------------------------------------------------------------
def test_con_aplicacion_la_contrasena_no_basta(client, ana):
    entrar(client)
    secreto = poner_aplicacion(client)
    otro = Client()
    respuesta = entrar(otro)
    assert respuesta["Location"] == "/entrar/segundo-factor/"
    assert not esta_dentro(otro)
    assert otro.get("/mi-candidatura/").status_code == 302
    assert "no es correcto" in otro.post("/entrar/segundo-factor/", {"code": "000000"}).text
    with time_machine.travel(timezone.now() + timedelta(seconds=60), tick=False):  # el anterior ya se usó
        respuesta = otro.post("/entrar/segundo-factor/", {"code": codigo_de(secreto)})
    assert respuesta["Location"] == "/inicio/"
    assert esta_dentro(otro)
    assert (
        Asiento.objects.filter(accion="sesion:abrir").latest("secuencia").detalle["medio"] == "segundo factor"
    )


def test_el_secreto_se_guarda_cifrado(client, ana):
    entrar(client)
    secreto = poner_aplicacion(client)
    guardado = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secreto not in guardado
    assert all(codigo not in guardado for codigo in factores.codigos_de(ana))


def test_un_codigo_de_respaldo_sirve_una_vez(client, ana):
    entrar(client)
    poner_aplicacion(client)
    codigo = factores.codigos_de(ana)[0]
    for sirve in (True, False):
        otro = Client()
        entrar(otro)
        otro.post("/entrar/segundo-factor/", {"code": f" {codigo[:4]} {codigo[4:]} "})
        assert esta_dentro(otro) is sirve
    assert len(factores.codigos_de(ana)) == 9


def test_los_codigos_se_renuevan_y_los_anteriores_mueren(client, ana):
    entrar(client)
    poner_aplicacion(client)
    viejos = factores.codigos_de(ana)
    client.post("/cuenta/codigos/", {"renovar": "1", "actual": "mala"})
    assert factores.codigos_de(ana) == viejos
    client.post("/cuenta/codigos/", {"renovar": "1", "actual": CONTRASENA})
    assert not set(viejos) & set(factores.codigos_de(ana))
    assert len(cartas("otros códigos")) == 1


def test_los_codigos_se_ven_una_vez_al_ponerlos_y_despues_piden_la_contrasena(client, ana):
    entrar(client)
    poner_aplicacion(client)
    codigo = factores.codigos_de(ana)[0]
    assert codigo in client.get("/cuenta/codigos/").text
    assert codigo not in client.get("/cuenta/codigos/").text
    assert codigo not in client.post("/cuenta/codigos/", {"actual": "mala"}).text
    assert codigo in client.post("/cuenta/codigos/", {"actual": CONTRASENA}).text


def test_quitarlo_pide_la_contrasena_y_se_lleva_los_codigos(client, ana):
    entrar(client)
    poner_aplicacion(client)
    factor = factores.de(ana).get()
    direccion = f"/cuenta/factor/{factor.pk}/quitar/"
    client.post(direccion, {"actual": "mala"})
    assert factores.de(ana).exists()
    client.post(direccion, {"actual": CONTRASENA})
    assert not Authenticator.objects.filter(user=ana).exists()
    assert len(cartas("Se quitó")) == 1


def test_el_factor_ajeno_no_existe(client, ana):
    entrar(client)
    poner_aplicacion(client)
    factor = factores.de(ana).get()
    otra = Client()
    entrar(otra, "beto")
    assert otra.get(f"/cuenta/factor/{factor.pk}/quitar/").status_code == 404


def test_adivinar_codigos_tiene_limite(client, ana, monkeypatch):
    monkeypatch.setattr(intentos, "SEGUNDO_FACTOR", Limite("segundo-factor", 3, 60))
    entrar(client)
    poner_aplicacion(client)
    otro = Client()
    entrar(otro)
    estados = [otro.post("/entrar/segundo-factor/", {"code": str(n)}).status_code for n in range(5)]
    assert estados == [200, 200, 200, 429, 429]


def test_un_codigo_no_sirve_dos_veces_ni_el_que_activo_la_aplicacion(client, ana):
    entrar(client)
    secreto = client.get("/cuenta/aplicacion/").context["form"].secreto
    codigo = codigo_de(secreto)
    client.post("/cuenta/aplicacion/", {"codigo": codigo, "actual": CONTRASENA})
    otro = Client()
    entrar(otro)
    otro.post("/entrar/segundo-factor/", {"code": codigo})
    assert not esta_dentro(otro)
    with time_machine.travel(timezone.now() + timedelta(seconds=60), tick=False):
        nuevo = codigo_de(secreto)
        otro.post("/entrar/segundo-factor/", {"code": nuevo})
        assert esta_dentro(otro)
    with time_machine.travel(
        timezone.now() + timedelta(seconds=95), tick=False
    ):  # aún dentro de la tolerancia
        tercero = Client()
        entrar(tercero)
        tercero.post("/entrar/segundo-factor/", {"code": nuevo})
        assert not esta_dentro(tercero)


def test_quien_adivina_desde_otro_equipo_no_deja_fuera_a_su_duena(client, ana, monkeypatch):
    monkeypatch.setattr(intentos, "ENTRAR_POR_CUENTA", Limite("entrar-cuenta", 3, 60))
    entrar(client)  # este equipo ya se conoce
    client.post("/salir/")
    ajeno = Client()
    assert [entrar(ajeno, contrasena="mala").status_code for _ in range(4)][-1] == 429
    assert entrar(client).status_code == 302


def test_recuperar_la_cuenta_detiene_el_cambio_de_correo(client, ana, gente):
    entrar(client)
    pedir_cambio(client)
    direccion = cuentas.emitir_enlace(usuario=ana, motivo=Enlace.Motivo.RECUPERAR, por=gente["carmen"])
    Client().post(direccion.removeprefix("http://127.0.0.1:8000"), {"contrasena": "una frase del todo nueva"})
    assert acciones.cambio_pendiente(ana) is None


def test_sin_la_contrasena_no_hay_segundo_paso(client):
    assert client.get("/entrar/segundo-factor/")["Location"] == "/entrar/"


def test_recuperar_con_enlace_tambien_pide_el_segundo_factor(client, ana, gente):
    entrar(client)
    poner_aplicacion(client)
    direccion = cuentas.emitir_enlace(usuario=ana, motivo=Enlace.Motivo.RECUPERAR, por=gente["carmen"])
    otro = Client()
    respuesta = otro.post(
        direccion.removeprefix("http://127.0.0.1:8000"), {"contrasena": "una frase del todo nueva"}
    )
    assert respuesta["Location"] == "/entrar/segundo-factor/"


def test_el_texto_por_recuperar_espera_al_segundo_factor(client, candidatura, ana):
    entrar(client)
    secreto = poner_aplicacion(client)
    ruta = f"/mi-candidatura/{candidatura.clave}/historia/"
    nadie = Client()
    vencida = nadie.post(ruta, {"historia_profesional": "lo que llevaba escrito cuando venció"})
    pendiente = vencida.context["pendiente"].cifrado()
    entrar(nadie, reanudar=pendiente)
    assert not esta_dentro(nadie)
    with time_machine.travel(timezone.now() + timedelta(seconds=60), tick=False):
        respuesta = nadie.post("/entrar/segundo-factor/", {"code": codigo_de(secreto)})
    assert respuesta["Location"] == ruta
    assert "lo que llevaba escrito" in nadie.get(ruta).text


@pytest.mark.parametrize("credencial", ["", "{", "{}", "[]", '{"id": 1}', '"x"', "null", '{"response": {}}'])
def test_una_llave_inventada_no_abre_ni_tira_la_pagina(client, ana, credencial):
    client.get("/entrar/llave/")
    respuesta = client.post("/entrar/llave/", {"credential": credencial})
    assert respuesta.status_code == 302
    assert respuesta["Location"] == "/entrar/"
    entrar(client)
    assert (
        client.post(
            "/cuenta/llave/", {"name": "x", "actual": CONTRASENA, "credential": credencial}
        ).status_code
        == 200
    )
    assert not factores.de(ana).exists()


def test_mi_cuenta_se_ve_vacia_y_llena(client, ana):
    entrar(client)
    assert "Con un segundo factor" in client.get("/cuenta/").text
    poner_aplicacion(client)
    pedir_cambio(client)
    texto = client.get("/cuenta/").text
    assert "Aplicación de códigos" in texto
    assert "nuevo@ejemplo.mx" in texto


# --- Desde el panel --------------------------------------------------------------------------------------------
def test_la_instancia_interna_cierra_y_reabre_la_cuenta_de_una_candidatura(client, candidatura, gente):
    ana = candidatura.persona.cuenta
    client.force_login(gente["carmen"])
    client.post(f"/panel/accesos/{candidatura.clave}/cerrar/")
    ana.refresh_from_db()
    assert not ana.is_active
    assert "Cerrada" in client.get("/panel/accesos/").text
    client.post(f"/panel/accesos/{candidatura.clave}/reabrir/")
    ana.refresh_from_db()
    assert ana.is_active


def test_la_congelada_se_ve_y_se_reabre_en_el_panel(client, candidatura, gente):
    acciones.congelar(usuario=candidatura.persona.cuenta, por=None)
    client.force_login(gente["carmen"])
    assert "Congelada por la persona" in client.get("/panel/accesos/").text
    assert "La congeló su dueña" in client.get(f"/panel/accesos/{candidatura.clave}/entrega/").text
    client.post(f"/panel/accesos/{candidatura.clave}/reabrir/")
    candidatura.persona.cuenta.refresh_from_db()
    assert candidatura.persona.cuenta.congelada_en is None


def test_cerrar_una_candidatura_sin_cuenta_o_ajena_no_existe(client, candidatura, gente):
    client.force_login(gente["carmen"])
    assert client.post("/panel/accesos/zzzzzzzzzz/cerrar/").status_code == 404
