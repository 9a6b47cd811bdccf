"""Lo que cambió después de congelarse las boletas: toda forma de la boleta dice lo que la papeleta puede traer."""

from __future__ import annotations

import html
import re

import pytest
from django.utils import timezone

from conoceles.publicacion.lectura import abrir
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


TERMINO = {
    "situacion": "cancelada", "hasta": "2027-05-20T18:00:00+00:00", "sustituida_por": None, "en_la_boleta": "este_nombre",
}  # fmt: skip
DETALLES = "se canceló el 20 de mayo de 2027", "was canceled on"


def quien_termino() -> str:
    return next(
        clave for clave, t in registradas(**TERMINO).items() if t["registro"]["situacion"] == "cancelada"
    )


@pytest.mark.parametrize("forma", FORMAS)
def test_de_quien_termino_despues_queda_un_renglon_con_lo_que_paso(client, publicar, forma):
    clave, nombre = (c := quien_termino()), registradas()[c]["nombre"]
    publicar(**TERMINO)
    for lengua, detalle in zip(("", "/en"), DETALLES, strict=True):
        pagina = texto(client.get(lengua + forma))
        assert pagina.count(nombre) == 1
        assert detalle in pagina
        assert "⟪" not in pagina
        assert "hoja" in forma or f'{clave}/"' in pagina


@pytest.mark.parametrize("forma", FORMAS)
def test_de_quien_termino_antes_la_papeleta_ya_no_trae_nada(client, publicar, forma):
    publicar(**TERMINO | {"en_la_boleta": ""})
    pagina = texto(client.get(forma))
    assert registradas()[quien_termino()]["nombre"] not in pagina
    assert "puede traer todavía" not in pagina


def test_no_vuelve_al_listado_ni_a_la_cuenta_de_nadie(client, publicar):
    publicar()
    en_pie = abrir("", timezone.now()).indice
    publicar(**TERMINO)
    indice = abrir("", timezone.now()).indice
    assert set(en_pie.filas) - set(indice.filas) == {quien_termino()}
    assert [renglon.clave for renglon in indice.terminadas] == [quien_termino()]
    assert indice.tabla().filtrar({}).total == len(en_pie.filas) - 1
    publicar()  # se le restituye
    assert abrir("", timezone.now()).indice.terminadas == []


@pytest.mark.parametrize("forma", BOLETA)
def test_si_terminaron_todas_la_papeleta_no_dice_que_aun_no_las_hay(client, proceso, publicar, forma):
    todas = registradas()
    for una in todas.values():
        if una["demarcacion"]["clave"] == "002":
            una["registro"] = {**una["registro"], **TERMINO}
    sinteticas.inscribir(proceso, todas)
    pagina = texto(client.get(forma))
    assert "Aún no hay candidaturas" not in pagina
    assert pagina.count(DETALLES[0]) == sum(t["demarcacion"]["clave"] == "002" for t in todas.values())


def test_una_salida_que_no_se_deja_leer_no_rompe_la_boleta(client, publicar):
    publicar(**TERMINO | {"hasta": "no es un instante"})
    for forma in FORMAS:
        assert client.get(forma).status_code == 200
    assert abrir("", timezone.now()).indice.terminadas == []


def test_van_en_el_orden_de_la_boleta_y_con_el_mismo_trato(client, proceso, publicar):
    """Cambiar de quién es cada una no cambia la página más que en los nombres."""
    todas = registradas()
    for una in todas.values():
        if una["contienda"] == "presidencia-municipal-002" and una["calidad"] == "propietaria":
            una["registro"] = {**una["registro"], **TERMINO}
    sinteticas.inscribir(proceso, todas)
    pagina = texto(client.get("/boleta/1/hoja/"))
    renglon = pagina[pagina.index("puede traer todavía") :]
    assert re.findall(r"</b>, (Partido \d), Presidencia municipal: El registro", renglon) == [
        "Partido 1", "Partido 2", "Partido 3",
    ]  # fmt: skip
