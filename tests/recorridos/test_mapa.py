"""El mapa con el teclado: se ve en cuál se está, se lee su nombre y se entra a su boleta."""

from __future__ import annotations

import pytest

from conoceles.territorio.models import Contorno

from . import publicas

pytestmark = pytest.mark.navegador

# Dos vecinos que comparten una orilla, para ver que el segundo no tapa al primero.
TRAZOS = {"901": "M0 0l500 0 0 400-500 0z", "902": "M500 0l500 0 0 400-500 0z"}
SENALADO = "getComputedStyle(document.activeElement.querySelector('path')).fill"


def test_el_mapa_se_recorre_con_el_teclado(proceso, ciudadania):
    publicas.inscribir(proceso)
    nombres = {"901": "Álamos", "902": "Zacoalco"}
    Contorno.objects.create(
        proceso=proceso, ancho=1000, alto=400, trazos=TRAZOS, nombres=nombres, archivo="m.geojson", huella="0" * 64
    )  # fmt: skip
    ciudadania.ir("/mapa/")
    pagina = ciudadania.pagina
    quieto = pagina.locator(".mapa path").first.evaluate("trazo => getComputedStyle(trazo).fill")
    pagina.get_by_role("link", name="Ir a la lista").focus()
    for nombre in nombres.values():
        pagina.keyboard.press("Tab")
        assert pagina.locator(".mapa text:visible").all_text_contents() == [nombre]
        assert pagina.evaluate(SENALADO) != quieto
    ciudadania.revisar()
    with pagina.expect_navigation():
        pagina.keyboard.press("Enter")
    assert pagina.url.endswith("/boleta/municipio/902/")
