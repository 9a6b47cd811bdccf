"""Una instalación de usar y tirar: SQLite con `synchronous=FULL`, un proceso y muchas personas capturando."""

from __future__ import annotations

import io
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass
class Persona:
    """Quien captura y lo que sabe de lo suyo: es el testigo contra el que se compara la base."""

    clave: str
    galletas: str
    # Por sección: lo último que el servidor confirmó y lo que se mandó después sin respuesta.
    confirmado: dict[str, str] = field(default_factory=dict)
    sin_respuesta: dict[str, list[tuple[str, str]]] = field(default_factory=dict)
    revision: dict[str, int] = field(default_factory=dict)
    acuse: str = ""


@contextmanager
def instalacion() -> Iterator[None]:
    """Carpeta temporal, ajustes de la demostración y bases migradas; al salir no queda nada."""
    carpeta = tempfile.mkdtemp(prefix="conoceles-fallas-")
    os.environ["CONOCELES_DATOS"] = carpeta
    os.environ["DJANGO_SETTINGS_MODULE"] = "conoceles.config.settings.demo"
    import django

    django.setup()
    from django.core.management import call_command

    try:
        call_command("preparar", stdout=io.StringIO())
        yield
    finally:
        shutil.rmtree(carpeta, ignore_errors=True)


CSRF = "f" * 32


def poblar(cuantas: int) -> list[Persona]:
    """Tantas candidaturas con su cuestionario completo, en captura, y la sesión de cada quien abierta."""
    from django.conf import settings
    from django.test import Client
    from django.utils import timezone

    from conoceles.cuestionarios import en_bloque
    from conoceles.cuestionarios.estados import Estado
    from conoceles.publicacion.acciones import al_corriente
    from conoceles.registro.models import Candidatura
    from tests.fabricas import CandidaturaFactory
    from tests.respuestas import COMPLETAS

    hechas = CandidaturaFactory.create_batch(cuantas)
    candidaturas = list(Candidatura.objects.con_todo().filter(pk__in=[c.pk for c in hechas]))
    respuestas = {**COMPLETAS, "foto": "0" * 64}
    en_bloque.registrar(
        [en_bloque.Entrega(c, respuestas, Estado.EN_CAPTURA, timezone.now()) for c in candidaturas], por=None
    )
    al_corriente(candidaturas, por=None)
    personas = []
    for candidatura in candidaturas:
        navegador = Client(headers={"Host": "127.0.0.1"})
        navegador.force_login(candidatura.persona.cuenta)
        sesion = navegador.cookies[settings.SESSION_COOKIE_NAME].value
        galletas = f"{settings.SESSION_COOKIE_NAME}={sesion}; {settings.CSRF_COOKIE_NAME}={CSRF}"
        personas.append(Persona(candidatura.clave, galletas))
    # Rutas y plantillas se leen aquí una vez: cada servidor que nace después ya las trae.
    for ruta in ("historia", "revisar"):
        navegador.get(f"/mi-candidatura/{candidatura.clave}/{ruta}/")
    return personas
