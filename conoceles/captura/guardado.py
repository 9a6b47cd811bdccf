"""Guardar lo que llegó de una sección: una sola regla para el botón y para el guardado automático."""

from __future__ import annotations

from django.http import HttpRequest, QueryDict

from conoceles.cuentas.sesiones import quien
from conoceles.cuestionarios import acciones
from conoceles.cuestionarios.models import Avance, Cuestionario, Sobrante

from .forms import SeccionForm

_MAXIMO_DE_PREVIOS = 200
_LARGO_DE_INTENTO = 32


def guardar(request: HttpRequest, cuestionario: Cuestionario, form: SeccionForm) -> Avance:
    """Guarda lo que está bien escrito; lo demás se queda como estaba. Devuelve la revisión que quedó.

    El formulario trae `revision` (la que se leyó), `intento` y `previos` (véase `guardar_seccion`) y, si
    la persona ya comparó los dos textos y eligió, `comparado`: entonces lo que desplaza se aparta.

    Raises:
        SeccionCambiada, SeccionCerrada.
    """
    datos = request.POST
    return acciones.guardar_seccion(
        cuestionario=cuestionario,
        seccion=form.seccion.clave,
        valores=form.llegados,
        por=quien(request),
        sesion=request.session.session_key or "",
        revision=revision_de(datos),
        intento=datos.get("intento", "")[:_LARGO_DE_INTENTO],
        previos=previos_de(datos),
        aparta_lo_anterior="comparado" in datos,
    )


def apartar(request: HttpRequest, cuestionario: Cuestionario, form: SeccionForm) -> Sobrante | None:
    """Lo que no pudo guardarse, también lo mal escrito, se conserva aunque la persona cierre la página ya."""
    return acciones.apartar(
        cuestionario=cuestionario,
        seccion=form.seccion.clave,
        valores=form.escritos,
        por=quien(request),
    )


def revision_de(datos: QueryDict) -> int:
    """La que se leyó al abrir; algo ilegible nunca coincide, y entonces se pregunta."""
    texto = datos.get("revision", "")
    return int(texto) if texto.isdecimal() and len(texto) < 9 else -1


def previos_de(datos: QueryDict) -> list[str]:
    """Los intentos de la misma página que no tuvieron respuesta."""
    return datos.get("previos", "").split()[-_MAXIMO_DE_PREVIOS:]
