"""El mapa: un enlace por municipio en el dibujo y siempre otro en la lista."""

import html
import re

import pytest

from conoceles.territorio.models import Contorno, Mapa

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]


@pytest.fixture
def con_contornos(poblado):
    Contorno.objects.create(
        proceso=poblado, ancho=1000, alto=700, archivo="mapa.geojson", huella="0" * 64,
        trazos={"901": "M0 0l9 0 0 9z", "902": "M9 0l9 0 0 9z"}, nombres={"901": "Ñuñoa <b>", "902": "Álamos"},
    )  # fmt: skip
    return poblado


def test_sin_dibujo_hay_lista(client, poblado):
    pagina = client.get("/mapa/").content.decode()
    assert "<path" not in pagina.split("<main")[1].split("</main")[0]
    assert len(re.findall(r'href="/boleta/municipio/', pagina)) > 1


def test_con_dibujo_cada_municipio_se_enlaza_en_el_y_en_la_lista(client, con_contornos):
    pagina = client.get("/mapa/").content.decode()
    dibujo = re.search(r'<svg class="mapa".*?</svg>', pagina, re.S)[0]
    assert re.findall(r'href="/boleta/municipio/(\d+)/"', dibujo) == ["902", "901"]  # por su nombre
    assert [html.unescape(t) for t in re.findall(r"<title>(.*?)</title>", dibujo)] == ["Álamos", "Ñuñoa <b>"]
    assert "<b>" not in dibujo
    for clave in ("901", "902"):
        assert pagina.count(f'href="/boleta/municipio/{clave}/"') == 2


def test_lo_que_dice_el_mapa_de_secciones_manda_sobre_el_nombre_del_dibujo(client, con_contornos):
    Mapa.objects.create(
        proceso=con_contornos, nombre="Distritación", vale_desde="2020-01-01", municipios={"901": "Ñuñoa"}, archivo="s"
    )  # fmt: skip
    pagina = client.get("/mapa/").content.decode()
    assert "<title>Ñuñoa</title>" in pagina
    assert "902" in pagina


def test_en_un_proceso_vacio_lo_dice(client, proceso):
    assert "Aún no hay municipios que mostrar" in client.get("/mapa/").content.decode()


def test_consulta_poco(client, con_contornos, django_assert_num_queries):
    client.get("/mapa/")
    with django_assert_num_queries(3):
        client.get("/mapa/")
