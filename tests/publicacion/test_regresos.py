"""A quien vuelve se le dice sólo lo que le queda por hacer, hasta cuándo, y con plazo para hacerlo."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from conoceles.calendario.plazos import vence
from conoceles.comun.horas import plazo
from conoceles.cuestionarios import acciones as verbos
from conoceles.cuestionarios.models import Cuestionario, Observacion
from conoceles.mensajes.models import Carta
from conoceles.publicacion.efectos import efectos
from conoceles.registro.cartas import ultimo_minuto
from conoceles.registro.models import Candidatura
from conoceles.seguimiento.correcciones import vencer_correcciones
from conoceles.validacion import acciones as validacion

from .test_movimientos import mover, pedir

pytestmark = pytest.mark.django_db
DIA = timedelta(days=1)


@pytest.fixture
def observada(en_revision, gente):
    """Con observaciones en un apartado; su candidatura sale a las doce horas por una sentencia."""
    vera = gente["vera"]
    validacion.observar(
        cuestionario=en_revision, seccion="historia", supuestos=["copia"], texto="x", por=vera
    )
    validacion.devolver(cuestionario=en_revision, envio=1, por=vera)
    with time_machine.travel(timezone.now() + DIA / 2, tick=False):
        mover(en_revision.candidatura, "sentencia", gente["carmen"])
    return en_revision.candidatura


def volver(candidatura, gente):
    """Lo que se anuncia antes de confirmar y lo que dice su carta, saltos de línea aparte."""
    antes = " ".join(efectos(pedir(candidatura, "restitucion"), timezone.now()))
    mover(candidatura, "restitucion", gente["carmen"])
    return antes, Carta.objects.filter(sobre=candidatura.clave).latest("pk").cuerpo


@pytest.mark.parametrize("dias", [1, 40])
def test_lo_observado_le_vuelve_a_correr(observada, gente, dias):
    with time_machine.travel(timezone.now() + dias * DIA, tick=False):
        antes, carta = volver(observada, gente)
        proceso = observada.proceso
        nuevo = vence(timezone.now(), proceso.parametros.dias_correccion, proceso.zona)
        observacion = Observacion.objects.get()
        assert (observacion.vence_en, observacion.vence_original) == (nuevo, None)
        titulo = Cuestionario.objects.curriculares().get().definicion.seccion("historia").titulo
        assert f"Tiene por corregir: {titulo}. Podrá enviar su corrección hasta el {plazo(nuevo)}." in antes
        assert titulo in carta
        assert f"Puede enviar su corrección hasta el {ultimo_minuto(nuevo)}." in carta
    for dicho in (antes, carta):
        assert "responder" not in dicho
        assert "no necesita" not in dicho


def test_si_le_quedaba_mas_se_le_queda(observada, gente):
    quedaba = timezone.now() + 30 * DIA
    Observacion.objects.update(vence_en=quedaba, vence_original=quedaba - DIA)
    with time_machine.travel(timezone.now() + DIA, tick=False):
        volver(observada, gente)
    observacion = Observacion.objects.get()
    assert (observacion.vence_en, observacion.vence_original) == (quedaba, quedaba - DIA)


def test_a_quien_nada_debe_no_se_le_habla_de_plazos(publicada, gente):
    mover(publicada, "sentencia", gente["carmen"])
    for dicho in volver(publicada, gente):
        assert "hasta el" not in dicho
        assert "plazo" not in dicho


def test_a_quien_no_ha_enviado_se_le_dice_hasta_cuando(candidatura, gente):
    mover(candidatura, "sentencia", gente["carmen"])
    with time_machine.travel(candidatura.plazo_de_captura + DIA, tick=False):
        antes, carta = volver(candidatura, gente)
        limite = Candidatura.objects.con_todo().get().plazo_de_captura
        assert limite > timezone.now()
        assert f"Puede responder hasta el {plazo(limite)}." in antes
        assert f"Puede responder y enviar su información hasta el {ultimo_minuto(limite)}." in carta


def test_quien_corregia_a_peticion_vuelve_a_su_correccion_con_lo_que_habia_escrito(publicado, gente):
    """No la dejó: la interrumpió un acto que después se revirtió."""
    candidatura, cuestionario = publicado.candidatura, publicado
    solicitud = verbos.pedir(
        cuestionario=cuestionario, secciones=["historia"], motivo="Una errata.", por=gente["ana"]
    )
    validacion.resolver_correccion(solicitud=solicitud, concedidas=["historia"], nota="", por=gente["vera"])
    cuestionario.refresh_from_db()
    pregunta = cuestionario.definicion.seccion("historia").preguntas[0].clave
    verbos.guardar_seccion(
        cuestionario=cuestionario,
        seccion="historia",
        valores={pregunta: "Lo que escribió al corregir. " * 5},
        por=gente["ana"],
    )
    mover(candidatura, "sentencia", gente["carmen"])
    with time_machine.travel(timezone.now() + 20 * DIA, tick=False):
        assert vencer_correcciones() == 0
        antes, carta = volver(candidatura, gente)
        actual = Cuestionario.objects.curriculares().get()
        nuevo = vence(
            timezone.now(), candidatura.proceso.parametros.dias_correccion, candidatura.proceso.zona
        )
        assert actual.estado == "en_correccion"
        assert actual.respuestas_por_clave()[pregunta].startswith("Lo que escribió")
        assert actual.correccion_en_curso.vence_en == nuevo
        assert not actual.sobrantes.exists()
        assert "Sigue abierta la corrección que usted pidió" in carta
        assert ultimo_minuto(nuevo) in carta
        assert plazo(nuevo) in antes
