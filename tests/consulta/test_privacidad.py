"""El aviso de privacidad lo lee cualquiera: el que rige, los anteriores y el de cada proceso."""

import gzip
import html

import pytest

from conoceles.avisos.versiones import versiones

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]  # lo público se sirve de lo ya leído


def texto(respuesta):
    return html.unescape(respuesta.content.decode())


@pytest.fixture
def dos_versiones(tmp_path, settings):
    settings.CONOCELES_AVISOS = tmp_path
    for fecha in ("2020-01-01", "2020-06-01"):
        for tipo in ("simplificado", "integral"):
            (tmp_path / f"{fecha}-{tipo}.html").write_text(f"<p>{tipo} del {fecha}</p>", "utf-8")
    return versiones()


def test_dice_quien_responde_y_no_toca_sesion(client, poblado):
    respuesta = client.get("/privacidad/")
    pagina = texto(respuesta)
    assert respuesta.status_code == 200
    assert not respuesta.cookies
    assert "Instituto Electoral de Prueba" in pagina
    assert "Aviso integral" in pagina
    assert "en vigor" in pagina
    assert "⟪" not in pagina
    assert len(gzip.compress(respuesta.content)) < 8_000


def test_cuesta_una_consulta_con_el_indice_hecho(client, poblado, django_assert_num_queries):
    client.get("/privacidad/")
    with django_assert_num_queries(1):
        client.get("/privacidad/")


def test_la_version_anterior_se_alcanza_y_dice_hasta_cuando_rigio(client, poblado, dos_versiones):
    vieja, nueva = dos_versiones
    portada = texto(client.get("/privacidad/"))
    assert "simplificado del 2020-06-01" in portada
    for aviso in dos_versiones:
        assert f'href="/privacidad/{aviso.clave}/"' in portada
    pagina = texto(client.get(f"/privacidad/{vieja.clave}/"))
    assert "integral del 2020-01-01" in pagina
    assert "Rigió hasta el 1 de junio de 2020" in pagina
    assert "Ésta es una versión anterior" not in texto(client.get(f"/privacidad/{nueva.clave}/"))


def test_la_que_aun_no_rige_lo_dice(client, poblado, dos_versiones, settings):
    for tipo in ("simplificado", "integral"):
        (settings.CONOCELES_AVISOS.parent / "nuevos").mkdir(exist_ok=True)
        (settings.CONOCELES_AVISOS.parent / "nuevos" / f"2999-01-01-{tipo}.html").write_text(tipo, "utf-8")
        (settings.CONOCELES_AVISOS.parent / "nuevos" / f"2020-01-01-{tipo}.html").write_text(tipo, "utf-8")
    settings.CONOCELES_AVISOS = settings.CONOCELES_AVISOS.parent / "nuevos"
    assert "Todavía no rige" in texto(client.get(f"/privacidad/{versiones()[-1].clave}/"))


@pytest.mark.parametrize("version", ["2020-01-01", "inventada", "x" * 300])
def test_una_version_inventada_no_existe(client, poblado, version):
    assert client.get(f"/privacidad/{version}/").status_code == 404


def test_cada_proceso_tiene_la_suya_y_toda_pagina_la_enlaza(client, poblado, historico):
    assert client.get("/historico-2021/privacidad/").status_code == 200
    for pagina in ("/", "/candidaturas/", "/historico-2021/", "/privacidad/"):
        assert '<a href="/privacidad/">Aviso de privacidad</a>' in texto(client.get(pagina))


def test_sin_proceso_no_se_rompe(client, db):
    assert client.get("/privacidad/").status_code == 503
