"""Los nombres del mapa y del dibujo son los de la plantilla, también cuando se vuelve a cargar."""

from __future__ import annotations

import pytest
from django.core.management import call_command

from conoceles.bitacora.models import Asiento
from conoceles.publicacion.models import Edicion
from conoceles.territorio.integridad import defectos
from conoceles.territorio.lectura import contorno_de, lugar, mapa_de
from conoceles.territorio.models import Mapa
from tests.registro import minima

from .mosaico import figura, geojson, poligono

pytestmark = pytest.mark.django_db
CUADRO = [(-101.0, 19.0), (-100.9, 19.0), (-100.9, 19.1), (-101.0, 19.1)]
CORREGIDA = minima.PLANTILLA.replace(", elige_ayuntamiento = false", "").replace("Comunidad Propia", "Cherán")


@pytest.fixture
def importado(db, tmp_path):
    """La plantilla mínima, con mapa y dibujo de la Comunidad Propia, que no elige ayuntamiento por partidos."""
    proceso = minima.cargar(tmp_path)
    secciones, dibujo = tmp_path / "secciones.csv", tmp_path / "mapa.geojson"
    secciones.write_text("seccion,municipio\n1,Comunidad Propia\n", encoding="utf-8")
    dibujo.write_bytes(geojson(figura(poligono(CUADRO), clave="024")))
    call_command("importar_secciones", secciones, "--mapa=Mapa", "--desde=2023-01-01")
    call_command("importar_mapa", dibujo)
    return proceso


def recargar(tmp_path, texto):
    call_command("cargar_proceso", str(minima.escribir(tmp_path, texto)))


def asentados():
    return Asiento.objects.filter(accion__in=("territorio:nombrar", "territorio:rotular")).count()


def test_recargar_la_plantilla_corrige_el_mapa_y_el_dibujo(importado, tmp_path):
    assert not lugar(mapa_de(importado), 1).elige_ayuntamiento
    antes = Edicion.objects.count()
    recargar(tmp_path, CORREGIDA)
    suyo = lugar(mapa_de(importado), 1)
    assert (suyo.nombre_municipio, suyo.elige_ayuntamiento) == ("Cherán", True)
    assert contorno_de(importado).nombres == {"024": "Cherán"}
    assert (asentados(), list(defectos())) == (2, [])
    assert Edicion.objects.count() > antes  # las páginas guardadas dejan de valer


def test_la_misma_plantilla_no_escribe_nada(importado, tmp_path):
    antes = Edicion.objects.count()
    recargar(tmp_path, minima.PLANTILLA)
    assert (asentados(), Edicion.objects.count(), Mapa.objects.count()) == (0, antes, 1)


def test_un_mapa_alterado_por_fuera_no_se_da_por_bueno(importado, tmp_path):
    mapa_de(importado).secciones.update(municipio="001")
    recargar(tmp_path, CORREGIDA)
    assert [d for d in defectos() if "mapa de secciones" in d]
