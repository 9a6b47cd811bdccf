"""El plazo en pantalla, y el panel de quien no lo cumplió, en un navegador."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from conoceles.captura.plazos import Plazo

from .conftest import ESCRITORIO

pytestmark = pytest.mark.navegador
LO_QUE_FALTA = """async (casos) => {
    const { loQueFalta } = await import("/static/js/plazo.js");
    return casos.map((segundos) => loQueFalta(segundos * 1000));
}"""
ADELANTAR = (
    "() => { const antes = performance.now.bind(performance); performance.now = () => antes() + 3700_000; }"
)


def test_el_plazo_lo_dice_el_navegador_con_las_palabras_del_servidor_y_con_su_hora(abrir, gente, candidatura):
    """El reloj del equipo, un día adelantado, no cambia nada: sólo cuenta el tiempo que pasa."""
    ahora = timezone.now()
    candidatura.captura_hasta = ahora + timedelta(hours=1, minutes=0, seconds=30)
    candidatura.save()
    ana = abrir(como=gente["ana"])
    ana.pagina.clock.set_system_time(ahora + timedelta(days=1))
    ana.ir(reverse("captura:una", args=[candidatura.clave]))
    assert "hora" in ana.pagina.locator("[data-plazo-falta]").inner_text()
    assert ana.pagina.locator(".plazo--urgente").count() == 1
    casos = [0, -5, 1, 59, 60, 119, 3600, 3660, 7260, 86_399, 86_400, 90_000, 172_800, 1_000_000]
    dichos = ana.pagina.evaluate(LO_QUE_FALTA, casos)
    assert dichos == [Plazo("", ahora + timedelta(seconds=s), ahora, "").falta for s in casos]
    ana.pagina.evaluate(ADELANTAR)
    expect(ana.pagina.locator("[data-plazo-falta]")).to_contain_text(
        "El Instituto no ha recibido su información"
    )
    expect(ana.pagina.locator(".plazo [aria-live]")).to_contain_text("Todavía puede enviarla")
    ana.lee("El plazo terminó el")
    ana.revisar()


@pytest.mark.lenta
def test_las_pantallas_de_omisiones_y_requerimientos(abrir, gente, candidatura, proceso):
    """Vacías y con una omisión; en el teléfono y en el escritorio; sin JavaScript se confirma igual."""
    # A quien no tuvo acceso, o lo tuvo apenas, no se le requiere.
    gente["ana"].primera_entrada_en = timezone.now() - timedelta(days=30)
    gente["ana"].save()
    carmen = abrir(como=gente["carmen"])
    carmen.ir(reverse("operacion:omisiones")).lee("Nadie ha omitido responder")
    carmen.ir(reverse("operacion:requerimientos")).lee("Aún no se emite ningún requerimiento")
    candidatura.captura_hasta = timezone.now() - timedelta(hours=1)
    candidatura.save()
    carmen.ir(reverse("operacion:omisiones")).seguir("Requerir a todas…")
    carmen.pulsar("Emitir el requerimiento").lee("Se emitió un requerimiento.")
    carmen.seguir("Imprimir éste")
    carmen.ir(reverse("operacion:plazo", args=[candidatura.clave])).pulsar("Fijar el plazo")
    carmen.lee("Hay un problema", "Elija el último día")
    ancha = abrir(como=gente["celia"], ancho=ESCRITORIO)
    ancha.ir(reverse("operacion:omisiones")).ir(reverse("operacion:requerimientos"))
    ana = abrir(como=gente["ana"], js=False)
    ana.ir(reverse("captura:una", args=[candidatura.clave])).seguir("Leer el requerimiento")
    ana.pulsar("Confirmo que lo recibí").lee("Usted confirmó que lo recibió")
