"""Lo que toda pantalla de «mi candidatura» comparte."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from conoceles.captura.expediente import Expediente
from conoceles.captura.propuestas import por_decidir
from conoceles.registro.models import Candidatura


def ayuda(candidatura: Candidatura) -> tuple[str, str] | None:
    """A quién preguntar, siempre en el mismo sitio; nada si el instituto no dio un correo."""
    instituto = candidatura.proceso.instituto
    return (f"Escriba a {instituto.correo}", f"mailto:{instituto.correo}") if instituto.correo else None


def pintar(
    request: HttpRequest, plantilla: str, expediente: Expediente, *, status: int = 200, **contexto: Any
) -> HttpResponse:
    """Dibuja una página del cuestionario curricular. `propuestas` se consultan sólo donde se muestran."""
    contexto = {"expediente": expediente, "propuestas": partial(por_decidir, expediente), **contexto}
    return pintar_de(request, plantilla, expediente.candidatura, status=status, **contexto)


def pintar_de(
    request: HttpRequest, plantilla: str, candidatura: Candidatura, *, status: int = 200, **contexto: Any
) -> HttpResponse:
    """Dibuja una página de la candidatura, con el camino de vuelta a la lista de tareas."""
    comunes = {
        "candidatura": candidatura,
        "clave": candidatura.clave,
        "migas": [("Mi candidatura", reverse("captura:una", args=[candidatura.clave]))],
        "ayuda": ayuda(candidatura),
    }
    return render(request, plantilla, {**comunes, **contexto}, status=status)
