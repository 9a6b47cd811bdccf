"""Una sesión vencida nunca pierde lo escrito, ni lo entrega a otra persona, ni actúa por ella."""

import html
import json
import re

import pytest
from django.http import HttpResponse, JsonResponse
from django.test import Client, RequestFactory
from django.urls import path
from django.views.decorators.http import require_http_methods

from conoceles.config.urls import urlpatterns as las_de_siempre
from conoceles.cuentas import reanudar
from conoceles.cuentas.permisos import Permiso, requiere
from tests.fabricas import CONTRASENA

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.cuentas.test_reanudar")]

HISTORIA = "Nací en un pueblo muy bonito.\r\nY «aquí» sigo, con 100 % de ganas & <b>ánimo</b>. " * 20
RUTA = "/mi-candidatura/prueba/historia/"
GUARDADO: list[str] = []


@requiere(Permiso.CAPTURAR)
@require_http_methods(["GET", "POST"])
def formulario(request):
    """Una sección de captura, como las de verdad: se envía a sí misma y se llena con lo recuperado."""
    if request.method == "POST":
        GUARDADO.append(request.POST["historia"])
        return HttpResponse("guardado")
    campos = reanudar.recuperar_campos(request)
    return JsonResponse(dict(campos.lists()) if campos else None, safe=False)


@requiere(Permiso.VALIDAR)
@require_http_methods(["POST"])
def observar(request):
    raise AssertionError("nunca debe ejecutarse")


urlpatterns = [
    path("mi-candidatura/prueba/historia/", formulario),
    path("panel/prueba/observar/", observar),
    *las_de_siempre,
]


@pytest.fixture(autouse=True)
def _con_gente(gente):
    GUARDADO.clear()
    return gente


def escondido(respuesta):
    """El campo oculto que lleva lo escrito."""
    return html.unescape(re.search(r'name="reanudar" value="([^"]*)"', respuesta.content.decode())[1])


def vencida(client, ruta=RUTA, campos=None, **extra):
    return client.post(ruta, campos or {"historia": HISTORIA, "temas": ["agua", "salud"]}, **extra)


def entrar(client, acceso, respuesta):
    return client.post(
        "/entrar/", {"acceso": acceso, "contrasena": CONTRASENA, "reanudar": escondido(respuesta)}
    )


def test_el_texto_esta_a_la_vista_y_vuelve_al_formulario(client):
    respuesta = vencida(client)
    assert respuesta.status_code == 401
    assert "su texto está aquí" in respuesta.content.decode()
    assert html.escape("Y «aquí» sigo, con 100 % de ganas & <b>ánimo</b>.") in respuesta.content.decode()
    assert GUARDADO == []
    assert entrar(client, "ana", respuesta)["Location"] == RUTA
    assert client.get(RUTA).json() == {"historia": [HISTORIA], "temas": ["agua", "salud"]}


def test_recargar_no_lo_pierde_y_enviar_lo_olvida(client):
    entrar(client, "ana", vencida(client))
    assert client.get(RUTA).json() == client.get(RUTA).json() != None  # noqa: E711
    client.post(RUTA, {"historia": "corregida"})
    assert client.get(RUTA).json() is None


def test_una_contrasena_equivocada_no_lo_pierde(client):
    respuesta = vencida(client)
    error = client.post(
        "/entrar/", {"acceso": "ana", "contrasena": "equivocada y larga", "reanudar": escondido(respuesta)}
    )
    assert escondido(error) == escondido(respuesta)
    assert entrar(client, "ana", error)["Location"] == RUTA


def test_otra_persona_en_el_mismo_telefono_no_lo_recibe(client):
    client.post("/entrar/", {"acceso": "ana", "contrasena": CONTRASENA})
    client.session.flush()
    del client.cookies["sesion"]
    respuesta = vencida(client)
    assert respuesta.status_code == 401
    assert entrar(client, "beto", respuesta)["Location"] == "/inicio/"
    assert client.get(RUTA).json() is None


def test_la_misma_persona_en_el_mismo_telefono_si(client):
    client.post("/entrar/", {"acceso": "ana", "contrasena": CONTRASENA})
    del client.cookies["sesion"]
    assert entrar(client, "ana", vencida(client))["Location"] == RUTA


def test_quien_no_puede_abrir_esa_pagina_no_lo_recibe(client):
    assert entrar(client, "vera", vencida(client))["Location"] == "/inicio/"
    assert "por_reanudar" not in client.session


def test_en_otra_direccion_no_aparece(client):
    entrar(client, "ana", vencida(client))
    peticion = RequestFactory().get("/mi-candidatura/otra/")
    peticion.session = client.session
    assert reanudar.recuperar_campos(peticion) is None


def test_un_formulario_que_se_envia_a_otra_direccion_se_lee_y_se_copia(client):
    """Observar no tiene página propia: el texto se muestra y se vuelve a donde estaba."""
    respuesta = vencida(
        client,
        "/panel/prueba/observar/",
        {"texto": "Falta la escuela donde estudió la carrera."},
        HTTP_REFERER="http://testserver/panel/",
    )
    assert entrar(client, "vera", respuesta)["Location"] == "/reanudar/"
    pagina = client.get("/reanudar/").content.decode()
    assert "Falta la escuela donde estudió la carrera." in pagina
    assert client.post("/reanudar/", {"pagina": "/panel/"})["Location"] == "/panel/"
    assert client.get("/reanudar/")["Location"] == "/inicio/"


def test_las_contrasenas_y_los_archivos_no_viajan(client, foto_jpeg):
    from django.core.files.uploadedfile import SimpleUploadedFile

    campos = {
        "contrasena": "mi secreto",
        "historia": HISTORIA,
        "foto": SimpleUploadedFile("f.jpg", foto_jpeg),
    }
    respuesta = vencida(client, campos=campos)
    assert "mi secreto" not in respuesta.content.decode()
    assert "tendrá que elegirlo otra vez" in respuesta.content.decode()
    assert [c for c, _ in json.loads(escondido(respuesta))["campos"]] == ["historia"]


def test_un_mega_viaja_y_mas_de_dos_se_dice(client):
    grande = vencida(client, campos={"historia": "ñ" * 1_000_000})
    assert entrar(client, "ana", grande)["Location"] == RUTA
    assert client.get(RUTA).json() == {"historia": ["ñ" * 1_000_000]}
    enorme = vencida(Client(), campos={"historia": "a" * 2_100_000, "otro": "x"})
    assert enorme.status_code == 401
    assert "demasiado largo" in enorme.content.decode()


@pytest.mark.parametrize(
    "falso",
    [
        "no es json",
        "[]",
        "null",
        '{"ruta": "/mi-candidatura/"}',
        '{"ruta": "//malo.example/x", "pagina": "//malo.example/x", "campos": [["a", "b"]]}',
        '{"ruta": "https://malo.example/", "pagina": "/panel/", "campos": [["a", "b"]]}',
        '{"ruta": "/entrar/", "pagina": "/entrar/", "campos": [["a", "b"]]}',
        '{"ruta": "/no/existe/", "pagina": "/no/existe/", "campos": [["a", "b"]]}',
        '{"ruta": 5, "pagina": null, "campos": [["a"]]}',
        "[" * 100_000,
    ],
)
def test_un_campo_oculto_falso_se_ignora(client, falso):
    respuesta = client.post("/entrar/", {"acceso": "ana", "contrasena": CONTRASENA, "reanudar": falso})
    assert respuesta["Location"] == "/inicio/"
    assert "por_reanudar" not in client.session


# --- Un botón sin textos: nada que devolver, y hay que decirlo ------------------------------------------
NO_SE_HIZO = "No se envió ni se hizo lo que pidió"
BOTONES = [
    ("ana", "/mi-candidatura/prueba/historia/", "/mi-candidatura/prueba/historia/", {"revision": "3", "historia": ""}),
    ("vera", "/panel/prueba/observar/", "/panel/", {"cola": "estado=pendientes&orden=antiguas", "envio": "12"}),
    ("vera", "/panel/prueba/observar/", "/inicio/", {"supuesto": "copia"}),
]  # fmt: skip


@pytest.mark.parametrize(("acceso", "ruta", "pagina", "campos"), BOTONES)
def test_un_boton_sin_textos_dice_que_no_se_hizo_y_vuelve_a_su_pagina(client, acceso, ruta, pagina, campos):
    de_donde = {} if pagina == "/inicio/" else {"HTTP_REFERER": f"http://testserver{pagina}"}
    respuesta = vencida(client, ruta, campos, **de_donde)
    texto = respuesta.content.decode()
    assert respuesta.status_code == 401
    assert NO_SE_HIZO in texto
    assert "su texto está aquí" not in texto
    datos = {"acceso": acceso, "next": respuesta.context["next"], "no_se_hizo": "1"}
    error = client.post("/entrar/", {**datos, "contrasena": "equivocada y larga"})
    assert NO_SE_HIZO in error.content.decode()
    assert 'name="no_se_hizo"' in error.content.decode()
    assert client.post("/entrar/", {**datos, "contrasena": CONTRASENA})["Location"] == pagina
    assert NO_SE_HIZO in client.get("/contrasena/").content.decode()
    assert "por_reanudar" not in client.session


def test_una_respuesta_corta_en_su_formulario_si_se_devuelve(client):
    respuesta = vencida(client, campos={"revision": "1", "temas": "agua"})
    assert entrar(client, "ana", respuesta)["Location"] == RUTA
    assert client.get(RUTA).json()["temas"] == ["agua"]


def test_una_frase_corta_del_panel_tambien_se_conserva(client):
    respuesta = vencida(client, "/panel/prueba/observar/", {"supuesto": "copia", "texto": "Falta la foto."})
    assert respuesta.context["pendiente"].textos == ["Falta la foto."]


def test_lo_que_el_panel_no_vuelve_a_llenar_se_ofrece_para_copiar(client):
    """Se envía a su misma página, pero esa página no sabe llenarse sola."""
    respuesta = vencida(client, "/contrasena/", {"nota": "Una nota escrita a mano."}, HTTP_REFERER="http://testserver/contrasena/")  # fmt: skip
    assert entrar(client, "vera", respuesta)["Location"] == "/reanudar/"


def test_cada_texto_lleva_un_titulo_legible(client):
    uno = vencida(client).content.decode()
    assert ">Su texto</label>" in uno
    dos = vencida(client, campos={"historia": HISTORIA, "trayectoria_politica": HISTORIA}).content.decode()
    assert ">Texto 1 de 2</label>" in dos
    assert "trayectoria politica" not in dos


def test_lo_privado_no_se_guarda_en_el_navegador(client, gente):
    """Tampoco el aviso de la sesión vencida, ni el de no tener permiso."""
    client.force_login(gente["ana"])
    for respuesta in (client.get(RUTA), client.get("/panel/"), Client().get(RUTA), vencida(Client())):
        assert {"no-store", "private"} <= set(respuesta["Cache-Control"].replace(" ", "").split(","))
    assert "no-store" not in client.get("/").get("Cache-Control", "")


# --- Sin la prueba de origen (CSRF) ------------------------------------------------------------------
@pytest.fixture
def estricto():
    return Client(enforce_csrf_checks=True)


def test_sin_csrf_devuelve_el_texto_y_no_actua(estricto, gente):
    estricto.force_login(gente["ana"])
    respuesta = vencida(estricto, HTTP_ORIGIN="http://testserver")
    assert respuesta.status_code == 403
    assert "Su texto está aquí" in respuesta.content.decode()
    assert GUARDADO == []
    ficha = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', respuesta.content.decode())[1]
    datos = {"csrfmiddlewaretoken": ficha, "reanudar": escondido(respuesta)}
    assert estricto.post("/reanudar/", datos)["Location"] == RUTA
    assert estricto.get(RUTA).json()["historia"] == [HISTORIA]


def test_una_pagina_ajena_no_siembra_texto(estricto, gente):
    estricto.force_login(gente["ana"])
    for origen in ({"HTTP_ORIGIN": "https://malo.example"}, {"HTTP_ORIGIN": "null"}, {}):
        respuesta = vencida(estricto, **origen)
        assert respuesta.status_code == 403
        assert "pueblo muy bonito" not in respuesta.content.decode()


def test_sin_csrf_ni_sesion_ofrece_entrar_con_el_texto(estricto):
    respuesta = vencida(estricto, HTTP_ORIGIN="http://testserver")
    assert respuesta.status_code == 403
    assert json.loads(escondido(respuesta))["ruta"] == RUTA


def test_lo_que_se_manda_de_fondo_no_deja_sin_valor_la_pagina_que_la_persona_ve(estricto):
    """Se borraron las galletas: el guardado automático y el botón salen casi juntos y responden en cualquier orden."""
    en_pantalla = vencida(estricto, HTTP_ORIGIN="http://testserver")
    de_fondo = vencida(estricto, HTTP_ORIGIN="http://testserver", HTTP_ACCEPT="application/json")
    assert (de_fondo.status_code, de_fondo.cookies) == (403, {})

    ficha = re.search(r'name="csrfmiddlewaretoken" value="([^"]*)"', en_pantalla.content.decode())[1]
    intento = {"acceso": "ana", "contrasena": "no es ésta", "csrfmiddlewaretoken": ficha}
    assert "no coinciden" in estricto.post("/entrar/", intento | {"reanudar": escondido(en_pantalla)}).text


def test_lo_que_se_manda_de_fondo_sin_sesion_lo_dice_sin_pagina(client):
    respuesta = vencida(client, HTTP_ACCEPT="application/json")
    assert (respuesta.status_code, respuesta.json(), respuesta.cookies) == (401, {"motivo": "sesion"}, {})


def test_entrar_sin_csrf_con_texto_pendiente_no_lo_pierde(estricto):
    """Entró en otra pestaña: la ficha de ésta ya no vale, pero el texto sigue."""
    pendiente = escondido(vencida(estricto, HTTP_ORIGIN="http://testserver"))
    respuesta = estricto.post(
        "/entrar/",
        {"acceso": "ana", "contrasena": CONTRASENA, "reanudar": pendiente},
        HTTP_ORIGIN="http://testserver",
    )
    assert respuesta.status_code == 403
    assert escondido(respuesta) == pendiente


def test_la_sesion_se_alarga_al_usarla(client, gente):
    import time_machine

    with time_machine.travel("2027-04-01 12:00Z", tick=False) as reloj:
        client.force_login(gente["ana"])
        for _ in range(6):
            reloj.shift(60 * 60)
            assert client.get(RUTA).status_code == 200
        reloj.shift(60 * 60 * 2 + 1)
        assert client.get(RUTA).status_code == 302


def test_una_pagina_privada_no_escribe_la_sesion_cada_vez(client, gente, django_assert_max_num_queries):
    client.force_login(gente["ana"])
    client.get(RUTA)
    with django_assert_max_num_queries(2):
        client.get(RUTA)


def test_sin_csrf_y_sin_textos_dice_que_no_se_hizo(estricto, gente):
    estricto.force_login(gente["ana"])
    desde = {"HTTP_ORIGIN": "http://testserver", "HTTP_REFERER": f"http://testserver{RUTA}"}
    assert vencida(estricto, campos={"envios": "1"}, **desde)["Location"] == RUTA
    assert NO_SE_HIZO in estricto.get("/contrasena/").content.decode()
    assert GUARDADO == []


def test_tras_salir_el_texto_de_otra_pestana_no_se_ofrece_a_quien_entra_despues(client, gente):
    """Un equipo compartido: Ana sale en una pestaña, la otra manda su texto y Beto entra en esa página."""
    client.post("/entrar/", {"acceso": "ana", "contrasena": CONTRASENA})
    client.post("/salir/")
    vencida = client.post(
        "/mi-candidatura/bcdfghjkmn/historia/",
        {"historia_profesional": "lo que Ana llevaba escrito y nadie más"},
    )
    pendiente = vencida.context["pendiente"].cifrado()
    client.post("/entrar/", {"acceso": "beto", "contrasena": CONTRASENA, "reanudar": pendiente})
    assert "lo que Ana llevaba" not in client.get("/reanudar/", follow=True).text


def test_un_destino_que_no_es_direccion_no_es_un_error_interno(client, gente):
    client.force_login(gente["ana"])
    for raro in ("x", "2027-02-30T25:61", "cuentas.entrar"):
        assert client.post("/reanudar/", {"reanudar": "", "pagina": raro})["Location"] == "/inicio/"
