"""Recorrer la cola y repartirla en el navegador: las letras nunca estorban a quien escribe, y pueden apagarse."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from conoceles.cuestionarios.estados import Estado
from conoceles.publicacion.acciones import al_corriente
from tests import fabricas

pytestmark = pytest.mark.navegador


@pytest.fixture
def tres(proceso):
    """Tres en revisión, de la más antigua a la más reciente."""
    ahora = timezone.now()
    cuestionarios = [
        fabricas.CuestionarioFactory(estado=Estado.EN_VALIDACION, enviado_en=ahora - timedelta(hours=horas))
        for horas in (3, 2, 1)
    ]
    al_corriente([c.candidatura for c in cuestionarios], por=None)
    return [c.candidatura.clave for c in cuestionarios]


def test_las_letras_recorren_la_cola_y_se_apagan(abrir, gente, tres):
    vera = abrir(como=gente["vera"], ancho=1280)
    vera.ir(reverse("validacion:revision", args=[tres[0]]) + "?cola=orden%3Dvence")
    vera.lee("1 de 3", "Siguiente")
    for tecla, clave in (("j", tres[1]), ("j", tres[2]), ("k", tres[1])):
        with vera.pagina.expect_navigation(url=f"**/{clave}/?cola=orden%3Dvence"):
            vera.pagina.keyboard.press(tecla)
    vera.pagina.get_by_role("button", name="Apagar los atajos").click()
    aqui = vera.pagina.url
    vera.pagina.keyboard.press("j")
    vera.ir(aqui.partition("/panel")[1] + aqui.partition("/panel")[2])
    vera.pagina.keyboard.press("j")
    assert vera.pagina.url == aqui, "apagadas, siguen apagadas en la siguiente página"
    vera.pagina.get_by_role("button", name="Encender los atajos").click()
    with vera.pagina.expect_navigation(url=f"**/{tres[2]}/**"):
        vera.pagina.keyboard.press("j")


def test_las_letras_recorren_los_renglones_de_la_bandeja(abrir, gente, tres):
    vera = abrir(como=gente["vera"], ancho=1280)
    vera.ir(reverse("validacion:bandeja"))
    vera.lee("j baja y k sube por la lista")
    for tecla, clave in (("j", tres[0]), ("j", tres[1]), ("k", tres[0]), ("k", tres[0])):
        vera.pagina.keyboard.press(tecla)
        assert clave in vera.pagina.evaluate("document.activeElement.href")
    with vera.pagina.expect_navigation(url=f"**/{tres[0]}/**"):
        vera.pagina.keyboard.press("Enter")


def test_las_letras_no_se_disparan_mientras_se_escribe(abrir, gente, tres):
    vera = abrir(como=gente["vera"], ancho=1280)
    vera.ir(reverse("validacion:revision", args=[tres[1]]))
    vera.pagina.evaluate(
        "document.querySelector('main').insertAdjacentHTML('beforeend', '<textarea id=prueba>')"
    )
    aqui = vera.pagina.url
    vera.pagina.locator("#prueba").press_sequentially("jaja, kilo")
    vera.pagina.keyboard.press("Control+j")
    assert vera.pagina.locator("#prueba").input_value() == "jaja, kilo"
    assert vera.pagina.url == aqui


@pytest.mark.parametrize("ancho", [360, pytest.param(1280, marks=pytest.mark.lenta)])
def test_repartir_y_filtrar(abrir, gente, tres, ancho):
    carmen = abrir(como=gente["carmen"], ancho=ancho)
    carmen.ir(reverse("validacion:asignacion"))
    carmen.pagina.get_by_label("Vera de Prueba").uncheck()
    carmen.pulsar("Repartir 3").lee("Repartió 3 candidaturas: Carmen de Prueba 3.")
    carmen.ir(reverse("validacion:bandeja") + "?asignada=mias")
    carmen.lee("Por atender: 3 candidaturas", "asignada a carmen")
