"""Ana ya entró y sus direcciones."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from conoceles.avisos.versiones import en_vigor
from conoceles.cuestionarios import acciones
from conoceles.privacidad.models import Identidad


@pytest.fixture
def ana(client, gente):
    client.force_login(gente["ana"])
    return client


@pytest.fixture
def ruta(candidatura):
    """ruta("contacto") → la dirección de esa sección; ruta("una"), de esa pantalla."""
    pantallas = {"una", "foto", "revisar", "vista_previa", "enviar"}

    def armar(nombre: str) -> str:
        if nombre in pantallas:
            return reverse(f"captura:{nombre}", args=[candidatura.clave])
        return reverse("captura:seccion", args=[candidatura.clave, nombre])

    return armar


@pytest.fixture
def guardadas(candidatura):
    """Lo que hay guardado ahora en la base."""
    return lambda: acciones.abrir(candidatura=candidatura).respuestas_por_clave()


@pytest.fixture
def observado(candidatura, gente, capturar_todo):
    """El cuestionario de Ana, enviado y devuelto con una observación en «propuesta-1»."""
    from conoceles.publicacion.acciones import enviar

    cuestionario = capturar_todo()
    enviar(cuestionario=cuestionario, por=gente["ana"])
    acciones.tomar(cuestionario=cuestionario, por=gente["vera"])
    acciones.observar(
        cuestionario=cuestionario,
        seccion="propuesta-1",
        supuesto="copia",
        texto="Esta propuesta es igual a otra. Escriba la suya.",
        por=gente["vera"],
    )
    return acciones.devolver(cuestionario=cuestionario, por=gente["vera"])


# --- Consentimiento e identidad --------------------------------------------------------------------------


@pytest.fixture
def url(candidatura, proceso):
    """url("consentimiento") → su dirección; url("discapacidad"), la de ese grupo. El proceso pregunta identidad."""
    proceso.cuestionarios = {"curricular": "curricular-2022", "identidad": "identidad-2022"}
    proceso.save()
    pantallas = {"una", "consentimiento", "identidad", "identidad_revisar", "identidad_enviar"}

    def armar(nombre: str) -> str:
        if nombre in pantallas:
            return reverse(f"captura:{nombre}", args=[candidatura.clave])
        return reverse("captura:identidad_grupo", args=[candidatura.clave, nombre])

    return armar


@pytest.fixture
def decidir(ana, url):
    """Manda la pantalla del consentimiento con lo que se le dé."""

    def mandar(**valores):
        aviso = en_vigor(timezone.localdate()).clave
        return ana.post(url("consentimiento"), {"aviso": aviso, **valores})

    return mandar


@pytest.fixture
def contestar(ana, url, candidatura):
    """Guarda un grupo como si se acabara de abrir."""

    def mandar(grupo, **valores):
        guardada = Identidad.objects.filter(candidatura=candidatura).first()
        return ana.post(url(grupo), {"revision": guardada.revision if guardada else 0, **valores})

    return mandar
