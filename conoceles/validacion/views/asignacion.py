"""Repartir la revisión: lo elegido en la bandeja, lo de una cuenta o todo lo que aún no es de nadie."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.cuestionarios.acciones import asignar, repartir
from conoceles.cuestionarios.models import Cuestionario
from conoceles.registro.models import Cargo
from conoceles.validacion import reparto

from .comunes import proceso_de

_NADIE = "nadie"


@requiere(Permiso.ASIGNAR)
@require_safe
def asignacion(request: HttpRequest) -> HttpResponse:
    """Cuánto tiene cada quien y cuánto falta repartir."""
    proceso = proceso_de(request)
    cargo = request.GET.get("cargo", "")
    contexto = {
        "cargas": reparto.cargas(proceso),
        "cargos": Cargo.objects.filter(proceso=proceso),
        "cargo": cargo,
        "sin_asignar": reparto.por_repartir(proceso, cargo).count(),
        "activas": reparto.activas(),
    }
    return render(request, "validacion/asignacion.html", contexto)


@requiere(Permiso.ASIGNAR)
@require_http_methods(["GET", "HEAD", "POST"])
def elegidas(request: HttpRequest) -> HttpResponse:
    """Asigna las candidaturas marcadas en la bandeja a una cuenta, o a nadie."""
    consulta = request.POST.get("cola", "")
    vuelta = redirect(reverse("validacion:bandeja") + (f"?{consulta}" if consulta else ""))
    if request.method != "POST":
        return vuelta
    claves = set(request.POST.getlist("clave"))
    suyos = Cuestionario.objects.curriculares().filter(
        candidatura__clave__in=claves,
        candidatura__posicion__contienda__cargo__proceso=proceso_de(request),
    )
    llaves = list(suyos.values_list("pk", flat=True))
    if not llaves:
        messages.error(request, "Elija al menos una candidatura que ya tenga cuestionario. Nada se asignó.")
        return vuelta
    _asignar(request, llaves, request.POST.get("a", ""))
    return vuelta


@requiere(Permiso.ASIGNAR)
@require_http_methods(["GET", "HEAD", "POST"])
def pasar(request: HttpRequest) -> HttpResponse:
    """Pasa a otra cuenta, o a nadie, todo lo que una tiene por revisar."""
    if request.method == "POST" and (de := request.POST.get("de", "")):
        suyas = reparto.por_repartir(proceso_de(request), de=de)
        _asignar(request, list(suyas.values_list("cuestionario_id", flat=True)), request.POST.get("a", ""))
    elif request.method == "POST":
        messages.error(request, "Elija de quién es lo que se pasa. Nada se asignó.")
    return redirect("validacion:asignacion")


@requiere(Permiso.ASIGNAR)
@require_http_methods(["GET", "HEAD", "POST"])
def repartir_pendientes(request: HttpRequest) -> HttpResponse:
    """Reparte por igual lo que no es de nadie entre las cuentas elegidas."""
    if request.method == "POST":
        entre = list(Usuario.objects.filter(acceso__in=request.POST.getlist("entre")))
        pendientes = reparto.por_repartir(proceso_de(request), request.POST.get("cargo", ""))
        llaves = list(pendientes.values_list("cuestionario_id", flat=True))
        try:
            cuantos = repartir(cuestionarios=llaves, entre=entre, por=quien(request))
        except ValueError as error:
            messages.error(request, f"{error} Nada se asignó.")
        else:
            _decir_reparto(request, entre, cuantos)
    return redirect("validacion:asignacion")


def _asignar(request: HttpRequest, llaves: list[int], acceso: str) -> None:
    """A la cuenta de ese nombre de acceso; «nadie» la deja sin asignar."""
    cuenta = Usuario.objects.filter(acceso=acceso).first()
    if cuenta is None and acceso != _NADIE:
        messages.error(request, "Elija a quién se asigna. Nada cambió.")
        return
    try:
        cuantas = asignar(cuestionarios=llaves, a=cuenta, por=quien(request))
    except ValueError as error:
        messages.error(request, f"{error} Nada se asignó.")
        return
    a_quien = f"a {cuenta.nombre}" if cuenta else "a nadie"
    messages.success(
        request, f"Asignó {_candidaturas(cuantas)} {a_quien}." if cuantas else "Ya estaban así: nada cambió."
    )


def _decir_reparto(request: HttpRequest, entre: list[Usuario], cuantos: dict[str, int]) -> None:
    total = sum(cuantos.values())
    if not total:
        messages.info(request, "No había nada sin asignar: nada cambió.")
        return
    partes = ", ".join(f"{cuenta.nombre} {cuantos[cuenta.acceso]:,}" for cuenta in entre)
    messages.success(request, f"Repartió {_candidaturas(total)}: {partes}.")


def _candidaturas(cuantas: int) -> str:
    return "una candidatura" if cuantas == 1 else f"{cuantas:,} candidaturas"
