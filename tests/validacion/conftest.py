"""Lo que comparten las pruebas del panel: cuestionarios en cada estado y quién los mira."""

from __future__ import annotations

import pytest
from django.urls import reverse

from conoceles.cuestionarios import acciones as verbos
from conoceles.publicacion import acciones as publicacion_acciones
from tests import fabricas, respuestas


@pytest.fixture
def como(client, gente):
    """`como("vera")` entra con esa cuenta y devuelve el cliente."""

    def entrar(nombre):
        client.force_login(gente[nombre])
        return client

    return entrar


@pytest.fixture
def a_una_sola_persona(proceso):
    """Un instituto con una sola persona en el área: nada pide dos."""
    proceso.datos_parametros = {"cuatro_ojos": False}
    proceso.save()


@pytest.fixture
def dora(gente):
    """Otra persona de la instancia interna: da el visto bueno a lo que Carmen propone."""
    gente["dora"] = fabricas.UsuarioFactory(acceso="dora", nombre="Dora de Prueba", rol="instancia_interna")
    return gente["dora"]


@pytest.fixture
def corregir(gente):
    """Devuelve con una observación y vuelve a enviar con la primera propuesta cambiada."""

    def pasos(cuestionario, texto="<b>Texto</b> nuevo y " + respuestas.TEXTO):
        verbos.observar(
            cuestionario=cuestionario,
            seccion="propuesta-1",
            supuesto="copia",
            texto="Es igual a otra.",
            por=gente["vera"],
        )
        cuestionario = verbos.devolver(cuestionario=cuestionario, por=gente["vera"])
        verbos.guardar_seccion(
            cuestionario=cuestionario, seccion="propuesta-1", valores={"propuesta_1": texto}, por=gente["ana"]
        )
        publicacion_acciones.enviar(cuestionario=cuestionario, por=gente["ana"])
        cuestionario.refresh_from_db()
        return cuestionario

    return pasos


@pytest.fixture
def url():
    """La dirección de un acto o de la revisión: `url(cuestionario)`, `url(cuestionario, "validar")`."""

    def armar(cuestionario, nombre="revision", *mas):
        return reverse(f"validacion:{nombre}", args=[cuestionario.candidatura.clave, *mas])

    return armar
