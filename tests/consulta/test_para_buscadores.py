"""Lo que leen los buscadores y los servicios de mensajes: sólo lo público, sólo lo que puede indexarse."""

import html
import io
import json
import random
import re
import xml.etree.ElementTree as ET

import pytest
from PIL import Image

from conoceles.consulta import imagen, sitemap
from conoceles.publicacion.situacion import REGISTRALES
from tests.publicacion import sinteticas
from tests.recorridos import publicas

from .conftest import PUBLICADA, RESPUESTAS

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]

FICHA = "/candidaturas/clave000000/"
ESPACIO = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}
SITIO = "http://127.0.0.1:8000"


def texto(respuesta):
    return html.unescape(respuesta.content.decode())


def datos_de(respuesta):
    escrito = re.search(r'<script type="application/ld\+json">(.*?)</script>', respuesta.content.decode())
    return json.loads(escrito[1]) if escrito else None


def direcciones(client, ruta="/sitemap.xml"):
    raiz = ET.fromstring(client.get(ruta).content)
    return [loc.text for loc in raiz.iterfind(".//s:loc", ESPACIO)]


def inscribir_terminada(proceso, causa="sustituida"):
    tarjeta = sinteticas.tarjeta(random.Random(1), cuestionario=PUBLICADA, foto="cd" * 32)
    tarjeta["registro"] = {
        "situacion": causa, "aprobada_en": None, "hasta": "2024-05-01T06:00:00+00:00", "sustituida_por": None,
    }  # fmt: skip
    sinteticas.inscribir(proceso, {"terminada1": tarjeta}, RESPUESTAS)


# --- schema.org ---------------------------------------------------------------------------------------------


def test_la_ficha_dice_a_los_buscadores_lo_mismo_que_a_las_personas(client, poblado):
    respuesta = client.get(FICHA)
    datos = datos_de(respuesta)
    persona = datos["mainEntity"]
    assert (datos["@type"], persona["@type"]) == ("ProfilePage", "Person")
    assert persona["name"] == "Íñigo Ñu"
    assert persona["image"] == f"{SITIO}/fotos/{'ab' * 32}/320.jpg"
    assert datos["url"] == f"{SITIO}{FICHA}"
    assert persona["hasOccupation"]["hasOccupation"]["name"] in texto(respuesta)
    for organizacion in persona["affiliation"]:
        assert organizacion["name"] in texto(respuesta)


def test_ni_los_datos_ni_la_vista_previa_llevan_lo_que_se_contesto(client, poblado):
    """Una respuesta puede retirarse y los buscadores la guardarían: fuera de la página sólo va el registro."""
    cabeza = texto(client.get(FICHA)).split("</head>")[0]
    for clave, valor in RESPUESTAS.items():
        if isinstance(valor, str) and len(valor) > 12:
            assert valor not in cabeza, clave


@pytest.mark.parametrize(("ruta", "lengua"), [(FICHA, "es_MX"), (f"/en{FICHA}", "en")])
def test_la_vista_previa_dice_en_que_lengua_esta(client, poblado, ruta, lengua):
    assert f'property="og:locale" content="{lengua}"' in texto(client.get(ruta))


def test_un_nombre_no_puede_cerrar_el_bloque_de_datos(client, proceso):
    hostil = '</script><script>alert(1)</script> & <!-- "'
    tarjeta = sinteticas.tarjeta(random.Random(1), nombre=hostil, mote=hostil, cuestionario=PUBLICADA)
    sinteticas.inscribir(proceso, {"hostil0001": tarjeta}, RESPUESTAS)
    respuesta = client.get("/candidaturas/hostil0001/")
    assert b"<script>alert" not in respuesta.content
    assert datos_de(respuesta)["mainEntity"]["name"] == hostil


@pytest.mark.parametrize("causa", REGISTRALES)
def test_lo_que_termino_no_se_indexa_ni_se_comparte(client, poblado, causa):
    inscribir_terminada(poblado, causa)
    respuesta = client.get("/candidaturas/terminada1/")
    assert 'content="noindex' in texto(respuesta)
    assert datos_de(respuesta) is None
    assert "og:" not in texto(respuesta)
    assert client.get("/candidaturas/terminada1/tarjeta.jpg").status_code == 404


def test_lo_que_el_instituto_retiro_no_se_indexa_ni_tiene_imagen(client, proceso):
    publicas.inscribir(proceso)
    respuesta = client.get("/candidaturas/retirada/")
    assert 'content="noindex' in texto(respuesta)
    assert "og:image" not in texto(respuesta)
    assert client.get("/candidaturas/retirada/tarjeta.jpg").status_code == 404
    assert not [url for url in direcciones(client, "/sitemap-1.xml") if url.endswith("/retirada/")]


def test_en_un_proceso_ficticio_nada_se_indexa(client, poblado):
    poblado.es_ficticio = True
    poblado.save()
    for url in ("/", "/candidaturas/", FICHA):
        assert 'content="noindex' in texto(client.get(url)), url
    assert datos_de(client.get(FICHA)) is None
    for url in ("/sitemap.xml", "/sitemap-1.xml"):
        assert client.get(url).status_code == 404
    assert "Sitemap:" not in texto(client.get("/robots.txt"))


# --- El mapa --------------------------------------------------------------------------------------------------


def test_el_mapa_lleva_todo_lo_que_puede_indexarse_y_nada_mas(client, poblado, historico, settings):
    settings.LANGUAGES = [("es-mx", "es-mx")]
    inscribir_terminada(poblado)
    assert "Sitemap: " + SITIO + "/sitemap.xml" in texto(client.get("/robots.txt"))
    partes = direcciones(client)
    assert set(partes) == {f"{SITIO}/sitemap-1.xml", f"{SITIO}/historico-2021/sitemap-1.xml"}
    for parte in partes:
        prefijo = parte.rsplit("/", 1)[0]
        urls = direcciones(client, parte.removeprefix(SITIO))
        assert len(urls) == len(set(urls))
        for url in urls:
            assert url.startswith(prefijo + "/")  # el protocolo: sólo lo que cuelga de donde está el mapa
    vigente = direcciones(client, "/sitemap-1.xml")
    assert {f"{SITIO}/", f"{SITIO}/estadisticas/", f"{SITIO}/privacidad/"} < set(vigente)
    assert not [url for url in vigente if url.endswith((".pdf", ".css"))]
    assert f"{SITIO}/candidaturas/terminada1/" not in vigente
    for url in vigente[:30]:
        respuesta = client.get(url.removeprefix(SITIO))
        assert respuesta.status_code == 200
        assert "noindex" not in texto(respuesta)
        assert re.search(r'rel="canonical" href="([^"]+)"', texto(respuesta))[1] == url


def test_en_cada_lengua_hay_un_mapa_y_cada_pagina_nombra_a_sus_iguales(client, poblado, settings):
    settings.LANGUAGES = [("es-mx", "es-mx"), ("en", "en")]
    assert set(direcciones(client)) == {f"{SITIO}/sitemap-1.xml", f"{SITIO}/en/sitemap-1.xml"}
    en_espanol, en_ingles = (direcciones(client, f"{raiz}/sitemap-1.xml") for raiz in ("", "/en"))
    assert en_ingles == [url.replace(SITIO, f"{SITIO}/en") for url in en_espanol]
    contenido = client.get("/en/sitemap-1.xml").content
    assert len(contenido) / len(en_ingles) * sitemap.POR_PARTE < 1_000_000
    vinculo = "{http://www.w3.org/1999/xhtml}link"
    for elemento in ET.fromstring(contenido).iterfind("s:url", ESPACIO):
        iguales = {uno.get("hreflang"): uno.get("href") for uno in elemento.iterfind(vinculo)}
        assert set(iguales) == {"es-MX", "en", "x-default"}
        assert iguales["x-default"] == iguales["es-MX"]
        assert elemento.findtext("s:loc", "", ESPACIO) == iguales["en"]


def test_el_mapa_se_parte_y_cada_parte_cabe(client, poblado, monkeypatch, settings):
    settings.LANGUAGES = [("es-mx", "es-mx")]
    entero = direcciones(client, "/sitemap-1.xml")
    monkeypatch.setattr(sitemap, "POR_PARTE", 25)
    partes = direcciones(client)
    juntas = [url for parte in partes for url in direcciones(client, parte.removeprefix(SITIO))]
    assert juntas == entero
    assert max(len(direcciones(client, parte.removeprefix(SITIO))) for parte in partes) == 25
    assert client.get(f"/sitemap-{len(partes) + 1}.xml").status_code == 404
    assert client.get("/sitemap-0.xml").status_code == 404


# --- La imagen ------------------------------------------------------------------------------------------------


def test_la_imagen_mide_lo_que_piden_pesa_poco_y_no_lleva_metadatos(client, poblado):
    respuesta = client.get(FICHA + "tarjeta.jpg")
    dibujo = Image.open(io.BytesIO(respuesta.content))
    assert (dibujo.format, dibujo.size) == ("JPEG", (1200, 630))
    assert len(respuesta.content) <= 300_000
    assert not dibujo.getexif()
    assert not set(dibujo.info) - {
        "jfif",
        "jfif_version",
        "jfif_unit",
        "jfif_density",
        "progressive",
        "progression",
    }
    assert "noindex" in respuesta["X-Robots-Tag"]
    assert not respuesta.cookies
    assert f'content="{SITIO}{FICHA}tarjeta.jpg"' in texto(client.get(FICHA))


def test_la_imagen_se_dibuja_una_vez_por_version(client, poblado, monkeypatch):
    imagen._jpeg.cache_clear()
    primera = client.get(FICHA + "tarjeta.jpg").content
    monkeypatch.setattr(imagen, "dibujar", lambda *a: pytest.fail("se volvió a dibujar"))
    assert client.get(FICHA + "tarjeta.jpg").content == primera


def test_recorrer_las_imagenes_no_ocupa_el_servidor_y_las_ya_dibujadas_siguen(client, proceso, monkeypatch):
    monkeypatch.setattr(imagen, "DE_GOLPE", 2)
    monkeypatch.setattr(imagen, "POR_SEGUNDO", 0.001)
    monkeypatch.setattr(imagen, "_ritmo", imagen.Ritmo())
    imagen._jpeg.cache_clear()
    claves = [f"imagen{i:04}" for i in range(4)]
    tarjetas = (sinteticas.tarjeta(random.Random(clave), cuestionario=PUBLICADA) for clave in claves)
    sinteticas.inscribir(proceso, dict(zip(claves, tarjetas, strict=True)), RESPUESTAS)

    def pedidas():
        return [client.get(f"/candidaturas/{clave}/tarjeta.jpg").status_code for clave in claves]

    assert pedidas() == pedidas() == [200, 200, 429, 429]
    imagen._ritmo._desde -= 1000
    assert pedidas() == [200, 200, 200, 429]
    rechazada = client.get("/candidaturas/imagen0003/tarjeta.jpg")
    assert (rechazada["Retry-After"], rechazada["Cache-Control"]) == ("60", "no-store")


def test_la_imagen_solo_sabe_del_registro_y_de_la_fotografia(client, poblado):
    """Lo que no está en sus datos no puede salir en ella."""
    assert imagen.Datos._fields == (
        "nombre", "cargo", "demarcacion", "actor", "colores", "instituto", "color", "sitio", "es_ficticio", "foto",
    )  # fmt: skip


def test_los_nombres_mas_largos_y_los_signos_raros_tambien_se_dibujan(client, proceso):
    publicas.inscribir(proceso)
    raro = sinteticas.tarjeta(random.Random(1), nombre="#panic() $x$ 𝒳 😀 \\ \"'`*_", cuestionario=PUBLICADA)
    sinteticas.inscribir(proceso, {"raro000001": raro}, RESPUESTAS)
    for clave in ("extrema", "raro000001", "norespondio"):
        assert client.get(f"/candidaturas/{clave}/tarjeta.jpg").status_code == 200


def test_antes_de_su_hora_la_imagen_no_adelanta_la_fotografia(client, proceso, monkeypatch):
    publicas.inscribir(proceso)
    pedidas = []
    monkeypatch.setattr(imagen, "_jpeg", lambda datos: pedidas.append(datos.foto) or b"")
    for clave in ("proxima", "enrevision", "sinfecha"):
        client.get(f"/candidaturas/{clave}/tarjeta.jpg")
    assert pedidas == ["", "", ""]
