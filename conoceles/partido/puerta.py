"""De quién es cada petición: el partido de quien entró y, si se pide una, su candidatura."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.urls import reverse

from conoceles.cuentas.sesiones import quien
from conoceles.registro.models import ActorPolitico, Candidatura, Representacion


def con_mi_partido(vista: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Da a la vista el partido de quien entró; una cuenta que no está ligada a ninguno lo dice."""

    @wraps(vista)
    def envuelta(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
        suya = (
            Representacion.objects.select_related("actor__proceso")
            .filter(cuenta_id=quien(request).pk)
            .first()
        )
        if suya is None:
            return render(request, "partido/sin_partido.html", {"titulo_panel": "Partido"}, status=404)
        request.proceso = suya.actor.proceso  # type: ignore[attr-defined]
        return vista(request, suya.actor, **kwargs)

    return envuelta


def la_candidatura(actor: ActorPolitico, clave: str) -> Candidatura:
    """La vigente de esa clave si la cuida este partido; para cualquier otro no existe (404)."""
    propias = Candidatura.objects.vigentes().de_partido(actor).con_todo().select_related("persona__cuenta")
    return get_object_or_404(propias, clave=clave)


def pintar(
    request: HttpRequest, plantilla: str, actor: ActorPolitico, *, status: int = 200, **contexto: Any
) -> HttpResponse:
    """Dibuja una página del partido."""
    comunes = {"actor": actor, "titulo_panel": actor.siglas, "url_panel": reverse("partido:candidaturas")}
    return render(request, plantilla, {**comunes, **contexto}, status=status)
