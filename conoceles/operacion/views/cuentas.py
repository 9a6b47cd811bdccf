"""Las cuentas del personal: las abre, cierra y reabre Informática."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conoceles.cuentas import acciones
from conoceles.cuentas.forms import CuentaForm
from conoceles.cuentas.models import Enlace, Usuario
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.roles import ROLES
from conoceles.cuentas.sesiones import quien

DEL_PERSONAL = [rol.clave for rol in ROLES.values() if rol.es_personal]


@requiere(Permiso.ADMINISTRAR_CUENTAS)
@require_safe
def cuentas(request: HttpRequest) -> HttpResponse:
    usuarios = Usuario.objects.filter(rol__in=DEL_PERSONAL).order_by("-is_active", "nombre", "acceso")
    return render(request, "operacion/cuentas.html", {"usuarios": usuarios})


@requiere(Permiso.ADMINISTRAR_CUENTAS)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def nueva(request: HttpRequest) -> HttpResponse:
    form = CuentaForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            usuario = acciones.crear_cuenta(**form.cleaned_data, por=quien(request))
        except ValidationError as error:
            form.add_error(None, error)
        except IntegrityError:
            form.add_error("acceso", "Ya existe una cuenta con ese nombre de acceso. Elija otro.")
        else:
            return dar_enlace(request, usuario, regreso="operacion:cuentas")
    roles = [rol for rol in ROLES.values() if rol.es_personal]
    return render(request, "operacion/cuenta_nueva.html", {"form": form, "roles": roles})


@requiere(Permiso.ADMINISTRAR_CUENTAS)
@never_cache
@require_POST
def enlace(request: HttpRequest, acceso: str) -> HttpResponse:
    return dar_enlace(request, _del_personal(acceso), regreso="operacion:cuentas")


@requiere(Permiso.ADMINISTRAR_CUENTAS)
@require_POST
def desactivar(request: HttpRequest, acceso: str) -> HttpResponse:
    usuario = _del_personal(acceso)
    if usuario.pk == request.user.pk:
        messages.error(request, "No puede desactivar su propia cuenta. Pídalo a otra persona de Informática.")
    else:
        acciones.desactivar_cuenta(usuario=usuario, por=quien(request))
        messages.success(request, f"Desactivamos la cuenta {acceso} y cerramos sus sesiones.")
    return redirect("operacion:cuentas")


@requiere(Permiso.ADMINISTRAR_CUENTAS)
@require_POST
def reactivar(request: HttpRequest, acceso: str) -> HttpResponse:
    acciones.reactivar_cuenta(usuario=_del_personal(acceso), por=quien(request))
    messages.success(request, f"Reactivamos la cuenta {acceso}. Envíele un enlace para que elija contraseña.")
    return redirect("operacion:cuentas")


def _del_personal(acceso: str) -> Usuario:
    """Las cuentas de candidaturas se dan desde el registro: aquí no existen."""
    usuario = Usuario.objects.filter(acceso=acceso, rol__in=DEL_PERSONAL).first()
    if usuario is None:
        raise Http404
    return usuario


def dar_enlace(request: HttpRequest, usuario: Usuario, *, regreso: str) -> HttpResponse:
    """Por correo si lo tiene; si no, a la vista de quien lo pide, una sola vez. `regreso`: la ruta de su lista."""
    if not usuario.is_active:
        messages.error(
            request, f"La cuenta {usuario.acceso} está desactivada. Reactívela antes de darle un enlace."
        )
        return redirect(regreso)
    direccion = acciones.emitir_enlace(usuario=usuario, motivo=Enlace.Motivo.ACTIVAR, por=quien(request))
    if not usuario.correo:
        vence_en = usuario.enlaces.vigentes().latest("creado_en").vence_en
        contexto = {
            "usuario": usuario, "enlace": direccion, "vence_en": vence_en, "regreso": reverse(regreso),
        }  # fmt: skip
        return render(request, "operacion/cuenta_enlace.html", contexto)
    messages.success(request, f"El enlace de {usuario.acceso} quedó en la bandeja de salida.")
    return redirect(regreso)
