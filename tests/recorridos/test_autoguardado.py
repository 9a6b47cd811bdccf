"""La sección se guarda sola: sin conexión, en dos ventanas o con la sesión vencida, nada se pierde."""

from __future__ import annotations

import re

import pytest
from django.contrib.sessions.models import Session
from django.urls import reverse

from conoceles.cuestionarios.models import Respuesta, Sobrante
from tests.fabricas import CONTRASENA

from .conftest import ESCRITORIO

pytestmark = pytest.mark.navegador
HISTORIA = "Historia profesional y laboral"
CAJA = "conoceles:copia:"


@pytest.fixture
def direccion(candidatura):
    return reverse("captura:seccion", args=[candidatura.clave, "historia"])


@pytest.fixture
def ana(abrir, gente, direccion):
    return abrir(como=gente["ana"]).ir(direccion)


def dice(visita, texto: str) -> None:
    """Espera a que el renglón de guardado lo diga."""
    visita.pagina.locator("[data-guardado]", has_text=re.compile(texto)).wait_for()


def dejar_el_campo(visita) -> None:
    visita.pagina.get_by_label(HISTORIA).blur()


def copia_de(visita, direccion) -> str | None:
    return visita.pagina.evaluate("clave => localStorage.getItem(clave)", CAJA + direccion)


def guardada() -> str:
    return Respuesta.objects.get(pregunta="historia_profesional").valor


def test_se_guarda_a_los_cinco_segundos_y_al_salir_del_campo(abrir, gente, direccion):
    ana = abrir(como=gente["ana"])
    ana.pagina.clock.install()
    ana.ir(direccion)
    ana.pagina.get_by_label(HISTORIA).press_sequentially("Trabajé en el campo")
    assert not Respuesta.objects.exists()
    ana.pagina.clock.run_for(5100)
    dice(ana, r"Guardado \d\d:\d\d:\d\d")
    assert guardada() == "Trabajé en el campo"
    ana.pagina.get_by_label(HISTORIA).press_sequentially(" y en la escuela")
    dejar_el_campo(ana)
    ana.pagina.locator("[name=revision][value='2']").wait_for(state="attached")
    assert guardada() == "Trabajé en el campo y en la escuela"
    # A un lector de pantalla se le dice una vez, no a cada pausa.
    assert ana.pagina.locator("[data-guardado-hablado]").inner_text().startswith("Guardado")
    ana.revisar()
    # El botón no choca con lo que la página guardó sola.
    ana.escribir(HISTORIA, "Y otra cosa")
    ana.pulsar("Guardar y continuar").lee("Guardado")
    assert guardada() == "Y otra cosa"


def test_al_irse_de_la_pagina_se_guarda(ana, candidatura):
    ana.escribir(HISTORIA, "Me voy sin oprimir nada")
    ana.seguir("Mi candidatura")
    ana.ir(reverse("captura:seccion", args=[candidatura.clave, "historia"]))
    assert ana.pagina.get_by_label(HISTORIA).input_value() == "Me voy sin oprimir nada"


def test_sin_conexion_queda_una_copia_si_se_pidio_y_se_guarda_al_volver(ana, direccion):
    red = ana.pagina.context
    red.set_offline(True)
    ana.escribir(HISTORIA, "Escrito en el camión")
    dejar_el_campo(ana)
    dice(ana, "Sin conexión: lo que escribe sigue aquí")
    assert not copia_de(ana, direccion)  # nadie la pidió
    ana.pagina.get_by_label("Este equipo es mío").check()
    copia = copia_de(ana, direccion)
    assert "Escrito en el camión" in copia
    ana.revisar()
    ana.reclamos.clear()  # las peticiones que se cortaron a propósito

    # Vuelve la conexión: se guarda sola y la copia se borra.
    red.set_offline(False)
    dice(ana, "Guardado")
    assert guardada() == "Escrito en el camión"
    assert not copia_de(ana, direccion)

    # Si el equipo se apagó antes, al abrir otra vez la sección el texto vuelve y se guarda.
    mas = copia.replace("camión", "camión y en la parada").replace('["revision","0"]', '["revision","1"]')
    ana.pagina.evaluate("([clave, copia]) => localStorage.setItem(clave, copia)", [CAJA + direccion, mas])
    ana.pagina.goto(direccion)
    ana.pagina.get_by_text("Recuperamos lo que escribió en este equipo").wait_for()
    dice(ana, "Guardado")
    assert guardada() == "Escrito en el camión y en la parada"
    assert not copia_de(ana, direccion)
    assert ana.pagina.get_by_label("Este equipo es mío").is_checked()

    # Al salir no queda nada en el equipo.
    ana.pulsar("Salir")
    assert ana.pagina.evaluate("localStorage.length") == 0


def test_dos_ventanas_comparan_y_nada_se_pierde(abrir, gente, ana, direccion, candidatura):
    otra = abrir(como=gente["ana"], ancho=ESCRITORIO).ir(direccion)
    otra.escribir(HISTORIA, "Fui maestra rural quince años.")
    dejar_el_campo(otra)
    dice(otra, "Guardado")
    ana.escribir(HISTORIA, "Fui maestra rural y enfermera.")
    dejar_el_campo(ana)
    ana.pagina.get_by_text("Dejamos de guardar para no borrar nada").wait_for()
    ana.revisar()
    assert guardada() == "Fui maestra rural quince años."
    ana.pulsar("Comparar y elegir").lee("Lo que usted escribió aquí", "Lo que está guardado", "quince años.")
    assert ana.pagina.locator("mark").all_inner_texts()[0].split("\n")[1] == "y enfermera."
    ana.escribir(HISTORIA, "Fui maestra rural quince años y enfermera.")
    ana.pulsar("Guardar esta versión").lee("Guardado", "Textos que no se usaron")
    assert guardada() == "Fui maestra rural quince años y enfermera."
    ana.seguir("Textos que no se usaron").lee(
        "Fui maestra rural quince años.", "Fui maestra rural y enfermera."
    )
    assert Sobrante.objects.count() == 2


def test_la_sesion_vencida_se_reabre_en_la_misma_pagina(ana):
    Session.objects.all().delete()
    ana.escribir(HISTORIA, "Esto no se pierde")
    dejar_el_campo(ana)
    ana.pagina.get_by_text("Su sesión terminó. Lo que escribió sigue aquí").wait_for()
    ana.revisar()
    assert not Respuesta.objects.exists()
    ana.escribir("Contraseña de ana", "no es ésta, de seguro")
    ana.pagina.get_by_role("button", name="Entrar y seguir aquí").click()
    ana.pagina.get_by_text("no coinciden").wait_for()
    ana.escribir("Contraseña de ana", CONTRASENA)
    ana.pagina.keyboard.press("Enter")
    dice(ana, "Guardado")
    assert guardada() == "Esto no se pierde"
    assert ana.pagina.locator("[data-sesion]").is_hidden()
    assert ana.foco == HISTORIA
    ana.pulsar("Guardar y continuar").lee("Guardado")


def test_antes_de_terminar_avisa_y_se_alarga(abrir, gente, direccion):
    ana = abrir(como=gente["ana"])
    ana.pagina.clock.install()
    ana.ir(direccion)
    # El navegador cree que pasaron dos horas; el servidor dice que quedan cuatro minutos.
    quedan = {
        "quedan": 240,
        "titular": ana.pagina.locator("[data-sesion]").get_attribute("data-titular"),
        "testigo": "x",
    }
    ana.pagina.route("**/cuenta/sesion/", lambda ruta: ruta.fulfill(json=quedan))
    ana.pagina.clock.fast_forward("02:00:00")
    ana.pagina.get_by_text("Su sesión está por terminar").wait_for()
    ana.revisar()
    ana.pagina.unroute_all()
    ana.pagina.get_by_role("button", name="Seguir aquí").click()
    ana.pagina.locator("[data-sesion]").wait_for(state="hidden")
