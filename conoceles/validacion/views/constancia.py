"""Expedir la constancia de una candidatura, leerla y descargarla."""

from __future__ import annotations

from datetime import date, datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from conoceles.calendario.models import Proceso
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.publicacion import constancia as constancias
from conoceles.publicacion.constancia import LapsoInvalido
from conoceles.publicacion.models import Constancia
from conoceles.registro.models import Candidatura
from conoceles.validacion import constancia as lectura
from conoceles.validacion.lapso import LapsoForm

from .comunes import candidatura_o_404


@requiere(Permiso.EXPEDIR_CONSTANCIAS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def expedir(request: HttpRequest, clave: str) -> HttpResponse:
    """El lapso que se pide, y las que ya se expidieron de esa candidatura."""
    candidatura = candidatura_o_404(request, clave)
    form = _form(request, candidatura)
    if request.method == "POST" and form.is_valid():
        desde, hasta = form.instantes
        try:
            expedida = constancias.expedir(
                candidatura=candidatura, desde=desde, hasta=hasta, por=quien(request)
            )
        except LapsoInvalido as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Constancia {expedida.folio} expedida.")
            return redirect("validacion:constancia", expedida.folio)
    contexto = {
        "candidatura": candidatura,
        "form": form,
        "expedidas": constancias.de_candidatura(clave),
        "migas": [(candidatura.persona.nombre_completo, reverse("validacion:revision", args=[clave]))],
    }
    return render(request, "validacion/constancia_expedir.html", contexto, status=422 if form.errors else 200)


def _form(request: HttpRequest, candidatura: Candidatura) -> LapsoForm:
    proceso, ahora = candidatura.proceso, timezone.now()
    primero, _ = constancias.lapso_entero(candidatura, ahora)
    return LapsoForm(
        request.POST if request.method == "POST" else None,
        proceso=proceso,
        primero=_dia(primero, proceso),
        hoy=_dia(ahora, proceso),
    )


def _dia(instante: datetime, proceso: Proceso) -> date:
    return instante.astimezone(proceso.zona).date()


@requiere(Permiso.EXPEDIR_CONSTANCIAS)
@require_safe
@never_cache
def constancia(request: HttpRequest, folio: str) -> HttpResponse:
    expedida, proceso = _expedida_o_404(request, folio)
    contexto = {
        "constancia": expedida,
        "leida": lectura.leida(expedida, proceso),
        "persona": expedida.datos["candidatura"]["persona"],
        "migas": [("Constancias", reverse("validacion:expedir_constancia", args=[expedida.clave]))],
    }
    return render(request, "validacion/constancia.html", contexto)


@requiere(Permiso.EXPEDIR_CONSTANCIAS)
@require_safe
@never_cache
def constancia_pdf(request: HttpRequest, folio: str) -> HttpResponse:
    expedida, proceso = _expedida_o_404(request, folio)
    return _archivo(lectura.en_pdf(expedida, proceso), "application/pdf", f"constancia-{expedida.folio}.pdf")


@requiere(Permiso.EXPEDIR_CONSTANCIAS)
@require_safe
@never_cache
def constancia_json(request: HttpRequest, folio: str) -> HttpResponse:
    """Los bytes exactos que resume su huella."""
    expedida, _ = _expedida_o_404(request, folio)
    return _archivo(expedida.contenido.encode(), "application/json", lectura.archivo(expedida))


def _archivo(bytes_: bytes, tipo: str, nombre: str) -> HttpResponse:
    disposicion = {"Content-Disposition": f'attachment; filename="{nombre}"'}
    return HttpResponse(bytes_, content_type=tipo, headers=disposicion)


def _expedida_o_404(request: HttpRequest, folio: str) -> tuple[Constancia, Proceso]:
    """La constancia y su proceso; una alterada no se entrega.

    Raises:
        Http404: si no existe, si su contenido se suprimió o si ya no es lo que se expidió.
    """
    expedida = constancias.leer(folio, por=quien(request))
    proceso = Proceso.objects.filter(clave=expedida.proceso).first() if expedida else None
    if expedida is None or proceso is None:
        raise Http404("No hay una constancia con ese folio.")
    if not expedida.contenido:
        raise Http404("El contenido de esa constancia se suprimió: sólo queda su acuse.")
    if not constancias.esta_integra(expedida):
        raise Http404("Lo guardado de esa constancia no es lo que se expidió: avise a Informática.")
    return expedida, proceso
