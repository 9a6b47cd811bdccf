"""La identidad en pantalla: publicada con los textos más largos, leída por Igualdad y vista por Transparencia."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from conoceles.cuestionarios import en_bloque
from conoceles.cuestionarios.estados import Estado
from conoceles.publicacion import identidad
from conoceles.publicacion.acciones import publicar
from tests.privacidad.conftest import candidatura, proceso  # noqa: F401 (con cuestionario de identidad)
from tests.privacidad.identidades import RESPUESTAS, contestar, formato, manifestar
from tests.respuestas import COMPLETAS

from .test_pantallas import barrer  # noqa: F401

pytestmark = [pytest.mark.navegador, pytest.mark.lenta, pytest.mark.django_db(transaction=True)]

LARGAS = {clave: "W" * 100 for clave in RESPUESTAS if clave.endswith("_texto")}


def test_la_identidad_con_lo_mas_largo(gente, candidatura, barrer):  # noqa: F811
    entrega = en_bloque.Entrega(candidatura, dict(COMPLETAS), Estado.VALIDADO, timezone.now())
    en_bloque.registrar([entrega], por=None)
    manifestar(candidatura, gente["ana"], estadistica=False)
    contestar(candidatura, gente["ana"], {**RESPUESTAS, **LARGAS})
    identidad.enviar(candidatura=candidatura, por=gente["ana"])
    formato(candidatura, gente["ana"], gente["diego"])
    publicar(candidaturas=[candidatura], por=gente["carmen"])
    with barrer(como=gente["gema"]) as barrido:
        barrido.ver(f"/candidaturas/{candidatura.clave}/", lee="Identificarse con un grupo")
        barrido.ver("/panel/identidad/?q=apellido", lee=candidatura.clave)
        barrido.ver(reverse("validacion:identidad_leer", args=[candidatura.clave]))
        barrido.pulsar("Leer y dejar constancia")
        barrido.visita.lee("Escriba para qué necesita leerlas")
        barrido.visita.escribir("Para qué necesita leerlas", "W" * 300)
        barrido.pulsar("Leer y dejar constancia")
        barrido.visita.lee("No las use en informes")
    with barrer(como=gente["diego"]) as barrido:
        barrido.ver("/panel/identidad/lecturas/", lee="1 lectura")
