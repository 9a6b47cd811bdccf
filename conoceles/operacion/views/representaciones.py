"""Las cuentas de las representaciones de partido: las abre y cuida quien entrega los accesos."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conoceles.calendario.models import Proceso
from conoceles.cuentas import acciones
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.operacion.forms import RepresentacionForm
from conoceles.registro.models import Representacion
from conoceles.registro.representaciones import acreditar

from .cuentas import dar_enlace

LISTA = "operacion:representaciones"


@requiere(Permiso.ENTREGAR_ACCESO)
@require_safe
def representaciones(request: HttpRequest) -> HttpResponse:
    filas = (
        Representacion.objects.filter(actor__proceso=Proceso.objects.vigente())
        .select_related("cuenta", "actor")
        .order_by("actor__orden", "actor__siglas", "cuenta__acceso")
    )
    return render(request, "operacion/representaciones.html", {"representaciones": filas})


@requiere(Permiso.ENTREGAR_ACCESO)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def nueva(request: HttpRequest) -> HttpResponse:
    proceso = Proceso.objects.vigente()
    form = RepresentacionForm(request.POST if request.method == "POST" else None, proceso=proceso)
    if form.is_valid():
        try:
            usuario = acreditar(**form.cleaned_data, por=quien(request))
        except ValidationError as error:
            form.add_error(None, error)
        except IntegrityError:
            form.add_error("acceso", "Ya existe una cuenta con ese nombre de acceso. Elija otro.")
        else:
            return dar_enlace(request, usuario, regreso=LISTA)
    return render(
        request, "operacion/representacion_nueva.html", {"form": form}, status=422 if form.errors else 200
    )


@requiere(Permiso.ENTREGAR_ACCESO)
@never_cache
@require_POST
def enlace(request: HttpRequest, acceso: str) -> HttpResponse:
    return dar_enlace(request, _de_partido(acceso), regreso=LISTA)


@requiere(Permiso.ENTREGAR_ACCESO)
@require_POST
def desactivar(request: HttpRequest, acceso: str) -> HttpResponse:
    acciones.desactivar_cuenta(usuario=_de_partido(acceso), por=quien(request))
    messages.success(request, f"Desactivamos la cuenta {acceso} y cerramos sus sesiones.")
    return redirect(LISTA)


@requiere(Permiso.ENTREGAR_ACCESO)
@require_POST
def reactivar(request: HttpRequest, acceso: str) -> HttpResponse:
    acciones.reactivar_cuenta(usuario=_de_partido(acceso), por=quien(request))
    messages.success(request, f"Reactivamos la cuenta {acceso}. Envíele un enlace para que elija contraseña.")
    return redirect(LISTA)


def _de_partido(acceso: str) -> Usuario:
    """Las demás cuentas se cuidan en otras pantallas: aquí no existen."""
    representacion = Representacion.objects.select_related("cuenta").filter(cuenta__acceso=acceso).first()
    if representacion is None:
        raise Http404
    return representacion.cuenta
