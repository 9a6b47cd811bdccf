"""El aviso de privacidad en vigor y los anteriores, para quien sea y sin entrar."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext

from conoceles.avisos.versiones import Aviso, en_vigor, por_clave, versiones
from conoceles.comun.puertas import publica
from conoceles.publicacion.lectura import Lectura

from .direcciones import completa, direccion
from .respuestas import dibujar, por_edicion


@publica
@por_edicion
def privacidad(request: HttpRequest, lectura: Lectura, version: str = "") -> HttpResponse:
    """Sin `version`, el que rige hoy. Cada uno dice desde cuándo y, si ya no rige, hasta cuándo."""
    vigente = en_vigor(timezone.localdate(lectura.ahora))
    aviso = por_clave(version) if version else vigente
    if aviso is None:
        raise Http404
    instituto = lectura.proceso.instituto
    propia = {"version": aviso.clave} if version else {}
    contexto = {
        "aviso": aviso,
        "siguiente": _siguiente(aviso),
        "es_vigente": aviso == vigente,
        "simplificado": aviso.simplificado(instituto),
        "integral": aviso.integral(instituto),
        "versiones": [
            (otro, direccion(lectura.proceso, "aviso", version=otro.clave)) for otro in reversed(versiones())
        ],
        "formato": direccion(lectura.proceso, "formato"),
        "migas": [(gettext("Inicio"), direccion(lectura.proceso, "portada"))],
        "canonica": completa(direccion(lectura.proceso, "aviso" if version else "privacidad", **propia)),
    }
    return dibujar(request, lectura, "consulta/privacidad.html", contexto)


def _siguiente(aviso: Aviso) -> Aviso | None:
    """La versión que la reemplazó, o la reemplazará."""
    return next((otro for otro in versiones() if otro.desde > aviso.desde), None)
