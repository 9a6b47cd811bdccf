"""Los catálogos: al día con lo que el sitio dice, y una lengua sólo se ofrece entera."""

from __future__ import annotations

import re

import pytest
from babel.messages.catalog import Catalog
from django.conf import settings

from conoceles.comun import lenguas
from herramientas import catalogos

pytestmark = pytest.mark.sin_base


def catalogo(**textos):
    uno = Catalog()
    for ident, dicho in textos.items():
        uno.add(ident.replace("_", " "), dicho)
    return uno


@pytest.mark.parametrize("lengua", catalogos.catalogos())
def test_cada_catalogo_tiene_los_textos_de_hoy(lengua):
    suyos = catalogos.leer(catalogos.catalogos()[lengua])
    llaves = [{(m.context, m.id) for m in uno if m.id} for uno in (catalogos.extraer(), suyos)]
    assert llaves[0] == llaves[1], "Corra `make catalogos` y traduzca lo nuevo."


def test_el_ingles_esta_entero_y_se_ofrece():
    assert catalogos.faltantes(catalogos.leer(catalogos.catalogos()["en"])) == []
    assert "en" in dict(settings.LANGUAGES), "Corra `make catalogos`."
    assert lenguas.nombre("en") == "English"


def test_nada_en_ingles_se_quedo_en_espanol():
    """Igual en las dos lenguas sólo pueden ser marcas y palabras que se escriben igual."""
    iguales = {m.id for m in catalogos.leer(catalogos.catalogos()["en"]) if m.id and m.id == m.string}
    assert all(len(re.findall(r"\w+", texto)) <= 2 for texto in iguales), iguales


def test_una_lengua_a_medias_no_se_compila_y_la_que_se_quedo_atras_se_retira(tmp_path):
    ruta, entera = tmp_path / "django.po", catalogo(Inicio="Home", Su_boleta="Your ballot")
    assert catalogos.compilar(entera, ruta) == []
    assert ruta.with_suffix(".mo").exists()
    catalogos.poner_al_dia(entera, catalogo(Inicio="", Su_boleta="", Comparar=""))
    assert catalogos.compilar(entera, ruta) == ["Comparar"]
    assert not ruta.with_suffix(".mo").exists()


@pytest.mark.parametrize(
    ("original", "dicho", "sirve"),
    [
        ("Sección %(numero)s", "Section %(numero)s", True),
        ("Sección %(numero)s", "Section %(number)s", False),
        ("Sección %(numero)s", "Section", False),
        ("el {}", "on {}", True),
        ("el {}", "on", False),
        ("Inicio", "", False),
        (("%(n)s día", "%(n)s días"), ("%(n)s day", "%(n)s days"), True),
        (("%(n)s día", "%(n)s días"), ("%(n)s day", ""), False),
        (("un día", "%(n)s días"), ("one day", "%(n)s days"), True),
    ],
)
def test_un_texto_sirve_si_esta_y_conserva_sus_huecos(original, dicho, sirve):
    uno = Catalog()
    uno.add(original, dicho)
    assert (catalogos.faltantes(uno) == []) is sirve


def test_lo_que_espera_revision_no_sirve():
    uno = Catalog()
    uno.add("Inicio", "Home", flags=["fuzzy"])
    assert catalogos.faltantes(uno) == ["Inicio"]


def test_solo_se_ofrecen_las_compiladas(tmp_path):
    for lengua, archivo in (("en", "django.mo"), ("pua", "django.po")):
        (tmp_path / lengua / "LC_MESSAGES").mkdir(parents=True)
        (tmp_path / lengua / "LC_MESSAGES" / archivo).touch()
    assert [clave for clave, _ in lenguas.ofrecidas(tmp_path)] == ["es-mx", "en"]
