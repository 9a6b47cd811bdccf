"""La página de estadísticas: la misma cifra en el listado, la tabla, el dibujo y los archivos; y lo que calla."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re

import pytest

from conoceles.estadistica import acciones, lectura

URL = "/estadisticas/"


@pytest.fixture
def con_corte(poblado):
    return acciones.cortar(proceso=poblado, por=None)


def test_sin_corte_lo_dice_y_lleva_al_listado(poblado, client):
    texto = client.get(URL).content.decode()
    assert "Todavía no hay cifras" in texto
    assert 'href="/candidaturas/"' in texto


@pytest.mark.parametrize(
    ("ruta", "status"),
    [
        ("cargo/regiduria/", 200),
        ("actor/p1/", 200),
        ("actor/independiente/", 200),
        ("cargo/zzz/", 404),
        ("cargo/p1/", 404),
        ("actor/inventado-12/", 404),
    ],
)
def test_sin_corte_hay_pagina_de_lo_que_existe_y_de_lo_inventado_no(poblado, client, ruta, status):
    assert client.get(f"{URL}{ruta}").status_code == status


def test_sin_candidaturas_tampoco_se_rompe(proceso, client):
    acciones.cortar(proceso=proceso, por=None)
    assert client.get(URL).status_code == 200


def test_la_tabla_el_dibujo_el_listado_y_los_archivos_dan_la_misma_cifra(con_corte, client):
    pagina = client.get(URL).content.decode()
    mujeres = _cifra(pagina, "Mujer")
    listado = client.get("/candidaturas/?sexo=mujer").content.decode()
    assert f"{mujeres}" in re.search(r"<h1[^>]*>.*?</h1>.*?(\d+) candidatura", listado, re.S).group(1)
    assert f'width="{100 * mujeres / 60:.1f}"' in pagina
    archivo = json.loads(client.get("/estadisticas/cortes/1.json").content)
    assert archivo["vistas"][0]["tablas"]["sexo"]["mujer"] == mujeres
    filas = _filas(client)
    assert [f["valor"] for f in filas if (f["ambito"], f["tabla"], f["clave"]) == ("todas", "sexo", "mujer")] == [
        str(mujeres)
    ]  # fmt: skip


def _cifra(pagina: str, texto: str) -> int:
    """La de ese renglón de la primera tabla que lo tenga."""
    renglon = rf'<th scope="row"[^>]*>{texto}</th><td class="numero"[^>]*>([\d,]+)</td>'
    return int(re.search(renglon, pagina).group(1))


def _filas(client, ruta: str = "/estadisticas/cortes/1.csv") -> list[dict[str, str]]:
    contenido = client.get(ruta).content.decode("utf-8")
    assert contenido.startswith("\ufeff")
    return list(csv.DictReader(io.StringIO(contenido.removeprefix("\ufeff"))))


def test_cada_cifra_del_csv_es_la_del_corte(con_corte, client):
    filas = _filas(client)
    for vista in con_corte.datos["vistas"]:
        for tabla, cuentas in vista["tablas"].items():
            ambito = (vista["faceta"] or "todas", vista["valor"], tabla)
            suyas = [f for f in filas if (f["ambito"], f["ambito_clave"], f["tabla"]) == ambito]
            assert {f["clave"]: int(f["valor"]) for f in suyas} == cuentas


def test_las_huellas_de_la_pagina_son_las_de_los_archivos(con_corte, client):
    pagina = client.get(URL).content.decode()
    for formato in ("csv", "json"):
        contenido = client.get(f"/estadisticas/cortes/1.{formato}").content
        assert hashlib.sha256(contenido).hexdigest() in pagina


@pytest.mark.parametrize("ruta", ["cargo/regiduria/", "actor/p1/", "actor/independiente/"])
def test_por_cargo_y_por_quien_postula_a_un_enlace(con_corte, client, ruta):
    portada = client.get(URL).content.decode()
    assert f"{URL}{ruta}" in portada
    respuesta = client.get(f"{URL}{ruta}")
    assert respuesta.status_code == 200
    faceta, valor = ruta.split("/")[:2]
    assert f"/candidaturas/?{faceta}={valor}" in respuesta.content.decode()


@pytest.mark.parametrize("ruta", ["cargo/no-existe/", "actor/no-existe/", "cortes/2.csv", "cortes/2.json"])
def test_lo_que_no_existe_es_404(con_corte, client, ruta):
    assert client.get(f"{URL}{ruta}").status_code == 404


def test_la_pagina_vive_con_su_edicion_y_un_corte_la_cambia(poblado, client):
    antes = client.get(URL)
    assert client.get(URL, headers={"if-none-match": antes["ETag"]}).status_code == 304
    acciones.cortar(proceso=poblado, por=None)
    assert client.get(URL, headers={"if-none-match": antes["ETag"]}).status_code == 200


def test_cuesta_pocas_consultas(con_corte, client, django_assert_max_num_queries):
    client.get(URL)
    with django_assert_max_num_queries(3):
        client.get(URL)


def test_los_estudios_se_cuentan_al_momento_y_se_descargan_iguales(con_corte, client):
    """No están en el corte: la tabla, el listado y su archivo dan la misma cifra de esta edición."""
    pagina = client.get(URL).content.decode()
    filas = _filas(client, f"{URL}estudios.csv")
    de_todas = {f["clave"]: int(f["valor"]) for f in filas if f["ambito"] == "todas"}
    assert de_todas == {f["clave"]: _cifra(pagina, f["etiqueta"]) for f in filas if f["ambito"] == "todas"}
    assert de_todas
    for grado, cuantas in de_todas.items():
        listado = client.get(f"/candidaturas/?grado={grado}").content.decode()
        assert re.search(rf"<h1[^>]*>.*?</h1>.*?\b{cuantas} candidatura", listado, re.S)
    assert {"cargo", "actor"} < {f["ambito"] for f in filas}
    assert not any("grado" in vista["tablas"] for vista in con_corte.datos["vistas"])
    assert f'href="{URL}estudios.csv"' in pagina


def test_un_proceso_anterior_tiene_las_suyas(con_corte, historico, client):
    acciones.cortar(proceso=historico, por=None)
    texto = client.get(f"/{historico.clave}/estadisticas/").content.decode()
    assert f"/{historico.clave}/estadisticas/cortes/1.csv" in texto
    assert lectura.ultimo(historico.clave).datos["identidad"] == {}


def test_cada_dibujo_dice_con_palabras_lo_que_dibuja(con_corte, client):
    pagina = client.get(URL).content.decode()
    dibujos = re.findall(r"<svg class=\"barra\".*?</svg>", pagina)
    assert dibujos
    for dibujo in dibujos:
        assert 'role="img"' in dibujo
        assert re.search(r"<title>(&lt; )?[\d.]+\u00a0%</title>", dibujo)
