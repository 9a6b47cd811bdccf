"""Cada cambio de estado y cada acto sobre lo público se le dice a la persona por carta, o consta por qué no."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from conoceles.captura import acciones as captura
from conoceles.cuestionarios import acciones as verbos
from conoceles.cuestionarios.estados import TRANSICIONES
from conoceles.mensajes.models import Carta
from conoceles.publicacion.plazos import fijar_plazo
from conoceles.validacion import acciones
from tests import respuestas

pytestmark = pytest.mark.django_db

# Qué parte del asunto le llega con cada paso de la tabla.
CARTAS = {
    "enviar": "recibimos su información",
    "corregir": "recibimos su información",
    "devolver": "tiene observaciones",
    "validar": "fue validado",
    "reabrir": "revisa otra vez",
    "conceder": "Puede corregir lo que pidió",
}
SIN_CARTA = {
    "tomar": "que alguien empiece a leer no le pide nada, y el acuse ya dijo que se revisaría",
    "desistir": "lo decidió ella en la pantalla; si se le venció, el reloj sí le escribe",
}


@pytest.fixture
def asuntos(candidatura):
    """Los asuntos escritos desde la última vez que se preguntó."""
    vistas: set[int] = set()

    def nuevos():
        cartas = Carta.objects.filter(sobre=candidatura.clave).exclude(pk__in=vistas).order_by("pk")
        escritas = [carta.asunto for carta in cartas]
        vistas.update(carta.pk for carta in cartas)
        return escritas

    return nuevos


def test_todo_paso_de_la_tabla_dice_si_escribe_o_por_que_no():
    assert {paso.verbo for paso in TRANSICIONES} == {*CARTAS, *SIN_CARTA}
    assert not {*CARTAS} & {*SIN_CARTA}


def test_cada_paso_deja_una_carta_y_una_sola(capturar_todo, gente, proceso, asuntos):
    vera, carmen, ana = gente["vera"], gente["carmen"], gente["ana"]
    proceso.datos_parametros = {"cuatro_ojos": False}
    proceso.save()
    cuestionario = capturar_todo()

    def dejo(verbo):
        cuestionario.refresh_from_db()
        (asunto,) = asuntos()
        assert CARTAS[verbo] in asunto

    captura.enviar(cuestionario=cuestionario, por=ana)
    dejo("enviar")
    verbos.tomar(cuestionario=cuestionario, por=vera)
    assert asuntos() == []
    verbos.observar(
        cuestionario=cuestionario, seccion="propuesta-1", supuesto="copia", texto="Igual a otra.", por=vera
    )
    acciones.devolver(cuestionario=cuestionario, envio=1, por=vera)
    dejo("devolver")
    verbos.guardar_seccion(
        cuestionario=cuestionario,
        seccion="propuesta-1",
        valores={"propuesta_1": f"Nuevo. {respuestas.TEXTO}"},
        por=ana,
    )
    captura.enviar(cuestionario=cuestionario, por=ana)
    dejo("corregir")
    verbos.tomar(cuestionario=cuestionario, por=vera)
    acciones.validar(cuestionario=cuestionario, envio=2, por=vera)
    dejo("validar")
    acciones.reabrir(cuestionario=cuestionario, por=vera)
    dejo("reabrir")
    acciones.validar(cuestionario=cuestionario, envio=2, por=vera)
    dejo("validar")
    candidatura = cuestionario.candidatura
    for acto, dice in [
        (lambda: acciones.publicar(candidaturas=[candidatura], por=carmen), "publicada"),
        (
            lambda: acciones.retirar(candidatura=candidatura, motivo="Por seguridad.", por=carmen),
            "se retiraron",
        ),
        (lambda: acciones.mostrar(candidatura=candidatura, por=carmen), "vuelven a mostrarse"),
        (
            lambda: acciones.ocultar(
                candidatura=candidatura, seccion="contacto", motivo="Por seguridad.", por=carmen
            ),
            "se retiró de la vista",
        ),
    ]:
        acto()
        (asunto,) = asuntos()
        assert dice in asunto


def test_dar_otro_plazo_tambien_se_escribe(candidatura, gente, asuntos):

    fijar_plazo(
        candidatura=candidatura,
        hasta=timezone.now() + timedelta(days=20),
        motivo="Solicitud.",
        por=gente["carmen"],
    )
    assert "nuevo plazo" in asuntos()[0]
