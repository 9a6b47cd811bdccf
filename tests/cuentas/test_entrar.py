"""Entrar y salir: lo que funciona, lo que se rechaza y lo que no se revela."""

from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.auth import SESSION_KEY
from django.test import Client

from conoceles.bitacora.models import Asiento
from conoceles.comun.limites import Limite
from conoceles.cuentas import acciones, intentos
from conoceles.cuentas.intentos import ocupar_ambos
from tests.fabricas import CONTRASENA, UsuarioFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _con_gente(gente):
    return gente


def entrar(client, acceso="ana", contrasena=CONTRASENA, **extra):
    return client.post("/entrar/", {"acceso": acceso, "contrasena": contrasena, **extra})


def test_se_entra_y_va_a_inicio(client):
    respuesta = entrar(client)
    assert (respuesta.status_code, respuesta["Location"]) == (302, "/inicio/")
    assert Asiento.objects.get(accion="sesion:abrir").actor == "ana"


def test_el_nombre_de_acceso_tolera_mayusculas_y_espacios(client):
    assert entrar(client, acceso="  ANA ").status_code == 302


def test_un_acento_escrito_en_dos_partes_es_el_mismo(client):
    UsuarioFactory(acceso="zoe", contrasena="canción de cuna larga")
    assert entrar(client, "zoe", "cancio\u0301n de cuna larga").status_code == 302


@pytest.mark.parametrize("caso", ["inexistente", "contraseña", "inactiva", "sin activar"])
def test_todo_error_dice_lo_mismo(client, gente, caso):
    gente["beto"].is_active = False
    gente["beto"].save()
    acciones.crear_cuenta(acceso="nuevo", nombre="N", rol="comision", por=None)
    acceso, clave = {
        "inexistente": ("nadie", CONTRASENA),
        "contraseña": ("ana", "otra cosa larga"),
        "inactiva": ("beto", CONTRASENA),
        "sin activar": ("nuevo", CONTRASENA),
    }[caso]
    respuesta = entrar(client, acceso, clave)
    texto = respuesta.content.decode().replace(acceso, "·")
    assert respuesta.status_code == 200
    assert "El nombre de acceso o la contraseña no coinciden" in texto
    assert SESSION_KEY not in client.session
    assert "desactiv" not in texto
    assert "existe" not in texto


@pytest.mark.parametrize("acceso", ["ana", "nadie", "beto", "nuevo"])
def test_se_cifra_una_vez_exista_o_no_la_cuenta(client, gente, monkeypatch, acceso):
    """Contar los cifrados, y no los segundos, es lo que iguala los tiempos sin depender de la máquina."""
    from django.contrib.auth.hashers import MD5PasswordHasher

    gente["beto"].is_active = False
    gente["beto"].save()
    acciones.crear_cuenta(acceso="nuevo", nombre="N", rol="comision", por=None)
    veces = []
    original = MD5PasswordHasher.encode
    monkeypatch.setattr(
        MD5PasswordHasher, "encode", lambda self, *a, **k: veces.append(1) or original(self, *a, **k)
    )
    entrar(client, acceso, "contraseña equivocada")
    assert len(veces) == 1


@pytest.mark.parametrize(
    "ajeno",
    [
        "https://malo.example/",
        "//malo.example",
        "/\\malo.example",
        "javascript:alert(1)",
        "http:malo.example",
        "una-palabra",
    ],
)
def test_nadie_usa_la_entrada_de_trampolin(client, ajeno):
    assert entrar(client, next=ajeno)["Location"] == "/inicio/"


def test_vuelve_a_donde_iba(client):
    respuesta = client.get("/mi-candidatura/?paso=2")
    destino = parse_qs(urlsplit(respuesta["Location"]).query)["next"][0]
    assert destino == "/mi-candidatura/?paso=2"
    assert entrar(client, next=destino)["Location"] == destino


def test_quien_ya_entro_no_ve_la_pagina_de_entrar(client, gente):
    client.force_login(gente["ana"])
    assert client.get("/entrar/?next=//malo.example")["Location"] == "/inicio/"


def test_la_llave_de_sesion_cambia_al_entrar(client):
    """Fijación: una llave sembrada antes de entrar no sirve después."""
    session = client.session
    session["sembrada"] = True
    session.save()
    antes = session.session_key
    entrar(client)
    assert client.session.session_key != antes
    ajeno = Client()
    ajeno.cookies["sesion"] = antes
    assert ajeno.get("/inicio/")["Location"].startswith("/entrar/")


def test_entrar_como_otra_persona_no_hereda_la_sesion(client, gente):
    entrar(client)
    session = client.session
    session["privado"] = "de ana"
    session.save()
    entrar(client, "beto")
    assert "privado" not in client.session


def test_salir_cierra_de_verdad(client):
    entrar(client)
    llave = client.session.session_key
    assert client.get("/salir/")["Location"] == "/inicio/"  # mirar no cierra
    assert SESSION_KEY in client.session
    assert client.post("/salir/")["Location"] == "/"
    ajeno = Client()
    ajeno.cookies["sesion"] = llave
    assert ajeno.get("/inicio/")["Location"].startswith("/entrar/")


def test_entrar_exige_la_prueba_de_origen():
    client = Client(enforce_csrf_checks=True)
    respuesta = entrar(client)
    assert respuesta.status_code == 403
    assert "cookie" in respuesta.content.decode()


def test_fuerza_bruta_diez_errores_y_se_pausa_la_cuenta(client):
    for _ in range(10):
        assert entrar(client, contrasena="equivocada y larga").status_code == 200
    respuesta = entrar(client)
    assert respuesta.status_code == 429
    assert "Espere 60 minutos" in respuesta.content.decode()
    assert int(respuesta["Retry-After"]) > 0
    assert entrar(client, "beto").status_code == 302


def test_la_pausa_no_revela_si_la_cuenta_existe(client):
    for _ in range(10):
        entrar(client, "inventada", "equivocada y larga")
    assert entrar(client, "inventada", "equivocada y larga").status_code == 429


def test_entrar_bien_no_gasta_intentos(client):
    for _ in range(15):
        assert entrar(client).status_code == 302


def test_doscientas_personas_detras_de_una_direccion(rf):
    """Cada una se equivoca una vez y nadie queda fuera: cabe el doble de errores que de personas."""
    for n in range(200):
        ocupar_ambos(
            rf.post("/entrar/"), intentos.ENTRAR_POR_CUENTA, f"persona{n}", intentos.ENTRAR_POR_CONEXION
        )
    assert intentos.ENTRAR_POR_CONEXION.maximo >= 400


def test_probar_muchas_cuentas_desde_una_red_se_detiene(client, monkeypatch):
    monkeypatch.setattr(intentos, "ENTRAR_POR_CONEXION", Limite("entrar-conexion", 20, 900))
    estados = [entrar(client, f"c-prueba{n}", "contraseña común").status_code for n in range(21)]
    assert estados == [200] * 20 + [429]
    vecina = {"REMOTE_ADDR": "127.0.0.77"}
    datos = {"acceso": "ana", "contrasena": CONTRASENA}
    assert client.post("/entrar/", datos, **vecina).status_code == 429
    assert client.post("/entrar/", datos, REMOTE_ADDR="203.0.113.9").status_code == 302


def test_un_encabezado_inventado_no_escapa_del_limite(client):
    for n in range(10):
        client.post(
            "/entrar/",
            {"acceso": "ana", "contrasena": "equivocada larga"},
            HTTP_X_FORWARDED_FOR=f"198.51.100.{n}",
        )
    assert entrar(client).status_code == 429


@pytest.mark.parametrize("basura", ["a\0b", "x" * 5000, "💥", "' OR 1=1 --", "<script>"])
def test_la_basura_recibe_un_mensaje(client, basura):
    respuesta = entrar(client, basura, basura)
    assert respuesta.status_code == 200
    assert "Hay un problema" in respuesta.content.decode()
    assert "<script>alert" not in respuesta.content.decode()


def test_vacio_dice_que_falta(client):
    respuesta = entrar(client, "", "")
    assert "Escriba su nombre de acceso." in respuesta.content.decode()
    assert "Escriba su contraseña." in respuesta.content.decode()


def test_cambiar_la_contrasena_cierra_las_demas_sesiones(client):
    otra = Client()
    entrar(client)
    entrar(otra)
    datos = {"actual": CONTRASENA, "contrasena": "una frase nueva y larga"}
    assert client.post("/contrasena/", datos)["Location"] == "/inicio/"
    assert client.get("/contrasena/").status_code == 200
    assert otra.get("/contrasena/")["Location"].startswith("/entrar/")


@pytest.mark.parametrize(
    ("actual", "nueva", "dice"),
    [
        ("no es esta clave", "una frase nueva y larga", "Esa no es su contraseña actual."),
        (CONTRASENA, "corta", "12 caracteres"),
        (CONTRASENA, "qwerty123456", "común"),
    ],
)
def test_cambiar_la_contrasena_explica_lo_que_falla(client, actual, nueva, dice):
    entrar(client)
    respuesta = client.post("/contrasena/", {"actual": actual, "contrasena": nueva})
    assert respuesta.status_code == 200
    assert dice in respuesta.content.decode()


@pytest.mark.parametrize("metodo", ["get", "post"])
def test_salir_con_la_sesion_vencida_no_pide_entrar(client, metodo):
    assert getattr(client, metodo)("/salir/")["Location"] == "/"


def test_salir_de_una_pagina_vieja_tambien_sale(gente):
    estricto = Client(enforce_csrf_checks=True)
    estricto.force_login(gente["ana"])
    assert estricto.post("/salir/", HTTP_ORIGIN="https://malo.example").status_code == 403
    assert SESSION_KEY in estricto.session
    assert estricto.post("/salir/", HTTP_ORIGIN="http://testserver")["Location"] == "/"
    assert SESSION_KEY not in estricto.session
