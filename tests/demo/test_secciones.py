"""Las secciones de la demostración: todas, siempre las mismas y a la vista ficticias."""

from __future__ import annotations

from collections import Counter, defaultdict

import pytest

from conoceles.demo import secciones
from conoceles.demo.cargar import _crear_personal
from conoceles.publicacion.registro import cargar_proceso, leer_plantilla


@pytest.fixture(scope="module")
def renglones(plantilla):
    return list(secciones.renglones(plantilla))


def test_siempre_son_las_mismas_y_son_pocas(plantilla, renglones):
    assert renglones == list(secciones.renglones(plantilla))
    assert len(renglones) < 1_500
    assert [renglon["seccion"] for renglon in renglones] == list(range(1, len(renglones) + 1))


def test_todo_municipio_y_todo_distrito_tienen(plantilla, renglones):
    por_tipo = defaultdict(set)
    for demarcacion in plantilla["demarcaciones"]:
        por_tipo[demarcacion["tipo"]].add(demarcacion["clave"])
    assert {renglon["municipio_inegi"] for renglon in renglones} == por_tipo["municipio"]
    assert {renglon["distrito"] for renglon in renglones} == por_tipo["distrito"]
    assert min(Counter(renglon["municipio_inegi"] for renglon in renglones).values()) >= secciones.MINIMO


def test_el_distrito_que_lleva_el_nombre_del_municipio_es_el_suyo(renglones):
    distritos = defaultdict(set)
    for renglon in renglones:
        distritos[renglon["municipio_inegi"]].add(renglon["distrito"])
    assert distritos["053"] == {"10", "11", "16", "17"}  # Morelia
    assert distritos["102"] == {"14", "20"}  # Uruapan
    assert distritos["015"] == {"21"}  # Coalcomán de Vázquez Pallares
    assert distritos["066"] == {"15"}  # Pátzcuaro


@pytest.mark.django_db
@pytest.mark.sin_base
def test_entran_por_la_puerta_de_las_de_verdad(plantilla):
    proceso = cargar_proceso(plantilla=leer_plantilla("demostracion"), por=None, vigente=True).proceso
    personal = _crear_personal()
    mapa = secciones.importar(proceso, plantilla, por=personal)
    assert mapa.es_ficticio
    assert mapa.vale_en_la_jornada
    assert mapa.sin_ayuntamiento == ["024"]
    assert secciones.importar(proceso, plantilla, por=personal) == mapa
