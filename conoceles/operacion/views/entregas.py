"""Registrar a quién se le entregó su acceso, y la relación de a quién le falta."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from conoceles.calendario.models import Proceso
from conoceles.comun.csv_abierto import descarga, en_csv
from conoceles.comun.horas import fecha_y_hora
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.operacion.forms import AnularEntregaForm, EntregaDelInstitutoForm
from conoceles.publicacion.accesos import anular_entrega, registrar_entrega
from conoceles.registro.entregas import SinCuenta
from conoceles.registro.models import Candidatura, EntregaDeAcceso

from .accesos import candidaturas_por_acceso, filtrar

TITULOS = (
    "Folio de registro", "Persona", "Cargo", "Demarcación", "Actor político", "Cuenta", "Correo registrado",
    "Enviado por correo", "Entrega registrada", "Primera entrada",
)  # fmt: skip


@requiere(Permiso.ENTREGAR_ACCESO)
@require_http_methods(["GET", "HEAD", "POST"])
def entrega(request: HttpRequest, clave: str) -> HttpResponse:
    """Las entregas de una persona y el formulario para registrar otra."""
    candidatura = _vigente_o_404(clave)
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
        "entregas": _con_su_anulacion(candidatura),
        "form": form,
    }
    return render(request, "operacion/acceso_entrega.html", contexto, status=422 if form.errors else 200)


def _vigente_o_404(clave: str) -> Candidatura:
    vigentes = Candidatura.objects.vigentes().del_proceso(Proceso.objects.vigente()).con_todo()
    return get_object_or_404(vigentes.select_related("persona__cuenta"), clave=clave)


def _con_su_anulacion(candidatura: Candidatura) -> QuerySet[EntregaDeAcceso]:
    """Todas las que se le registraron, también las anuladas."""
    return EntregaDeAcceso.todas.filter(persona=candidatura.persona).select_related("anulacion")


@requiere(Permiso.ENTREGAR_ACCESO)
@require_http_methods(["GET", "HEAD", "POST"])
def anular(request: HttpRequest, clave: str, pk: int) -> HttpResponse:
    """Decir que una entrega se registró por error, y por qué."""
    candidatura = _vigente_o_404(clave)
    elegida = get_object_or_404(_con_su_anulacion(candidatura), pk=pk)
    if elegida.su_anulacion:
        messages.info(request, "Esa entrega ya estaba anulada.")
        return redirect("operacion:acceso_entrega", clave)
    form = AnularEntregaForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        try:
            anular_entrega(entrega=elegida, motivo=form.cleaned_data["motivo"], por=quien(request))
        except ValidationError as error:
            form.add_error(None, error)
        except SinCuenta as error:
            form.add_error(None, str(error))
        else:
            messages.success(request, f"Anuló la entrega a {candidatura.persona}: ya no cuenta.")
            return redirect("operacion:acceso_entrega", clave)
    contexto = {"candidatura": candidatura, "entrega": elegida, "form": form}
    return render(request, "operacion/entrega_anular.html", contexto, status=422 if form.errors else 200)


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
