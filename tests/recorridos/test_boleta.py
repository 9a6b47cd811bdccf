"""De la credencial a la boleta en un teléfono: con teclado, sin guiones, sin internet y en papel."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from playwright.sync_api import expect

from tests.consulta import boletas
from tests.publicacion import sinteticas

from .publicas import PALABRA
from .test_pantallas import barrer  # noqa: F401

pytestmark = pytest.mark.navegador

MEDIDAS = {"municipios": 3, "distritos": 2}


@pytest.fixture
def estado(proceso, retrato):
    for n in range(200):
        ruta = f"retratos/{n:064x}/72.webp"
        storages["publico"].delete(ruta)  # la que otra prueba haya dejado puede no ser una fotografía
        storages["publico"].save(ruta, ContentFile(retrato.archivos["72.webp"]))
    proceso.es_ficticio = True
    proceso.save()
    sinteticas.inscribir(proceso, boletas.tarjetas(**MEDIDAS, quienes=boletas.actores(3)))
    boletas.mapa(proceso, **MEDIDAS, secciones=9, es_ficticio=True)
    return proceso


def test_con_teclado_y_sin_guiones_de_la_seccion_a_la_planilla(estado, abrir):
    visita = abrir(js=False)
    visita.pagina.goto("/boleta/")
    visita.pagina.get_by_label("Sección electoral").focus()
    visita.pagina.keyboard.type("0004")
    with visita.pagina.expect_navigation():
        visita.pagina.keyboard.press("Enter")
    visita.revisar()
    visita.lee(
        "Su boleta en la sección 4", "Gubernatura", "Diputaciones", "Ayuntamiento", "Secciones ficticias"
    )
    visita.no_lee("Regiduria 2")
    visita.pagina.locator("#ayuntamiento summary").first.focus()
    visita.pagina.keyboard.press("Enter")
    visita.lee("Regiduria 2")
    with visita.pagina.expect_navigation():
        visita.pagina.get_by_role("link", name="Hoja para imprimir").press("Enter")
    visita.lee("Lo que se vota en la sección 4")


def _adonde_llevan(pagina) -> set[str]:
    """A qué carpetas van los enlaces de la copia, ya resueltos por el navegador."""
    return set(pagina.evaluate("[...document.links].map((a) => a.href.replace(/[^/]+\\/$/, ''))"))


def test_la_copia_se_guarda_y_se_abre_sin_internet(estado, abrir, tmp_path, settings):
    settings.CONOCELES_SITIO = "https://conoceles.ejemplo.mx"  # el suyo, no aquel por el que aquí se entra
    llevan = {f"{settings.CONOCELES_SITIO}/{a}/" for a in ("boleta", "candidaturas")}
    visita = abrir()
    visita.pagina.goto("/boleta/4/para-guardar/")
    assert _adonde_llevan(visita.pagina) == llevan
    visita.pagina.goto("/boleta/4/")
    with visita.pagina.expect_download() as descarga:
        visita.pagina.get_by_role("link", name="Guardar para verla sin internet").click()
    assert descarga.value.suggested_filename == "boleta-seccion-0004.html"
    copia = tmp_path / "copia.html"
    descarga.value.save_as(copia)
    visita.pagina.context.set_offline(True)
    visita.pagina.goto(copia.as_uri())
    visita.revisar()
    assert _adonde_llevan(visita.pagina) == llevan
    visita.lee("Su boleta en la sección 4", "Copia con la información al")
    visita.no_lee("Regiduria 2")
    visita.pagina.locator("summary", has_text="Ver toda la planilla").first.click()
    visita.lee("Regiduria 2")
    fotos = visita.pagina.locator("img")
    assert fotos.count() == 9
    for foto in fotos.all():  # son perezosas: cada una se dibuja cuando se llega a ella
        foto.scroll_into_view_if_needed()
        expect(foto).to_have_js_property("naturalWidth", 72)


@pytest.mark.lenta
@pytest.mark.parametrize("actores", [4, 12])
def test_la_hoja_cabe_en_dos_caras_de_carta_y_el_cartel_en_una(
    proceso, chromium, live_server, abrir, actores
):
    tarjetas = boletas.tarjetas(
        municipios=2, distritos=1, quienes=boletas.actores(actores), regidurias=7, lista=16, con_foto=False
    )
    sinteticas.inscribir(proceso, tarjetas)
    boletas.mapa(proceso, municipios=2, distritos=1, secciones=2)
    pagina = abrir().pagina
    for ruta, caras in (("/boleta/2/hoja/", 2), ("/carteles/001/", 1)):
        pagina.goto(ruta)
        documento = pagina.pdf(prefer_css_page_size=True)
        assert len(re.findall(rb"/Type\s*/Page\b", documento)) <= caras, ruta
        assert b"/MediaBox [0 0 612 792]" in documento


@pytest.mark.lenta
@pytest.mark.parametrize("esquema", ["light", "dark"])
def test_todas_las_formas_de_la_boleta(proceso, barrer, esquema):  # noqa: F811
    rutas = (
        "/boleta/",
        "/boleta/4/",
        "/boleta/4/hoja/",
        "/boleta/4/hoja/letra-grande/",
        "/boleta/4/para-guardar/",
    )
    otras = ("/boleta/?seccion=x", "/boleta/?localidad=centro", "/boleta/9999/", "/boleta/municipio/002/",
             "/carteles/002/")  # fmt: skip
    with barrer(esquema=esquema) as barrido:
        barrido.ver("/boleta/", lee="Todavía no se puede armar su boleta")
        largos = [{**actor, "nombre": f"Candidatura común {PALABRA}"} for actor in boletas.actores(3)]
        sinteticas.inscribir(proceso, boletas.tarjetas(**MEDIDAS, quienes=largos, con_foto=False))
        barrido.ver("/boleta/?sin-mapa", "/boleta/municipio/002/", lee="¿Cuál es su distrito local?")
        mapa = boletas.mapa(proceso, **MEDIDAS, secciones=9)
        barrido.ver(*rutas, *otras)
        barrido.ver("/boleta/2/", lee="sistema normativo")
        mapa.vale_hasta = proceso.jornada - timedelta(days=1)
        mapa.save()
        barrido.ver("/boleta/5/", lee="es de otra elección")
