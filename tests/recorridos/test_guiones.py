"""Los guiones que ayudan a capturar: cuentan como el servidor y nunca estorban."""

from __future__ import annotations

import json
import random
import unicodedata
from pathlib import Path

import pytest
from django.urls import reverse

from conoceles.comun.texto import contar, normalizar
from conoceles.publicacion.acciones import enviar
from tests.comun.test_texto import ENREDOS

pytestmark = pytest.mark.navegador
VECTORES = json.loads((Path(__file__).parent.parent / "vectores" / "contar.json").read_text("utf-8"))
LAS_QUE_DIFIEREN = """async (casos) => {
    const { contar } = await import("/static/js/contar.js");
    const texto = (caso) => caso.partes.map(([pieza, veces]) => pieza.repeat(veces)).join("");
    return casos.filter((caso) => contar(texto(caso)) !== caso.con_espacios
        || contar(texto(caso), { conEspacios: false }) !== caso.sin_espacios).map((caso) => caso.nombre);
}"""
# Los textos viajan escapados: la mitad de un par suplente no cabe en UTF-8.
LOS_QUE_NORMALIZA_DISTINTO = """async (escapados) => {
    const { contar, normalizar } = await import("/static/js/contar.js");
    return JSON.parse(escapados).filter(([texto, limpio, con, sin]) => normalizar(texto) !== limpio
        || contar(texto) !== con || contar(texto, { conEspacios: false }) !== sin).map(([texto]) => escape(texto));
}"""
SEMILLA, CUANTOS = 20270606, 6_000


@pytest.fixture
def ana(abrir, gente):
    return abrir(como=gente["ana"])


@pytest.fixture
def seccion(candidatura):
    return lambda clave: reverse("captura:seccion", args=[candidatura.clave, clave])


def test_el_navegador_cuenta_igual_que_el_servidor(ana, seccion):
    ana.ir(seccion("propuesta-1"))
    assert ana.pagina.evaluate(LAS_QUE_DIFIEREN, VECTORES["casos"]) == []


def textos_al_azar() -> list[str]:
    """De todo Unicode ya asignado y, más a menudo, de lo que suele enredar una cuenta."""
    azar = random.Random(SEMILLA)
    asignados = [chr(p) for p in range(0x110000) if unicodedata.category(chr(p)) not in ("Cn", "Cs", "Co")]

    def uno() -> str:
        de_donde = (ENREDOS, asignados, "aeiounñ \n")
        return "".join(azar.choice(azar.choice(de_donde)) for _ in range(azar.randrange(40)))

    return [uno() for _ in range(CUANTOS)]


def test_el_navegador_normaliza_y_cuenta_igual_cualquier_texto(ana, seccion):
    casos = [(caso["entrada"], caso["salida"]) for caso in VECTORES["normaliza"]]
    casos += [(texto, normalizar(texto)) for texto in textos_al_azar()]
    con_cuentas = [
        (texto, limpio, contar(texto), contar(texto, con_espacios=False)) for texto, limpio in casos
    ]
    ana.ir(seccion("propuesta-1"))
    distintos = ana.pagina.evaluate(LOS_QUE_NORMALIZA_DISTINTO, json.dumps(con_cuentas))
    assert distintos == [], f"con la semilla {SEMILLA}"


def test_el_contador_se_anuncia_en_la_pausa_y_solo_cuando_hay_algo_que_corregir(abrir, gente, seccion):
    ana = abrir(como=gente["ana"])
    ana.pagina.clock.install()
    ana.ir(seccion("propuesta-1"))
    # Detenido: instalado nada más, el reloj sigue andando y una máquina ocupada gasta la pausa.
    ana.pagina.clock.pause_at(ana.pagina.evaluate("Date.now()") / 1000 + 1)
    hablado = ana.pagina.locator("[data-contador] [aria-live]")
    for cuantas, dicho in (
        (279, "Lleva 279 caracteres. Falta 1 para el mínimo."),
        (500, ""),
        (1600, "Le quedan 0 de 1,600 caracteres."),
    ):
        ana.escribir("Su primera propuesta", "a" * cuantas)
        antes = hablado.inner_text()
        ana.pagina.clock.run_for(900)
        assert hablado.inner_text() == antes
        ana.pagina.clock.run_for(200)
        assert hablado.inner_text() == dicho
    ana.escribir("Su primera propuesta", "a")
    ana.pagina.clock.run_for(1100)
    assert hablado.inner_text().startswith("Lleva 1 carácter. Faltan 279")


def test_el_contador_dice_lo_que_falta_y_lo_que_sobra_sin_impedir_escribir(ana, seccion):
    ana.ir(seccion("propuesta-1"))
    for cuantas, dicho in ((218, "Faltan 62"), (1500, "Le quedan 100"), (1601, "Sobra 1:")):
        ana.escribir("Su primera propuesta", "a" * cuantas)
        ana.lee(dicho)
    assert len(ana.pagina.get_by_label("Su primera propuesta").input_value()) == 1601
    ana.revisar()


def test_la_tecla_entrar_guarda_y_no_quita_renglones(ana, seccion, capturar_todo):
    capturar_todo()
    ana.ir(seccion("estudios"))
    ana.escribir("Renglón 1", "Curso nuevo", exacto=True)
    with ana.pagina.expect_navigation():
        ana.pagina.keyboard.press("Enter")
    ana.lee("Guardado")
    assert ana.pagina.url.endswith(seccion("historia"))
    ana.ir(seccion("estudios"))
    assert ana.pagina.get_by_label("Renglón 1", exact=True).input_value() == "Curso nuevo"


@pytest.mark.parametrize("js", [True, False], ids=["con JavaScript", "sin JavaScript"])
def test_el_boton_de_imprimir_solo_se_ve_donde_funciona(abrir, gente, candidatura, capturar_todo, js):
    envio = enviar(cuestionario=capturar_todo(), por=gente["ana"])
    ana = abrir(como=gente["ana"], js=js)
    ana.ir(reverse("captura:acuse", args=[candidatura.clave, envio.folio]))
    assert ana.pagina.locator("[data-imprimir]").is_visible() is js


def test_la_contrasena_se_muestra_y_se_vuelve_a_ocultar(abrir, proceso):
    visita = abrir()
    visita.ir("/entrar/")
    campo = visita.pagina.get_by_label("Contraseña", exact=True)
    campo.fill("una frase larga")
    visita.pagina.get_by_role("button", name="Mostrar la contraseña").click()
    assert campo.get_attribute("type") == "text"
    visita.revisar()
    visita.pagina.get_by_role("button", name="Ocultar la contraseña").click()
    assert campo.get_attribute("type") == "password"
