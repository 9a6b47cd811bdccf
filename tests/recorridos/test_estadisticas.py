"""Las estadísticas en el navegador: se leen en un teléfono, llevan a las de un cargo y el Instituto hace el corte."""

from __future__ import annotations

import pytest
from django.urls import reverse

from conoceles.publicacion.acciones import al_corriente
from tests import fabricas

pytestmark = pytest.mark.navegador


@pytest.mark.lenta
def test_del_corte_a_la_tabla_de_un_cargo(abrir, proceso, gente):
    """Sin corte, la página lo dice; hecho en el panel, se lee de teléfono a escritorio y de claro a oscuro."""
    al_corriente([fabricas.CandidaturaFactory() for _ in range(3)], por=None)
    abrir().ir("/estadisticas/").lee("Todavía no hay cifras")

    panel = abrir(como=gente["carmen"])
    panel.ir(reverse("operacion:estadistica")).pulsar("Hacer el corte de hoy").lee(
        "El corte de hoy ya está hecho"
    )

    publica = abrir()
    publica.ir("/estadisticas/").seguir("Diputación local")
    publica.pagina.get_by_role("heading", name="Diputación local", level=1).wait_for()
    assert publica.pagina.get_by_role("img", name="100.0 %").count() > 0
    abrir(ancho=1280, esquema="dark").ir("/estadisticas/")
