"""El formato de consentimiento expreso en blanco, para quien sea."""

from __future__ import annotations

from functools import lru_cache

from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from conoceles.avisos.formato import en_pdf
from conoceles.avisos.versiones import Aviso, en_vigor
from conoceles.calendario.membrete import membrete
from conoceles.calendario.parametros import Instituto
from conoceles.comun.puertas import publica
from conoceles.publicacion.lectura import Lectura

from .direcciones import completa, direccion
from .respuestas import por_edicion


@publica
@por_edicion
def formato(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    """Con el aviso que rige hoy al reverso."""
    proceso = lectura.proceso
    documento = _en_blanco(
        en_vigor(timezone.localdate(lectura.ahora)),
        proceso.instituto,
        tuple(membrete(proceso).items()),
        completa(direccion(proceso, "privacidad")),
    )
    return HttpResponse(
        documento,
        content_type="application/pdf",
        headers={"Content-Disposition": 'attachment; filename="formato-de-consentimiento.pdf"'},
    )


@lru_cache(maxsize=8)
def _en_blanco(
    aviso: Aviso, instituto: Instituto, renglones: tuple[tuple[str, str | bool], ...], integral: str
) -> bytes:
    """Componerlo cuesta mil veces más que entregarlo, y para todas las personas es el mismo."""
    return en_pdf(
        aviso, instituto=instituto, membrete=dict(renglones), integral=integral, correo=instituto.correo
    )
