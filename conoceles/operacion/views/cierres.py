"""Cerrar y reabrir la cuenta de una persona candidata, también la que ella misma congeló."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_POST

from conoceles.calendario.models import Proceso
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.publicacion.accesos import cerrar_cuenta, reabrir_cuenta
from conoceles.registro.models import Candidatura


@requiere(Permiso.ENTREGAR_ACCESO)
@require_POST
def cerrar(request: HttpRequest, clave: str) -> HttpResponse:
    usuario = _cuenta_de(clave)
    cerrar_cuenta(usuario=usuario, por=quien(request))
    messages.success(request, f"Cerramos la cuenta {usuario.acceso}, sus sesiones y sus enlaces.")
    return redirect("operacion:acceso_entrega", clave)


@requiere(Permiso.ENTREGAR_ACCESO)
@require_POST
def reabrir(request: HttpRequest, clave: str) -> HttpResponse:
    """La deja sin contraseña: después se le da un enlace, comprobando antes que es ella quien lo pide."""
    usuario = _cuenta_de(clave)
    reabrir_cuenta(usuario=usuario, por=quien(request))
    messages.success(request, f"Reabrimos la cuenta {usuario.acceso}. Déle un enlace o imprima su hoja.")
    return redirect("operacion:acceso_entrega", clave)


def _cuenta_de(clave: str) -> Usuario:
    vigentes = Candidatura.objects.vigentes().del_proceso(Proceso.objects.vigente())
    candidatura = get_object_or_404(vigentes.select_related("persona__cuenta"), clave=clave)
    if candidatura.persona.cuenta is None:
        raise Http404
    return candidatura.persona.cuenta
