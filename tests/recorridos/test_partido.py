"""El partido de punta a punta, y la persona que decide sobre lo que le propuso; todo sin JavaScript."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Observacion, Respuesta
from conoceles.registro.models import Representacion
from tests import fabricas, respuestas

from .conftest import ESCRITORIO, TELEFONO

pytestmark = [pytest.mark.navegador, pytest.mark.lenta]
PROPUESTO = "Propuesto por el partido. " + respuestas.TEXTO


@pytest.fixture
def muchas(gente, candidatura):
    """Cientos de candidaturas del partido de Ana, una con observaciones y nombre largo."""
    Representacion.objects.create(cuenta=gente["paco"], actor=candidatura.posicion.actor)
    fabricas.CandidaturaFactory.create_batch(55, persona__cuenta=None)
    observada = fabricas.CandidaturaFactory(
        persona__nombre_completo="Supercalifragilística " * 9, folio_registro="F-" + "9" * 50
    )
    cuestionario = fabricas.CuestionarioFactory(
        candidatura=observada, estado=Estado.OBSERVADO, enviado_en=timezone.now()
    )
    Observacion.objects.create(
        cuestionario=cuestionario, seccion="historia", supuesto="copia", texto="Palabra" * 40, ronda=1,
        por="vera", emitida_en=timezone.now(), vence_en=timezone.now() + timedelta(days=2),
    )  # fmt: skip
    return observada


def _a_todo_ancho(visita) -> None:
    """axe ya miró a este ancho; que también quepa en el otro."""
    for ancho in (ESCRITORIO, TELEFONO):
        visita.pagina.set_viewport_size({"width": ancho, "height": 800})
        assert not visita.de_estructura()


def test_propone_recuerda_y_la_persona_decide(abrir, gente, candidatura, muchas, tmp_path):
    paco = abrir(como=gente["paco"], js=False)
    for ruta in (
        "/partido/",
        f"/partido/candidaturas/{muchas.clave}/",
        "/partido/textos/",
    ):
        paco.ir(ruta)
        _a_todo_ancho(paco)
    for celda, boton in (("x" * 5001, None), (PROPUESTO, "Proponer el texto")):
        lista = tmp_path / "textos.csv"
        lista.write_text(f'clave,historia_profesional\n{candidatura.clave},"{celda}"\n', encoding="utf-8")
        paco.ir("/partido/textos/")
        paco.pagina.set_input_files("input[type=file]", lista)
        paco.pulsar("Revisar el archivo")
        _a_todo_ancho(paco)
    paco.pulsar(boton)
    paco.lee("Los textos quedaron propuestos")
    paco.ir(f"/partido/candidaturas/{candidatura.clave}/").pulsar("Enviarle un recordatorio")
    paco.lee("Hoy ya se le envió un recordatorio", "espera su decisión")

    ana = abrir(como=gente["ana"], js=False)
    ana.ir(f"/mi-candidatura/{candidatura.clave}/").lee("Su partido le propone un texto")
    ana.seguir("Historia profesional: Historia profesional y laboral")
    _a_todo_ancho(ana)
    ana.pagina.get_by_label("Historia profesional y laboral", exact=True).fill("Lo que ya llevaba escrito")
    ana.pulsar("Usar este texto para «Historia profesional y laboral»")
    ana.lee("Usamos el texto de su partido")
    assert Respuesta.objects.get(pregunta="historia_profesional").valor == PROPUESTO
    ana.ir(f"/mi-candidatura/{candidatura.clave}/textos-sin-usar/").lee("Lo que ya llevaba escrito")


def test_los_accesos_y_las_cuentas_de_partido_se_ven_bien(abrir, gente, candidatura, muchas):
    carmen = abrir(como=gente["carmen"])
    for ruta in (
        "/panel/accesos/?entrega=falta",
        f"/panel/accesos/{candidatura.clave}/entrega/",
        "/panel/representaciones/",
        "/panel/representaciones/nueva/",
    ):
        carmen.ir(ruta)
        _a_todo_ancho(carmen)
    carmen.pulsar("Abrir la cuenta")
    carmen.lee("Elija a quién representa")
