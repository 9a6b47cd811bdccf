"""Publicar una y otra vez, y buscar en qué páginas de la historia se lee algo."""

from __future__ import annotations

import html

import pytest

from conoceles.cuestionarios import acciones as verbos
from conoceles.publicacion import acciones
from conoceles.publicacion.models import Instantanea
from tests import respuestas


@pytest.fixture
def publicar(candidatura, gente, capturar_todo):
    """Envía, valida y publica el cuestionario de Ana con esa primera propuesta; la segunda vez, como corrección."""

    def pasos(palabra, supuesto="copia"):
        cuestionario = candidatura.cuestionarios.first() or capturar_todo()
        if cuestionario.estado == "validado":
            cuestionario = verbos.reabrir(cuestionario=cuestionario, por=gente["vera"])
            verbos.observar(
                cuestionario=cuestionario, seccion="propuesta-1", supuesto=supuesto, texto="Corríjalo.",
                por=gente["vera"],
            )  # fmt: skip
            cuestionario = verbos.devolver(cuestionario=cuestionario, por=gente["vera"])
        verbos.guardar_seccion(
            cuestionario=cuestionario, seccion="propuesta-1", por=gente["ana"],
            valores={"propuesta_1": f"{palabra} {respuestas.TEXTO}"},
        )  # fmt: skip
        acciones.enviar(cuestionario=cuestionario, por=gente["ana"])
        cuestionario.refresh_from_db()
        cuestionario = verbos.tomar(cuestionario=cuestionario, por=gente["vera"])
        verbos.validar(cuestionario=cuestionario, por=gente["vera"])
        acciones.publicar(candidaturas=[candidatura], por=gente["carmen"])
        return candidatura

    return pasos


@pytest.fixture
def donde(client, candidatura):
    """Las páginas de su historia en que se lee algo."""

    def buscar(palabra):
        base = f"/candidaturas/{candidatura.clave}/versiones/"
        cuantas = Instantanea.objects.filter(clave=candidatura.clave).count()
        direcciones = [base, *(f"{base}{n}/" for n in range(1, cuantas + 1))]
        paginas = {url: client.get(url) for url in direcciones}
        assert {pagina.status_code for pagina in paginas.values()} <= {200, 410}
        return [url for url, pagina in paginas.items() if palabra in html.unescape(pagina.content.decode())]

    return buscar
