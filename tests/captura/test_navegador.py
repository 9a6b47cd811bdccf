"""En el navegador: la cuenta es la del servidor, y ninguna pantalla tiene hallazgos de accesibilidad."""

import json
import os
import shutil
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from django.urls import reverse
from playwright.sync_api import sync_playwright

from conoceles.publicacion import acciones as publicacion

CHROMIUM = shutil.which("chromium") or ""
VECTORES = json.loads((Path(__file__).parent.parent / "vectores" / "contar.json").read_text("utf-8"))
BANDERAS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]

pytestmark = [
    pytest.mark.navegador,
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(
        not CHROMIUM and not os.environ.get("CI"), reason="SIN CHROMIUM: no se probó el navegador"
    ),
]


@pytest.fixture
def pagina(live_server, client, gente):
    """Una página de 360 px en la que Ana ya entró; guarda lo que la consola reclame."""
    client.force_login(gente["ana"])
    with sync_playwright() as juego:
        navegador = juego.chromium.launch(executable_path=CHROMIUM or None, args=BANDERAS)
        contexto = navegador.new_context(base_url=live_server.url, viewport={"width": 360, "height": 800})
        contexto.add_cookies(
            [{"name": "sesion", "value": client.cookies["sesion"].value, "url": live_server.url}]
        )
        pagina = contexto.new_page()
        pagina.reclamos = []
        pagina.on("console", lambda m: pagina.reclamos.append(m.text) if m.type == "error" else None)
        yield pagina
        navegador.close()


def hallazgos(pagina) -> list:
    pagina.evaluate(AXE_SCRIPT)
    encontrados = pagina.evaluate("axe.run()")["violations"]
    return [(v["id"], [nodo["target"] for nodo in v["nodes"]]) for v in encontrados]


def se_desborda(pagina) -> bool:
    return pagina.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def test_el_navegador_cuenta_igual_que_el_servidor(pagina, candidatura):
    pagina.goto(reverse("captura:una", args=[candidatura.clave]))
    diferencias = pagina.evaluate(
        """async (casos) => {
            const { contar } = await import("/static/js/contar.js");
            const texto = (caso) => caso.partes.map(([pieza, veces]) => pieza.repeat(veces)).join("");
            return casos.filter((caso) => contar(texto(caso)) !== caso.con_espacios
                || contar(texto(caso), { conEspacios: false }) !== caso.sin_espacios).map((caso) => caso.nombre);
        }""",
        VECTORES["casos"],
    )
    assert diferencias == []


def test_el_contador_dice_lo_que_falta_y_lo_que_sobra_sin_impedir_escribir(pagina, candidatura):
    pagina.goto(reverse("captura:seccion", args=[candidatura.clave, "propuesta-1"]))
    contador = pagina.locator("[data-contador-texto]")
    pagina.fill("textarea", "a" * 218)
    assert "Faltan 62" in contador.inner_text()
    pagina.fill("textarea", "a" * 1500)
    assert "Le quedan 100" in contador.inner_text()
    pagina.fill("textarea", "a" * 1601)
    assert "Sobran 1 " in contador.inner_text()
    assert len(pagina.input_value("textarea")) == 1601


@pytest.mark.parametrize("forma", ["vacía", "llena"])
def test_sin_hallazgos_en_ninguna_pantalla(pagina, candidatura, capturar_todo, forma):
    if forma == "llena":
        capturar_todo()
    pantallas = [
        reverse(f"captura:{n}", args=[candidatura.clave]) for n in ("una", "foto", "revisar", "vista_previa")
    ]
    secciones = [
        reverse("captura:seccion", args=[candidatura.clave, s]) for s in ("contacto", "estudios", "historia")
    ]
    for direccion in pantallas + secciones:
        pagina.goto(direccion)
        assert not se_desborda(pagina), direccion
        assert hallazgos(pagina) == [], direccion
    assert pagina.reclamos == []


def test_el_acuse_sin_hallazgos_y_con_boton_de_imprimir(pagina, candidatura, capturar_todo, gente):
    envio = publicacion.enviar(cuestionario=capturar_todo(), por=gente["ana"])
    pagina.goto(reverse("captura:acuse", args=[candidatura.clave, envio.folio]))
    assert pagina.locator("[data-imprimir]").is_visible()
    assert not se_desborda(pagina)
    assert hallazgos(pagina) == []


def test_un_error_lleva_el_foco_al_resumen_y_de_ahi_al_campo(pagina, candidatura):
    pagina.goto(reverse("captura:seccion", args=[candidatura.clave, "contacto"]))
    pagina.fill("#id_pagina_web", "javascript:alert(1)")
    pagina.click("text=Guardar y continuar")
    pagina.wait_for_selector("#resumen-errores")
    assert pagina.evaluate("document.activeElement.id") == "resumen-errores"
    pagina.click("#resumen-errores a")
    assert pagina.evaluate("document.activeElement.id") == "id_pagina_web"
    assert pagina.input_value("#id_pagina_web") == "javascript:alert(1)"
    assert hallazgos(pagina) == []


def test_la_tecla_entrar_guarda_y_no_quita_renglones(pagina, candidatura, capturar_todo):
    capturar_todo()
    pagina.goto(reverse("captura:seccion", args=[candidatura.clave, "estudios"]))
    pagina.fill("#id_cursos", "Curso nuevo")
    pagina.press("#id_cursos", "Enter")
    pagina.wait_for_url("**/historia/")
    assert "Guardado" in pagina.inner_text("main")
