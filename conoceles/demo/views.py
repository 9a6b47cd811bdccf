"""Entrar como cada persona ficticia con un botón. No existe fuera de la demostración."""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from conoceles.comun.puertas import publica
from conoceles.cuentas import sesiones
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.roles import ROLES, Rol

PREFIJO = "demo-"

# Lo que distingue a una candidata de otra al elegir como quién entrar.
_EN_QUE_VA = {
    "demo-candidata-nueva": "Nueva: aún no escribe nada",
    "demo-candidata-a-medias": "A medias: le falta terminar y enviar",
    "demo-candidata-enviada": "Enviada: el Instituto la revisa",
    "demo-candidata-observada": "Observada: debe corregir",
    "demo-visto-bueno": "Da el visto bueno a lo que otra persona propone",
    "demo-partido": "Ve el avance de sus candidaturas, les recuerda y les propone textos",
    "demo-candidata-publicada": "Publicada: ya se lee en el sitio",
}


def _personas() -> list[Usuario]:
    if not settings.CONOCELES_DEMO:
        raise Http404
    return list(Usuario.objects.filter(acceso__startswith=PREFIJO, is_active=True).order_by("acceso"))


@publica
@never_cache
@require_safe
def portada(request: HttpRequest) -> HttpResponse:
    return render(request, "demo/portada.html", {"grupos": _por_rol(_personas())})


def _por_rol(personas: list[Usuario]) -> list[tuple[Rol, list[tuple[Usuario, str]]]]:
    """Cada persona con en qué va, en el orden de `roles.py`; sin los roles de los que no hay nadie."""
    grupos = [
        (rol, [(p, _EN_QUE_VA.get(p.acceso, "")) for p in personas if p.rol == rol.clave])
        for rol in ROLES.values()
    ]
    return [(rol, suyas) for rol, suyas in grupos if suyas]


@publica
@require_POST
def entrar(request: HttpRequest) -> HttpResponse:
    usuario = get_object_or_404(
        Usuario, acceso=request.POST.get("acceso", ""), pk__in=[p.pk for p in _personas()]
    )
    return sesiones.abrir(request, usuario, medio="demostración")
