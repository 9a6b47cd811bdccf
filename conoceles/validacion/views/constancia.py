"""Expedir la constancia de una candidatura, leerla y descargarla."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from functools import wraps

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from conoceles.calendario.models import Proceso
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.publicacion.lectura import Alterado
from conoceles.publicacion.memoria import constancia as constancias
from conoceles.publicacion.memoria.constancia import LapsoInvalido
from conoceles.publicacion.memoria.versiones import hay_datos_corregidos
from conoceles.publicacion.models import Constancia
from conoceles.registro.models import Candidatura
from conoceles.validacion import constancia as lectura
from conoceles.validacion.lapso import LapsoForm

from .comunes import candidatura_o_404

ALTERADA = (
    "Lo guardado de esta candidatura no es lo que se publicó, así que no puede hacerse constar. "
    "Avise a Informática: la orden «verificar» dice qué cambió."
)


@requiere(Permiso.EXPEDIR_CONSTANCIAS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def expedir(request: HttpRequest, clave: str) -> HttpResponse:
    """El lapso que se pide, y las que ya se expidieron de esa candidatura."""
    candidatura = candidatura_o_404(request, clave)
    form = _form(request, candidatura)
    if request.method == "POST" and form.is_valid():
        try:
            expedida = _expedir(form, candidatura, quien(request))
        except LapsoInvalido as error:
            form.add_error(None, str(error))
        except Alterado:
            form.add_error(None, ALTERADA)
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


def _expedir(form: LapsoForm, candidatura: Candidatura, por: Usuario) -> Constancia:
    desde, hasta = form.instantes
    return constancias.expedir(
        candidatura=candidatura,
        desde=desde,
        hasta=hasta,
        por=por,
        con_datos_corregidos=form.cleaned_data.get("con_datos_corregidos", False),
    )


def _form(request: HttpRequest, candidatura: Candidatura) -> LapsoForm:
    proceso, ahora = candidatura.proceso, timezone.now()
    primero, _ = constancias.lapso_entero(candidatura, ahora)
    return LapsoForm(
        request.POST if request.method == "POST" else None,
        proceso=proceso,
        primero=_dia(primero, proceso),
        hoy=_dia(ahora, proceso),
        hay_corregidos=hay_datos_corregidos(candidatura.clave),
    )


def _dia(instante: datetime, proceso: Proceso) -> date:
    return instante.astimezone(proceso.zona).date()


def con_constancia(vista: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Da a la vista la constancia de ese folio y su proceso; una suprimida o alterada no se entrega, y se dice.

    Raises:
        Http404: si no hay una con ese folio.
    """

    @wraps(vista)
    @require_safe
    @never_cache
    def envuelta(request: HttpRequest, folio: str) -> HttpResponse:
        expedida = constancias.leer(folio, por=quien(request))
        proceso = Proceso.objects.filter(clave=expedida.proceso).first() if expedida else None
        if expedida is None or proceso is None:
            raise Http404("No hay una constancia con ese folio.")
        if defecto := _por_que_no_se_entrega(expedida):
            messages.error(request, f"{expedida.folio}: {defecto}")
            return redirect("validacion:expedir_constancia", expedida.clave)
        return vista(request, expedida, proceso)

    return envuelta


def _por_que_no_se_entrega(expedida: Constancia) -> str:
    if constancias.se_suprimio(expedida):
        return "el contenido de esa constancia se suprimió; sólo queda su acuse. Puede expedir otra."
    if not constancias.esta_integra(expedida):
        return (
            "lo guardado no es lo que se expidió, así que no se entrega. Avise a Informática y expida otra."
        )
    if constancias.trae_lo_suprimido(expedida):
        return (
            "trae una versión cuyo contenido se suprimió después, así que no se entrega. Puede expedir otra."
        )
    return ""


@requiere(Permiso.EXPEDIR_CONSTANCIAS)
@con_constancia
def constancia(request: HttpRequest, expedida: Constancia, proceso: Proceso) -> HttpResponse:
    contexto = {
        "constancia": expedida,
        "leida": lectura.leida(expedida, proceso),
        "persona": expedida.datos["candidatura"]["persona"],
        "migas": [("Constancias", reverse("validacion:expedir_constancia", args=[expedida.clave]))],
    }
    return render(request, "validacion/constancia.html", contexto)


@requiere(Permiso.EXPEDIR_CONSTANCIAS)
@con_constancia
def constancia_pdf(request: HttpRequest, expedida: Constancia, proceso: Proceso) -> HttpResponse:
    return _archivo(lectura.en_pdf(expedida, proceso), "application/pdf", f"constancia-{expedida.folio}.pdf")


@requiere(Permiso.EXPEDIR_CONSTANCIAS)
@con_constancia
def constancia_json(request: HttpRequest, expedida: Constancia, proceso: Proceso) -> HttpResponse:
    """Los bytes exactos que resume su huella."""
    return _archivo(expedida.contenido.encode(), "application/json", lectura.archivo(expedida))


@requiere(Permiso.EXPEDIR_CONSTANCIAS)
@con_constancia
def constancia_firma(request: HttpRequest, expedida: Constancia, proceso: Proceso) -> HttpResponse:
    """La nota con que se firmó: sin ella, el verificador no da por buena una constancia."""
    nombre = lectura.archivo_de_la_firma(expedida)
    return _archivo(expedida.firma.encode(), "text/plain; charset=utf-8", nombre)


def _archivo(contenido: bytes, tipo: str, nombre: str) -> HttpResponse:
    disposicion = {"Content-Disposition": f'attachment; filename="{nombre}"'}
    return HttpResponse(contenido, content_type=tipo, headers=disposicion)
