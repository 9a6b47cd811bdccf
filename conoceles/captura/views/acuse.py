"""Los acuses propios: la página, su PDF y el archivo con los bytes exactos de lo que se envió.

También los de una candidatura que ya terminó.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from conoceles.captura.acuses import AcusePropio, leer
from conoceles.captura.expediente import mi_candidatura
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien

from .comun import pintar_de


@requiere(Permiso.CAPTURAR)
@require_safe
@cache_control(private=True, no_store=True)
def acuse(request: HttpRequest, clave: str, folio: str) -> HttpResponse:
    propio = _acuse_o_404(request, clave, folio)
    return pintar_de(request, "captura/acuse.html", propio.candidatura, acuse=propio)


@requiere(Permiso.CAPTURAR)
@require_safe
@cache_control(private=True, no_store=True)
def acuse_pdf(request: HttpRequest, clave: str, folio: str) -> HttpResponse:
    propio = _acuse_o_404(request, clave, folio)
    return _descarga(propio.en_pdf(), "application/pdf", f"acuse-{propio.constancia.folio}.pdf")


@requiere(Permiso.CAPTURAR)
@require_safe
@cache_control(private=True, no_store=True)
def respuestas(request: HttpRequest, clave: str, folio: str) -> HttpResponse:
    """Los bytes que la huella abarca, sin uno más: ni salto de línea final."""
    propio = _acuse_o_404(request, clave, folio)
    if propio.contenido is None:
        raise Http404("El contenido de este acuse ya no se conserva.")
    return _descarga(propio.contenido, "application/json", propio.archivo)


def _acuse_o_404(request: HttpRequest, clave: str, folio: str) -> AcusePropio:
    propio = leer(mi_candidatura(request, clave), folio, por=quien(request))
    if propio is None:
        raise Http404("No hay un acuse con ese folio en su candidatura.")
    return propio


def _descarga(contenido: bytes, tipo: str, nombre: str) -> HttpResponse:
    return HttpResponse(
        contenido, content_type=tipo, headers={"Content-Disposition": f'attachment; filename="{nombre}"'}
    )
