"""El mapa de secciones que se publica es el que se importó: lo que se cambie por fuera se nombra."""

from __future__ import annotations

import pytest

from conoceles.publicacion.evidencia import integridad as de_lo_publicado
from conoceles.territorio.integridad import defectos
from conoceles.territorio.models import Mapa, Seccion

from .test_importar_secciones import archivo, importar  # noqa: F401

pytestmark = pytest.mark.django_db


def test_lo_que_se_cambia_o_se_pone_por_fuera_se_nombra(territorio, archivo, capsys):  # noqa: F811
    importar(archivo, capsys)
    assert list(defectos()) == []
    Seccion.objects.filter(numero=1).update(municipio="053", distrito="04")
    assert "no es el que se importó" in next(defectos())
    mapa = Mapa.objects.get()
    Seccion.objects.all().delete()
    Mapa.objects.all().delete()
    assert list(defectos()) == [f"Falta el mapa de secciones {mapa.pk}: se importó y ya no está."]
    mapa.pk = mapa.pk + 1
    mapa.save(force_insert=True)
    assert "no es el que se importó" in next(defectos())


def test_un_mapa_importado_antes_que_ninguna_candidatura_no_acusa_a_nadie(territorio, archivo, capsys):  # noqa: F811
    """Mueve la edición sin que haya ninguna hoja: es como empieza toda instalación."""
    importar(archivo, capsys)
    assert list(de_lo_publicado.defectos()) == []
