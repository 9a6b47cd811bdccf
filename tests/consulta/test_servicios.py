"""Fotografías, colores, salud y robots."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.db import OperationalError

from conoceles.consulta import servicios
from conoceles.consulta.direcciones import de_foto
from conoceles.publicacion.models import DISPARADORES, Edicion, Ficha, Instantanea
from tests.publicacion import sinteticas

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]  # lo público se sirve de lo ya leído
HUELLA = "ab" * 32


@pytest.fixture
def retrato():
    for nombre in ("320.jpg", "72.webp"):
        ruta = f"retratos/{HUELLA}/{nombre}"
        if not storages["publico"].exists(ruta):
            storages["publico"].save(ruta, ContentFile(b"imagen"))


def test_la_fotografia_visible_se_entrega_una_vez_y_se_recuerda(
    client, poblado, retrato, django_assert_num_queries
):
    client.get("/")
    with django_assert_num_queries(1):
        respuesta = client.get(f"/fotos/{HUELLA}/320.jpg")
    assert respuesta.status_code == 200
    assert respuesta["Content-Type"] == "image/jpeg"
    assert respuesta["Cache-Control"] == "public, max-age=300"
    assert respuesta.content == b"imagen"
    assert not respuesta.cookies
    mini = client.get(f"/fotos/{HUELLA}/72.webp")
    assert mini["Content-Type"] == "image/webp"
    repetida = client.get(f"/fotos/{HUELLA}/320.jpg", headers={"If-None-Match": respuesta["ETag"]})
    assert (repetida.status_code, repetida.content) == (304, b"")


@pytest.mark.parametrize("nombre", ["640.webp", "original.jpg", "320.jpg/", "320.png", "../320.jpg"])
def test_lo_que_no_esta_o_no_es_un_tamano_no_existe(client, poblado, retrato, nombre):
    assert client.get(f"/fotos/{HUELLA}/{nombre}").status_code == 404


def test_una_fotografia_que_nadie_visible_nombra_no_existe(client, poblado, retrato):
    visible = client.get(f"/fotos/{HUELLA}/320.jpg")
    marca = visible["ETag"]
    ficha = Ficha.objects.get(pk="clave000000")
    retirada = {**ficha.tarjeta, "foto": None, "cuestionario": {
        **ficha.tarjeta["cuestionario"], "situacion": "retirada", "retirado_en": "2027-01-01T00:00:00+00:00", "motivo": "x",
    }}  # fmt: skip
    sinteticas.inscribir(poblado, {"clave000000": retirada})
    assert client.get(f"/fotos/{HUELLA}/320.jpg").status_code == 404
    # Tampoco a quien ya la tiene se le dice que sigue siendo la misma.
    assert client.get(f"/fotos/{HUELLA}/320.jpg", headers={"If-None-Match": marca}).status_code == 404


def test_la_direccion_de_la_fotografia_es_la_de_su_ruta():
    from django.urls import reverse

    assert de_foto(HUELLA, "320.jpg") == reverse(
        "consulta:foto", kwargs={"huella": HUELLA, "nombre": "320.jpg"}
    )


def test_los_colores_son_los_del_instituto_y_uno_malo_se_omite(client, poblado):
    poblado.datos_instituto = {
        **poblado.datos_instituto,
        "color": "#123abc",
        "color_acento": "red;}body{display:none",
    }
    poblado.save()
    respuesta = client.get("/institucion.css")
    assert respuesta["Content-Type"].startswith("text/css")
    hoja = respuesta.content.decode()
    assert "--color-institucion:#123abc;" in hoja
    assert "--color-acento" not in hoja
    assert "body" not in hoja
    assert client.get("/institucion.css", headers={"If-None-Match": respuesta["ETag"]}).status_code == 304


def test_la_salud_dice_hasta_que_hoja_se_sirve(client, poblado):
    respuesta = client.get("/salud/")
    assert respuesta.json() == {"base": True, "proceso": poblado.clave, "hoja": 60}
    assert respuesta["Cache-Control"] == "no-store"


def test_sin_base_o_sin_proceso_la_salud_es_503(client, db, monkeypatch):
    assert client.get("/salud/").status_code == 503

    def caida(*args):
        raise OperationalError

    monkeypatch.setattr(servicios, "abrir", caida)
    respuesta = client.get("/salud/")
    assert (respuesta.status_code, respuesta.json()["base"]) == (503, False)


def test_robots_deja_lo_publico_y_veda_lo_privado(client, poblado):
    texto = client.get("/robots.txt").content.decode()
    assert "Disallow: /panel/" in texto
    assert "Disallow: /\n" not in texto


def test_lo_suprimido_sale_de_la_lista_y_su_fotografia_ya_no_existe(client, poblado, retrato):
    assert client.get(f"/fotos/{HUELLA}/320.jpg").status_code == 200
    assert "Íñigo Ñu" in client.get("/candidaturas/?q=Ñu").content.decode()
    DISPARADORES.quitar()
    Instantanea.objects.filter(clave="clave000000").update(documento=None, sal=None)
    Ficha.objects.filter(pk="clave000000").update(tarjeta={}, edicion=2)
    Edicion.objects.create(proceso=poblado.clave, numero=2, secuencia=60)
    assert client.get(f"/fotos/{HUELLA}/320.jpg").status_code == 404
    assert "Íñigo Ñu" not in client.get("/candidaturas/?q=Ñu").content.decode()
    assert client.get("/candidaturas/clave000000/").status_code == 410
