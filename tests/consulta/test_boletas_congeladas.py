"""Lo que cambió después de congelarse las boletas: toda forma de la boleta dice lo que la papeleta puede traer."""

from __future__ import annotations

import html

import pytest

from tests.publicacion import sinteticas

from . import boletas

pytestmark = [pytest.mark.django_db, pytest.mark.sin_base]

COMPARAR = "/comparar/presidencia-municipal-002/"
BOLETA = ("/boleta/1/", "/boleta/1/hoja/", "/boleta/1/hoja/letra-grande/", "/boleta/1/para-guardar/")
FORMAS = (*BOLETA, COMPARAR)
MEDIDAS = {"municipios": 3, "distritos": 1}
OTRO = "La boleta puede mostrar otro nombre", "The ballot may show another name"


def texto(respuesta) -> str:
    return html.unescape(respuesta.content.decode())


def registradas(**cambios) -> dict:
    """Tres partidos; lo que se diga del registro de quien encabeza la planilla del primero en el municipio 2."""
    todas = boletas.tarjetas(**MEDIDAS, quienes=boletas.actores(3))
    quien = next(
        t for t in todas.values()
        if (t["contienda"], t["calidad"], t["actor"]["clave"]) == ("presidencia-municipal-002", "propietaria", "p1")
    )  # fmt: skip
    quien["registro"] = {**quien["registro"], **cambios}
    return todas


@pytest.fixture
def publicar(proceso):
    """La sección 1, que es del municipio 2."""
    boletas.mapa(proceso, **MEDIDAS, secciones=3)
    return lambda **cambios: sinteticas.inscribir(proceso, registradas(**cambios))


@pytest.mark.parametrize("forma", FORMAS)
def test_junto_a_quien_entro_despues_se_dice_que_la_papeleta_puede_traer_otro_nombre(client, publicar, forma):
    publicar()
    for lengua in ("", "/en"):
        assert not any(aviso in texto(client.get(lengua + forma)) for aviso in OTRO)
    publicar(en_la_boleta="otro_nombre")
    for lengua, aviso in zip(("", "/en"), OTRO, strict=True):
        assert texto(client.get(lengua + forma)).count(aviso) == 1
