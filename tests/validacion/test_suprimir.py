"""La pantalla con que se borra lo publicado: primero se lee qué, después se confirma; la hacen dos."""

import pytest
from django.urls import reverse
from django.utils import timezone

from conoceles.mensajes.models import Carta
from conoceles.publicacion import acciones as publicacion_acciones
from conoceles.publicacion.models import Ficha, Instantanea, Supresion, VistoBueno
from conoceles.registro.models import Candidatura
from conoceles.validacion.botones import actos_posibles

pytestmark = pytest.mark.django_db
MOTIVO = "Lo ordenó un tribunal."


def quedan():
    return Instantanea.objects.filter(documento__contains="propuesta_1").count()


@pytest.fixture
def pedir(como, publicado, url):
    """Manda la forma como Carmen; con `confirma`, lo que la página enseñó la vez anterior."""

    def mandar(**cambios):
        datos = {"seccion": "propuesta-1", "con_lo_actual": "si", "texto": MOTIVO, **cambios}
        return como("carmen").post(url(publicado, "suprimir"), datos)

    return mandar


def test_primero_ensena_que_versiones_y_no_borra(pedir):
    pagina = pedir()
    assert pagina.status_code == 200
    assert "Se borraría una versión completa" in pagina.content.decode()
    assert (Supresion.objects.count(), VistoBueno.objects.count()) == (0, 0)


def test_confirmada_queda_propuesta_y_al_aprobarla_se_borra_con_su_carta(pedir, como, dora):
    confirma = pedir().context["confirma"]
    pedir(confirma=confirma)
    visto = VistoBueno.objects.get()
    assert (visto.clase, visto.motivo, quedan()) == ("suprimir", MOTIVO, 1)
    pagina = como("dora").get(reverse("validacion:visto", args=[visto.pk])).content.decode()
    assert "se borra para siempre" in pagina
    assert "Lo que hoy se muestra deja de verse" in pagina
    como("dora").post(reverse("validacion:visto", args=[visto.pk]), {"aprobar": "1"})
    assert quedan() == 0
    carta = Carta.objects.get()
    assert carta.asunto == "Se borró información publicada de su candidatura"


def test_si_lo_confirmado_no_es_lo_que_se_leyo_se_vuelve_a_leer(pedir):
    confirma = pedir().context["confirma"]
    assert "Se borraría" in pedir(confirma=confirma, seccion="").content.decode()
    assert not VistoBueno.objects.exists()


@pytest.mark.parametrize(
    ("cambio", "dice"),
    [
        ({"texto": " "}, "Escriba el motivo"),
        ({"con_lo_actual": ""}, "Elija qué se borra"),
        ({"con_lo_actual": "no"}, "No hay nada que borrar"),
        ({"seccion": "otra"}, "Ese apartado no existe"),
    ],
)
def test_lo_que_falta_se_dice_y_nada_se_borra(pedir, cambio, dice):
    pagina = pedir(**cambio)
    assert pagina.status_code == 422
    assert dice in pagina.content.decode()
    assert quedan() == 1


@pytest.mark.usefixtures("a_una_sola_persona")
def test_con_una_sola_persona_se_borra_al_confirmar(pedir):
    pedir(confirma=pedir().context["confirma"])
    assert (quedan(), Supresion.objects.count(), Carta.objects.count()) == (0, 1, 1)


def test_sin_haberse_publicado_no_hay_boton_ni_pagina(como, validado, url, gente):
    ficha = Ficha.objects.get()
    assert "suprimir" not in actos_posibles(validado.candidatura, validado, ficha, gente["carmen"])
    assert como("carmen").get(url(validado, "suprimir")).status_code == 302


def test_de_una_terminada_solo_queda_suprimir(publicado, gente):
    Candidatura.objects.update(situacion="renuncia", hasta=timezone.now())
    candidatura = Candidatura.objects.con_todo().get()
    publicacion_acciones.al_corriente([candidatura], por=None)
    ficha = Ficha.objects.get()
    assert actos_posibles(candidatura, publicado, ficha, gente["carmen"]) == {"suprimir"}
    assert actos_posibles(candidatura, publicado, ficha, gente["vera"]) == set()
