"""Recordar y registrar entregas."""

from __future__ import annotations

from datetime import datetime

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.partido import acciones, cola
from conoceles.partido.forms import FiltrosForm
from conoceles.partido.puerta import con_mi_partido, la_candidatura
from conoceles.publicacion.accesos import registrar_entrega
from conoceles.registro.entregas import Canal, SinCuenta
from conoceles.registro.forms import EntregaForm
from conoceles.registro.models import ActorPolitico

from .candidaturas import pagina_de_una


@requiere(Permiso.REPRESENTAR)
@require_POST
@con_mi_partido
def recordar(request: HttpRequest, actor: ActorPolitico) -> HttpResponse:
    """A la del botón de su renglón o, con `todas`, a las pendientes que enseña la lista."""
    volver = _volver(request)
    if "todas" in request.POST:
        claves = _de_la_lista(volver, actor, timezone.now())
    else:
        claves = [request.POST.get("solo", "").replace("\0", "")[:16]]
    escritas = acciones.recordar(actor=actor, candidaturas=claves, por=quien(request))
    if escritas == 1:
        messages.success(request, "Le escribimos un recordatorio. Hoy ya no podrá enviarle otro.")
    elif escritas:
        messages.success(request, f"Escribimos {escritas:,} recordatorios. Hoy ya no podrá enviarles otro.")
    else:
        messages.warning(
            request, "No se escribió a nadie: hoy ya se les recordó, o no tienen nada pendiente."
        )
    return redirect(volver)


def _de_la_lista(volver: str, actor: ActorPolitico, ahora: datetime) -> list[str]:
    """Las que pueden recordarse de las que enseñan los filtros con que se venía."""
    filtros = FiltrosForm(QueryDict(volver.partition("?")[2]), actor=actor).aplicados
    consulta = cola.filtrar(cola.candidaturas(actor, ahora), filtros, actor, ahora)
    elegidas = consulta.filter(cola.condicion(filtros["estado"]), puede_recordarse=True)
    return list(elegidas.values_list("clave", flat=True))


def _volver(request: HttpRequest) -> str:
    """A la misma página de la lista o de la candidatura; nunca a otra parte."""
    volver, raiz = request.POST.get("volver", ""), reverse("partido:candidaturas")
    return volver if volver.startswith((f"{raiz}?", f"{raiz}candidaturas/")) else raiz


@requiere(Permiso.REPRESENTAR)
@require_POST
@con_mi_partido
def entrega(request: HttpRequest, actor: ActorPolitico, clave: str) -> HttpResponse:
    """El partido entregó en mano la hoja cerrada que le dio el Instituto."""
    candidatura = la_candidatura(actor, clave)
    form = EntregaForm(request.POST)
    if form.is_valid():
        try:
            registrar_entrega(
                persona=candidatura.persona, canal=Canal.PARTIDO, por=quien(request), **form.datos
            )
        except ValidationError as error:
            form.add_error(None, error)
        except SinCuenta:
            form.add_error(
                None, "Todavía no tiene cuenta: pida su hoja al Instituto antes de registrar la entrega."
            )
        else:
            messages.success(request, f"Quedó registrada la entrega a {candidatura.persona}.")
            return redirect("partido:candidatura", clave)
    return pagina_de_una(request, actor, candidatura, form, status=422)
