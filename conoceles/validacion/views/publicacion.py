"""Lo validado que aún no se publica: se publica lo elegido o todo, en un solo acto y con su recibo."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from conoceles.calendario.models import Proceso
from conoceles.comun.claves import folio, folio_canonico
from conoceles.comun.paginas import numero_de, paginas
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.publicacion.models import Tanda
from conoceles.registro.models import Cargo
from conoceles.validacion import cola, tandas

from .comunes import proceso_de

POR_PAGINA = 50
RECIENTES = 8


class CuandoForm(forms.Form):
    """El instante propio de las elegidas, en la hora del proceso; vacío, el de su cargo."""

    desde = forms.DateTimeField(
        required=False,
        input_formats=["%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S"],
        error_messages={
            "invalid": "Escriba el día y la hora completos, por ejemplo 15 de abril de 2027, 00:00."
        },
    )

    def clean_desde(self) -> datetime | None:
        desde: datetime | None = self.cleaned_data["desde"]
        if desde and not 2000 <= desde.year <= 2100:
            raise ValidationError("Revise el año de la fecha.")
        return desde


@requiere(Permiso.PUBLICAR)
@require_http_methods(["GET", "HEAD", "POST"])
def publicacion(request: HttpRequest) -> HttpResponse:
    proceso = proceso_de(request)
    cargo = request.POST.get("cargo", request.GET.get("cargo", ""))
    pendientes = cola.por_publicar(proceso, cargo)
    if request.method == "POST":
        return _publicar(request, pendientes, proceso, cargo)
    total = pendientes.count()
    numero = numero_de(request.GET.get("pagina"), total=total, por_pagina=POR_PAGINA)
    contexto = {
        "candidaturas": pendientes[(numero - 1) * POR_PAGINA : numero * POR_PAGINA],
        "total": total,
        "cargos": _instantes(proceso),
        "cargo": cargo,
        "folio": folio("T"),
        "tandas": Tanda.objects.filter(proceso=proceso.clave).defer("claves", "fallas")[:RECIENTES],
        "paginas": paginas(
            numero, total=total, por_pagina=POR_PAGINA, direccion=lambda n: f"?cargo={cargo}&pagina={n}"
        ),
    }
    return render(request, "validacion/publicacion.html", contexto)


def _publicar(request: HttpRequest, pendientes: Any, proceso: Proceso, cargo: str) -> HttpResponse:
    """Lo elegido queda en una tanda; el folio viene de la página, para que dos clics sean la misma."""
    cuando = CuandoForm(request.POST)
    if not cuando.is_valid():
        messages.error(request, f"{cuando.errors['desde'][0]} Nada se publicó.")
    elif claves := _elegidas(request, pendientes):
        tanda = tandas.pedir(
            folio=folio_canonico(request.POST.get("folio", "")) or folio("T"),
            proceso=proceso,
            claves=claves,
            desde=cuando.cleaned_data["desde"],
            por=quien(request),
        )
        return redirect("validacion:tanda", tanda.folio)
    hay_de_ese = cargo and pendientes.exists()
    return redirect(reverse("validacion:publicacion") + (f"?cargo={cargo}" if hay_de_ese else ""))


def _elegidas(request: HttpRequest, pendientes: Any) -> list[str]:
    """Lo marcado o, con «todas», cuantas había cuando se mostró la página; vacío si no vale, y queda dicho por qué."""
    repetida = Tanda.objects.filter(folio=folio_canonico(request.POST.get("folio", "")) or "").first()
    if repetida:  # el segundo clic: lo elegido ya no está por publicar, está en su tanda
        return list(repetida.claves)
    if "todas" in request.POST:
        claves = list(pendientes.values_list("clave", flat=True))
        if request.POST["todas"] != str(len(claves)):
            messages.warning(
                request,
                f"La lista cambió: ahora son {len(claves)}. Revísela y vuelva a decidir. Nada se publicó.",
            )
            return []
        return claves
    marcadas = {clave.replace("\0", "")[:16] for clave in request.POST.getlist("clave")}
    claves = list(pendientes.filter(clave__in=marcadas).values_list("clave", flat=True))
    if not marcadas:
        messages.error(request, "Elija al menos una candidatura de la lista. Nada se publicó.")
    elif len(claves) != len(marcadas):
        messages.error(
            request,
            "Alguna de las elegidas ya no está por publicar. Revise la lista y vuelva a decidir. Nada se publicó.",
        )
        return []
    return claves


def _instantes(proceso: Proceso) -> list[dict[str, Any]]:
    """Desde cuándo se muestra cada cargo; publicar antes sólo deja todo listo."""
    ahora = timezone.now()
    filas = []
    for cargo in Cargo.objects.filter(proceso=proceso):
        desde = proceso.instante("publicacion", cargo.clave)
        filas.append({"cargo": cargo, "desde": desde, "abierto": desde is None or desde <= ahora})
    return filas
