"""La boleta fuera del sitio: entera en un archivo, y en papel."""

from __future__ import annotations

import base64
import gzip
import hashlib
import html
import random
import re
from datetime import timedelta

import brotli
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils import timezone

from conoceles.consulta import boleta_en_papel
from conoceles.territorio.models import Mapa
from tests.publicacion import sinteticas

from . import boletas

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]

GUARDADA, SIN_FOTOS = "/boleta/1/para-guardar/", "/boleta/1/para-guardar/sin-fotos/"


def inscribir(proceso, *, actores: int, regidurias: int = 2, lista: int = 2) -> dict:
    """La sección 1, con todo lo que puede votarse ahí y la fotografía de cada persona."""
    tarjetas = boletas.tarjetas(
        municipios=3, distritos=1, quienes=boletas.actores(actores), regidurias=regidurias, lista=lista
    )
    sinteticas.inscribir(proceso, tarjetas)
    boletas.mapa(proceso, municipios=3, distritos=1, secciones=3)
    return tarjetas


@pytest.fixture
def fotografias(settings, tmp_path):
    """Guarda una de 2 kB que no se comprime, el tope de una miniatura."""
    settings.STORAGES = {
        **settings.STORAGES,
        "publico": {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": tmp_path},
        },
    }
    azar = random.Random(3)

    def guardar(tarjetas):
        for tarjeta in tarjetas.values():
            storages["publico"].save(f"retratos/{tarjeta['foto']}/72.webp", ContentFile(azar.randbytes(2000)))

    return guardar


def bajada(respuesta) -> int:
    """Bytes por la red en la forma que más pesa de las que se sirven."""
    contenido = respuesta.content
    return max(len(brotli.compress(contenido, quality=5)), len(gzip.compress(contenido, 6)))


def texto(respuesta) -> str:
    return html.unescape(respuesta.content.decode())


def test_es_un_solo_archivo_que_no_pide_nada(client, proceso, fotografias):
    fotografias(inscribir(proceso, actores=3))
    pagina = client.get(GUARDADA).content.decode()
    fuentes = re.findall(r'(?:src|srcset|poster)="([^"]*)"', pagina)
    assert len(fuentes) == 9  # gubernatura, diputación y presidencia de tres partidos
    assert all(fuente.startswith("data:image/webp;base64,") for fuente in fuentes)
    assert not re.findall(r"<script|<link rel=\"(?!canonical|icon\" href=\"data:)|@import|url\(", pagina)
    raiz = re.search(r'<base href="(http[^"]*/candidaturas/)">', pagina)
    assert raiz
    assert pagina.index("<base") < pagina.index("href=", pagina.index("<base") + 12)
    enlaces = re.findall(r'<a href="([^"]*)"', pagina)
    assert all(re.fullmatch(r"https?://.*|boleta\d{5}/", enlace) for enlace in enlaces)
    assert (
        client.get("/candidaturas/" + next(e for e in enlaces if e.startswith("boleta"))).status_code == 200
    )


def test_la_politica_de_contenido_solo_abre_esa_hoja_de_estilo(client, proceso):
    inscribir(proceso, actores=2)
    respuesta = client.get(GUARDADA)
    estilo = re.search(r"<style>(.*?)</style>", respuesta.content.decode(), re.DOTALL)[1]
    huella = base64.b64encode(hashlib.sha256(estilo.encode()).digest()).decode()
    politica = respuesta["Content-Security-Policy"]
    assert f"style-src 'self' 'sha256-{huella}'" in politica
    assert "unsafe-inline" not in politica
    assert "sha256" not in client.get("/boleta/1/")["Content-Security-Policy"]


def test_las_direcciones_son_las_del_sitio_aunque_se_entre_por_otro_nombre(client, proceso, settings):
    """La política deja fijar esa raíz y ninguna más; con «self» el navegador la ignoraría y llevarían a otra página."""
    settings.CONOCELES_SITIO = "https://conoceles.ejemplo.mx"
    inscribir(proceso, actores=2)
    respuesta = client.get("/en" + GUARDADA)
    assert '<base href="https://conoceles.ejemplo.mx/en/candidaturas/">' in texto(respuesta)
    assert "base-uri https://conoceles.ejemplo.mx;" in respuesta["Content-Security-Policy"] + ";"
    assert "base-uri 'none'" in client.get("/boleta/1/")["Content-Security-Policy"]


@pytest.mark.parametrize("lengua", ["", "/en"])
@pytest.mark.parametrize(
    ("medidas", "fotos"),
    [
        ({"actores": 8}, 24),
        ({"actores": 8, "regidurias": 7, "lista": 16}, 24),
        ({"actores": 13, "regidurias": 7, "lista": 16}, 39),
        ({"actores": 18, "regidurias": 7, "lista": 16}, 0),
    ],
)
def test_el_archivo_guardado_pesa_lo_que_se_promete(client, proceso, fotografias, medidas, fotos, lengua):
    """Lo que baja el teléfono, comprimido como se sirve. Las fotografías, todas o ninguna."""
    fotografias(inscribir(proceso, **medidas))
    respuesta, sin_fotos = client.get(lengua + GUARDADA), client.get(lengua + SIN_FOTOS)
    assert respuesta.status_code == sin_fotos.status_code == 200
    assert bajada(respuesta) <= 100_000
    assert respuesta.content.count(b"data:image/webp") == fotos
    assert bajada(sin_fotos) <= 25_000
    assert b"data:image" not in sin_fotos.content


def test_si_no_caben_todas_no_va_la_de_nadie_y_se_dice(client, proceso, fotografias, monkeypatch):
    fotografias(inscribir(proceso, actores=3))
    monkeypatch.setattr(boleta_en_papel, "MAX_BYTES", 15_000)
    pagina = client.get(GUARDADA)
    assert b"data:image" not in pagina.content
    assert "no lleva la de nadie" in texto(pagina)


def test_una_fotografia_que_falta_en_el_disco_no_rompe_la_copia(client, proceso):
    inscribir(proceso, actores=2)
    respuesta = client.get(GUARDADA)
    assert respuesta.status_code == 200
    assert b"data:image" not in respuesta.content


def test_no_lleva_la_fotografia_de_lo_que_no_esta_publicado(client, proceso, fotografias):
    tarjetas = inscribir(proceso, actores=2)
    fotografias(tarjetas)
    retiradas = {
        clave: {**tarjeta, "cuestionario": {**tarjeta["cuestionario"], "situacion": "en_revision"}}
        for clave, tarjeta in tarjetas.items()
    }
    assert b"data:image" in client.get(GUARDADA).content
    sinteticas.inscribir(proceso, retiradas)
    assert b"data:image" not in client.get(GUARDADA).content


def test_dice_de_cuando_es_y_donde_esta_la_de_hoy(client, proceso):
    inscribir(proceso, actores=2)
    pagina = texto(client.get(GUARDADA))
    assert "Copia con la información al" in pagina
    assert re.search(r'href="http[^"]*/boleta/1/"', pagina)
    assert 'content="noindex' in pagina


@pytest.mark.parametrize("url", ["/boleta/1/hoja/", "/boleta/1/hoja/letra-grande/"])
def test_la_hoja_lleva_todas_las_opciones_en_el_orden_de_la_boleta_y_su_codigo(client, proceso, url):
    tarjetas = inscribir(proceso, actores=4)
    pagina = texto(client.get(url))
    assert re.findall(r"<li><b>(Partido \d)</b>", pagina) == [f"Partido {n}" for n in (1, 2, 3, 4)] * 4
    esperadas = [
        t["nombre"] for t in tarjetas.values()
        if t["calidad"] == "propietaria" and t["contienda"] in ("gubernatura-16", "diputacion-mr-01")
    ]  # fmt: skip
    assert len(esperadas) == 8
    assert all(nombre in pagina for nombre in esperadas)
    assert "<svg" in pagina
    assert re.search(r"<b>http[^<]*/boleta/1/</b>", pagina)


def test_lo_impreso_despues_de_la_jornada_habla_en_pasado(client, proceso):
    inscribir(proceso, actores=2)
    antes = texto(client.get("/boleta/1/hoja/")) + texto(client.get("/carteles/002/"))
    assert all(dicho in antes for dicho in ("Lo que se vota en", "quienes piden su voto", "Se vota el"))
    proceso.jornada = timezone.localdate() - timedelta(days=3)
    proceso.save()
    Mapa.objects.update(vale_desde=proceso.jornada)
    despues = texto(client.get("/boleta/1/hoja/")) + texto(client.get("/carteles/002/"))
    assert all(dicho in despues for dicho in ("Lo que se votó en", "quienes pidieron su voto", "Se votó el"))
    assert not re.search(r"[Ss]e vota |piden su voto", despues)


def test_el_cartel_lleva_a_su_municipio(client, proceso):
    inscribir(proceso, actores=2)
    pagina = texto(client.get("/carteles/002/"))
    assert "Municipio Ñ 2" in pagina
    assert re.search(r"http[^<]*/boleta/municipio/002/</p>", pagina)
