"""Registrar a quién se le entregó su acceso, y la relación de a quién le falta."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from conoceles.calendario.models import Proceso
from conoceles.comun.csv_abierto import descarga, en_csv
from conoceles.comun.horas import fecha_y_hora
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.operacion.forms import EntregaDelInstitutoForm
from conoceles.publicacion.accesos import registrar_entrega
from conoceles.registro.entregas import SinCuenta
from conoceles.registro.models import Candidatura

from .accesos import candidaturas_por_acceso, filtrar

TITULOS = (
    "Folio de registro", "Persona", "Cargo", "Demarcación", "Actor político", "Cuenta", "Correo registrado",
    "Enviado por correo", "Entrega registrada", "Primera entrada",
)  # fmt: skip


@requiere(Permiso.ENTREGAR_ACCESO)
@require_http_methods(["GET", "HEAD", "POST"])
def entrega(request: HttpRequest, clave: str) -> HttpResponse:
    """Las entregas de una persona y el formulario para registrar otra."""
    vigentes = Candidatura.objects.vigentes().del_proceso(Proceso.objects.vigente()).con_todo()
    candidatura = get_object_or_404(vigentes.select_related("persona__cuenta"), clave=clave)
    form = EntregaDelInstitutoForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            registrar_entrega(persona=candidatura.persona, por=quien(request), **form.datos)
        except ValidationError as error:
            form.add_error(None, error)
        except SinCuenta as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Quedó registrada la entrega a {candidatura.persona}.")
            return redirect("operacion:accesos")
    contexto = {
        "candidatura": candidatura,
        "cuenta": candidatura.persona.cuenta,
        "entregas": candidatura.persona.entregas.all(),
        "form": form,
    }
    return render(request, "operacion/acceso_entrega.html", contexto, status=422 if form.errors else 200)


@requiere(Permiso.ENTREGAR_ACCESO)
@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    """La lista de accesos tal como está filtrada: con `entrega=falta`, las cuentas por entregar."""
    filas = filtrar(candidaturas_por_acceso(), request).con_todo()
    filas = filas.select_related("persona__cuenta", "persona__reservados").order_by("pk")
    return descarga(en_csv(TITULOS, (_renglon(fila) for fila in filas)), "accesos.csv")


def _renglon(fila: Candidatura) -> list[str]:
    cuenta = fila.persona.cuenta
    reservados = getattr(fila.persona, "reservados", None)
    enviado = fila.enviado_en  # type: ignore[attr-defined]
    entro = cuenta.primera_entrada_en if cuenta else None
    return [
        fila.folio_registro,
        fila.persona.nombre_completo,
        fila.cargo.nombre,
        fila.contienda.demarcacion.nombre,
        fila.posicion.actor.siglas,
        cuenta.acceso if cuenta else "",
        "Sí" if reservados and reservados.correo else "No",
        fecha_y_hora(enviado) if enviado else "No",
        "Sí" if fila.tiene_entrega else "No",  # type: ignore[attr-defined]
        fecha_y_hora(entro) if entro else "No",
    ]
