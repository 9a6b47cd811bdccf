"""Reportar un error: sin galletas, sin cuenta, sin datos de quien avisa; y sin que un programa lo llene."""

import html
import re
from datetime import timedelta

import pytest
import time_machine
from django.core import signing
from django.utils import timezone

from conoceles.bitacora.models import Asiento
from conoceles.consulta import reportar
from conoceles.reportes.models import LARGO_MAXIMO, Reporte
from tests import fabricas

pytestmark = pytest.mark.django_db

FICHA = "/candidaturas/clave000000/"
URL = FICHA + "reportar/"
DATOS = {"apartado": "propuestas", "texto": "La primera propuesta dice 2042 y debe decir 2024."}


def texto(respuesta):
    return html.unescape(respuesta.content.decode())


@pytest.fixture
def enviar(client, poblado):
    """Abre el formulario, espera lo que espera una persona y lo envía con esos cambios."""

    def hacer(*, espera=60, numero=None, **cambios):
        numero = numero or re.search(r'name="formulario" value="([^"]+)"', texto(client.get(URL)))[1]
        with time_machine.travel(timezone.now() + timedelta(seconds=espera), tick=False):
            return client.post(URL, {**DATOS, "formulario": numero, "sitio": "", **cambios})

    return hacer


def test_la_ficha_lleva_al_formulario(client, poblado):
    assert f'href="{URL}"' in texto(client.get(FICHA))


def test_el_formulario_no_da_galletas_ni_se_guarda(client, poblado):
    respuesta = client.get(URL)
    assert respuesta.status_code == 200
    assert not respuesta.cookies
    assert "no-store" in respuesta["Cache-Control"]
    assert 'content="noindex' in texto(respuesta)
    assert "⟪" not in texto(respuesta)
    assert "<script" not in texto(respuesta)
    assert "csrfmiddlewaretoken" not in texto(respuesta)


def test_se_elige_entre_lo_que_esa_pagina_muestra(client, poblado):
    publicada = re.findall(r'<option value="([^"]*)"', texto(client.get(URL)))
    assert {"registro", "foto", "propuestas", "contacto", "otra"} <= set(publicada)
    en_revision = texto(client.get("/candidaturas/?respondio=en-revision"))
    clave = re.search(r'href="/candidaturas/(clave\d+)/"', en_revision)[1]
    otra = texto(client.get(f"/candidaturas/{clave}/reportar/"))
    assert re.findall(r'<option value="([^"]*)"', otra) == ["", "registro", "otra"]


def test_un_aviso_deja_folio_bitacora_y_recibo_y_nada_de_quien_avisa(client, enviar):
    respuesta = enviar()
    reporte = Reporte.objects.get()
    assert respuesta["Location"] == f"{URL}{reporte.folio}/"
    assert not respuesta.cookies
    assert (reporte.apartado, reporte.texto, reporte.version) == ("Propuestas", DATOS["texto"], 1)
    recibo = client.get(respuesta["Location"])
    assert reporte.folio in texto(recibo)
    assert DATOS["texto"] not in texto(recibo)
    assert "no-store" in recibo["Cache-Control"]
    asiento = Asiento.objects.get(accion="reporte:recibir")
    assert (asiento.objeto_clave, asiento.actor, asiento.direccion) == (reporte.folio, "", "")
    assert DATOS["texto"] not in str(asiento.detalle)


def test_enviarlo_dos_veces_es_el_mismo_aviso(client, enviar):
    numero = reportar.numero_firmado("clave000000")
    recibos = {enviar(numero=numero)["Location"] for _ in range(3)}
    assert len(recibos) == Reporte.objects.count() == 1


@pytest.mark.parametrize(
    ("cambios", "frase"),
    [
        ({"texto": ""}, "Escriba qué está mal"),
        ({"texto": "corto"}, "lleva 5"),
        ({"texto": "x" * (LARGO_MAXIMO + 1)}, "lleva 1,001"),
        ({"apartado": ""}, "Elija qué parte"),
        ({"apartado": "inventado"}, "de la lista"),
        ({"texto": "Con un nulo \0 dentro"}, "nul"),
        ({"sitio": "https://ejemplo.mx"}, "Parece que lo llenó un programa"),
        ({"espera": 1}, "Parece que lo llenó un programa"),
        ({"espera": reportar.VIDA_SEGUNDOS + 60}, "estuvo abierta mucho tiempo"),
        ({"numero": "inventado"}, "estuvo abierta mucho tiempo"),
        ({"numero": signing.dumps({"clave": "clave000000", "numero": "1"}, salt="otra")}, "mucho tiempo"),
        ({"numero": reportar.numero_firmado("clave000001")}, "mucho tiempo"),
    ],
)
def test_lo_que_no_procede_se_explica_y_no_se_pierde(enviar, cambios, frase):
    respuesta = enviar(**cambios)
    assert respuesta.status_code == 422
    assert frase in texto(respuesta)
    assert not Reporte.objects.exists()
    escrito = cambios.get("texto", DATOS["texto"])
    assert escrito.replace("\0", "") in texto(respuesta).replace("\ufffd", "").replace("\0", "")


def test_un_formulario_vencido_se_manda_otra_vez_con_el_numero_nuevo(client, enviar):
    vencida = enviar(numero="inventado")
    numero = re.search(r'name="formulario" value="([^"]+)"', texto(vencida))[1]
    assert enviar(numero=numero, espera=120).status_code == 302


def test_lo_mas_largo_que_cabe_se_guarda_entero(enviar):
    assert enviar(texto="ñ" * LARGO_MAXIMO).status_code == 302
    assert Reporte.objects.get().texto == "ñ" * LARGO_MAXIMO
    assert enviar(texto="línea\r\n" * 166).status_code == 302  # el navegador manda dos signos por renglón


def test_otro_sitio_no_puede_mandarlo_con_la_red_de_quien_lo_visita(client, poblado):
    numero = reportar.numero_firmado("clave000000")
    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        respuesta = client.post(
            URL, {**DATOS, "formulario": numero}, headers={"Sec-Fetch-Site": "cross-site"}
        )
    assert respuesta.status_code == 422
    assert not Reporte.objects.exists()


def test_hay_un_tope_por_red_y_otra_red_no_lo_paga(client, enviar, monkeypatch):
    monkeypatch.setattr(reportar, "POR_RED", reportar.POR_RED.__class__("reportes", 2, 3600))
    assert [enviar().status_code for _ in range(3)] == [302, 302, 429]
    repetida = enviar()
    assert "vuelva a enviarlo en" in texto(repetida)
    assert DATOS["texto"] in texto(repetida)
    client.defaults["REMOTE_ADDR"] = "198.51.100.7"
    assert enviar().status_code == 302
    assert Reporte.objects.count() == 3


def test_unas_redes_que_insisten_no_dejan_sin_avisar_a_las_demas(client, enviar, monkeypatch):
    """El tope de todas lo agotan las que repiten; el primer aviso de otra red siempre tiene su lugar."""
    tope = reportar.DE_QUIEN_INSISTE
    monkeypatch.setattr(reportar, "DE_QUIEN_INSISTE", tope.__class__(tope.nombre, 1, tope.segundos))
    assert [enviar().status_code for _ in range(3)] == [302, 302, 429]
    client.defaults["REMOTE_ADDR"] = "198.51.100.7"
    assert [enviar().status_code for _ in range(2)] == [302, 429]


def test_quien_guardo_el_folio_lee_la_respuesta_y_nadie_mas(client, enviar, gente):
    from conoceles.validacion.acciones_reportes import atender_reporte

    recibo = enviar()["Location"]
    atender_reporte(reporte=Reporte.objects.get(), respuesta="Se corrigió el año.", por=gente["vera"])
    assert "Se corrigió el año." in texto(client.get(recibo))
    assert "Se corrigió" not in texto(client.get(FICHA))
    ajeno = recibo.replace("clave000000", "clave000001")
    assert client.get(ajeno).status_code == 404
    assert client.get(URL + "ER-0000-0000-00000/").status_code == 404


def test_si_cambia_el_proceso_vigente_el_aviso_a_medias_y_el_recibo_llegan_al_suyo(client, enviar, poblado):
    recibo = enviar()["Location"]
    numero = re.search(r'name="formulario" value="([^"]+)"', texto(client.get(URL)))[1]
    poblado.es_vigente = False
    poblado.save()
    fabricas.ProcesoFactory(clave="siguiente", nombre="Siguiente")
    suya = f"/{poblado.clave}{URL}"
    assert client.get(URL)["Location"] == suya
    enviado = enviar(numero=numero, texto="La segunda propuesta nombra otra colonia.")
    assert (enviado.status_code, enviado["Location"]) == (307, suya)
    with time_machine.travel(timezone.now() + timedelta(seconds=60), tick=False):
        otro = client.post(suya, {**DATOS, "formulario": numero, "sitio": ""})
    assert otro["Location"].startswith(suya)
    assert Reporte.objects.count() == 2
    assert client.get(recibo)["Location"] == f"/{poblado.clave}{recibo}"
    assert client.get(f"/{poblado.clave}{recibo}").status_code == 200


@pytest.mark.parametrize(
    "url", ["/candidaturas/noexiste00/reportar/", "/historico-2021/candidaturas/noexiste00/reportar/"]
)
def test_donde_no_hay_pagina_no_hay_formulario(client, poblado, historico, url):
    assert client.get(url).status_code == 404
    assert client.post(url, DATOS).status_code == 404


def test_de_un_proceso_que_ya_no_es_el_vigente_tambien_se_avisa(client, poblado, historico):
    respuesta = client.get("/historico-2021/candidaturas/hist000000/reportar/")
    assert respuesta.status_code == 200
    assert 'href="/historico-2021/candidaturas/hist000000/"' in texto(respuesta)
