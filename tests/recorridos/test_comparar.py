"""Comparar, en el navegador: doce candidaturas con todo lo más largo, una sola y ninguna publicada."""

import random

import pytest

from tests.publicacion import sinteticas

from .conftest import ESCRITORIO, TELEFONO
from .publicas import EXTREMAS, PUBLICADA, RESPUESTAS, SIN_ENVIAR

pytestmark = pytest.mark.navegador

DISTRITO = sinteticas.DISTRITOS[9]
DIPUTACION = sinteticas.CARGOS[1]
RUTA = "/comparar/diputacion-mr-10/"
MEDIDAS = """() => [...document.querySelectorAll(".comparada thead th:not(.comparada__tema)")].map((th, i) => {
    const medida = e => { const r = e.getBoundingClientRect(); return `${r.width}×${r.height}`; };
    const letra = e => { const s = getComputedStyle(e); return [s.fontFamily, s.fontSize, s.fontWeight, s.color].join(); };
    const celdas = [...document.querySelectorAll(`.comparada tbody td:nth-child(${i + 2})`)];
    return JSON.stringify({
        retrato: medida(th.querySelector(".retrato")), nombre: letra(th.querySelector("a")),
        ancho: th.getBoundingClientRect().width, celdas: celdas.map(c => c.getBoundingClientRect().width),
        quien: letra(celdas[3].querySelector(".comparada__quien")),
    });
})"""


def competir(proceso, cuestionarios, respuestas, *, nombre="Ana"):
    """Una candidatura por cuestionario, de otros tantos actores, por el mismo distrito."""
    azar = random.Random(5)
    tarjetas = {
        f"comp{i:06}": sinteticas.tarjeta(
            azar, cargo=DIPUTACION, demarcacion=DISTRITO, contienda="diputacion-mr-10", actor=sinteticas.ACTORES[i],
            numero=1, calidad="propietaria", cuestionario=cuestionario, foto=None, origen=None,
            nombre=f"{nombre} {i}", apellidos=[nombre, ""], nombres="",
        )
        for i, cuestionario in enumerate(cuestionarios)
    }  # fmt: skip
    sinteticas.inscribir(proceso, tarjetas, respuestas)
    return tarjetas


@pytest.mark.parametrize("ancho", [TELEFONO, pytest.param(ESCRITORIO, marks=pytest.mark.lenta)])
def test_doce_con_lo_mas_largo_tienen_el_mismo_espacio(abrir, proceso, ancho):
    competir(
        proceso, [PUBLICADA] * 9 + [SIN_ENVIAR] * 3, EXTREMAS, nombre="María Desproporcionadamentelarguísima"
    )
    visita = abrir(ancho=ancho).ir(RUTA)
    medidas = visita.pagina.evaluate(MEDIDAS)
    assert len(medidas) == 12
    assert len(set(medidas)) == 1
    visita.pagina.locator(".comparada__resto summary").first.press("Enter")
    assert visita.pagina.locator(".comparada__resto[open]").count() == 1


@pytest.mark.lenta
def test_se_eligen_con_el_teclado_y_la_direccion_lo_dice(abrir, proceso):
    competir(proceso, [PUBLICADA] * 4, RESPUESTAS)
    visita = abrir(js=False).ir("/comparar/").seguir("Distrito 10, Cabecera 10")
    visita.pagina.get_by_text("Elegir candidaturas y orden").press("Enter")
    for clave in ("comp000001", "comp000003"):
        visita.pagina.locator(f"#quien-{clave}").press("Space")
    visita.pagina.get_by_label("Alfabético, por primer apellido").press("Space")
    visita.pulsar("Comparar")
    assert visita.pagina.url.endswith(f"{RUTA}?quienes=comp000000,comp000002&orden=apellido")
    visita.lee("se muestran 2", "Ana 0", "Ana 2")


@pytest.mark.parametrize(
    "cuestionarios",
    [
        pytest.param([PUBLICADA], id="una", marks=pytest.mark.lenta),
        pytest.param([SIN_ENVIAR] * 3, id="nadie respondió"),
    ],
)
def test_con_una_sola_o_sin_respuestas_tambien_se_lee(abrir, proceso, cuestionarios):
    competir(proceso, cuestionarios, RESPUESTAS)
    visita = abrir().ir(RUTA)
    visita.lee("Situación", "Registro")
