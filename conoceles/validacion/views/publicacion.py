"""Lo validado que aún no se publica: se publica lo elegido o todo, en un solo acto."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from conoceles.calendario.models import Proceso
from conoceles.comun.paginas import numero_de, paginas
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.registro.models import Candidatura, Cargo
from conoceles.validacion import acciones, cola

from .comunes import dicho_con_palabras, proceso_de

POR_PAGINA = 50


@requiere(Permiso.PUBLICAR)
@require_http_methods(["GET", "HEAD", "POST"])
def publicacion(request: HttpRequest) -> HttpResponse:
    proceso = proceso_de(request)
    cargo = request.POST.get("cargo", request.GET.get("cargo", ""))
    pendientes = cola.por_publicar(proceso, cargo)
    url = reverse("validacion:publicacion") + (f"?cargo={cargo}" if pendientes.exists() and cargo else "")
    if request.method == "POST":
        _publicar(request, pendientes, proceso)
        return redirect(url)
    total = pendientes.count()
    numero = numero_de(request.GET.get("pagina"), total=total, por_pagina=POR_PAGINA)
    contexto = {
        "candidaturas": pendientes[(numero - 1) * POR_PAGINA : numero * POR_PAGINA],
        "total": total,
        "cargos": _instantes(proceso),
        "cargo": cargo,
        "paginas": paginas(
            numero, total=total, por_pagina=POR_PAGINA, direccion=lambda n: f"?cargo={cargo}&pagina={n}"
        ),
    }
    return render(request, "validacion/publicacion.html", contexto)


def _publicar(request: HttpRequest, pendientes: Any, proceso: Proceso) -> None:
    """Lo marcado o, con «todas», cuantas había cuando se mostró la página: si ya son otras, se pregunta de nuevo."""
    if "todas" in request.POST:
        elegidas = list(pendientes)
        if request.POST["todas"] != str(len(elegidas)):
            messages.warning(
                request,
                f"La lista cambió: ahora son {len(elegidas)}. Revísela y vuelva a decidir. Nada se publicó.",
            )
            return
    else:
        claves = set(request.POST.getlist("clave"))
        elegidas = list(
            Candidatura.objects.con_todo()
            .select_related("persona__cuenta")
            .del_proceso(proceso)
            .filter(clave__in=claves)
        )
        if not claves or len(elegidas) != len(claves):
            messages.error(request, "Elija al menos una candidatura de la lista. Nada se publicó.")
            return
    with dicho_con_palabras(request):
        cuantas = acciones.publicar(candidaturas=elegidas, por=quien(request))
        hecho = "Se publicó una candidatura." if cuantas == 1 else f"Se publicaron {cuantas:,} candidaturas."
        messages.success(request, hecho if cuantas else "Ya estaban publicadas: nada cambió.")


def _instantes(proceso: Proceso) -> list[dict[str, Any]]:
    """Desde cuándo se muestra cada cargo; publicar antes sólo deja todo listo."""
    ahora = timezone.now()
    filas = []
    for cargo in Cargo.objects.filter(proceso=proceso):
        desde = proceso.instante("publicacion", cargo.clave)
        filas.append({"cargo": cargo, "desde": desde, "abierto": desde is None or desde <= ahora})
    return filas
