"""De la ficha: compartirla, avisar de un error y leer el folio, en un teléfono y también sin JavaScript."""

from __future__ import annotations

import pytest

from conoceles.consulta import reportar
from conoceles.reportes.models import Reporte

from . import publicas

pytestmark = pytest.mark.navegador
COMPARTIDO = "window.compartido = []; navigator.share = async (que) => window.compartido.push(que);"


@pytest.fixture
def situaciones(proceso, monkeypatch):
    monkeypatch.setattr(reportar, "ESPERA_SEGUNDOS", 0)
    return publicas.inscribir(proceso)


def test_se_comparte_con_el_aparato_y_se_avisa_de_un_error(abrir, situaciones):
    visita = abrir()
    visita.pagina.add_init_script(COMPARTIDO)
    visita.ir("/candidaturas/publicada/")
    visita.pagina.get_by_role("button", name="Compartir…").click()
    assert visita.pagina.evaluate("window.compartido[0].url").endswith("/candidaturas/publicada/")
    assert visita.pagina.evaluate(
        "JSON.parse(document.querySelector('[type=\"application/ld+json\"]').text)['@type']"
    )
    visita.seguir("Reportar un error en esta página")
    visita.pagina.get_by_label("Qué parte de la página").select_option("propuestas")
    visita.escribir("Qué está mal", "corto")
    visita.pulsar("Enviar el aviso")
    visita.lee("Hay un problema", "lleva 5")
    visita.escribir("Qué está mal", "La primera propuesta dice 2042 y debe decir 2024.")
    visita.pulsar("Enviar el aviso")
    visita.lee("El Instituto recibió su aviso", Reporte.objects.get().folio)


def test_sin_javascript_bastan_los_enlaces(abrir, situaciones):
    visita = abrir(js=False).ir("/candidaturas/publicada/")
    assert not visita.pagina.get_by_role("button", name="Compartir…").is_visible()
    assert visita.pagina.get_by_role("link", name="WhatsApp").is_visible()
    visita.seguir("Reportar un error en esta página")
    visita.pagina.get_by_label("Qué parte de la página").select_option("otra")
    visita.escribir("Qué está mal", "El enlace de la página web no abre.")
    visita.pulsar("Enviar el aviso")
    visita.lee("El Instituto recibió su aviso")
