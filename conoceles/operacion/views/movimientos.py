"""Registrar lo que saca, releva o devuelve a una candidatura: una por una, con su efecto a la vista antes de hacerlo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from conoceles.calendario.models import Proceso
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.operacion.forms_movimientos import MovimientoForm
from conoceles.publicacion.efectos import efectos
from conoceles.publicacion.movimientos import mover
from conoceles.registro.models import Candidatura
from conoceles.registro.movimientos.historia import con_historia, vigente_del_lugar
from conoceles.registro.movimientos.pedidos import NoProcede, Pedido


@requiere(Permiso.MOVER_REGISTRO)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def movimiento(request: HttpRequest, clave: str) -> HttpResponse:
    """El formulario; enviado, lo que pasará; confirmado, se registra."""
    del_proceso = Candidatura.objects.del_proceso(Proceso.objects.vigente())
    candidatura = get_object_or_404(con_historia(del_proceso), clave=clave)
    if "confirmar" in request.POST and _ya_consta(candidatura, request.POST):
        messages.info(request, "Ese movimiento ya estaba registrado: no se registró dos veces.")
        return redirect("operacion:movimiento", clave)
    form = MovimientoForm(request.POST if request.method == "POST" else None, candidatura=candidatura)
    if form.is_valid() and form.pedido and "cambiar" not in request.POST:
        if "confirmar" not in request.POST:
            return _confirmacion(request, form, form.pedido)
        try:
            _registrar(request, form.pedido)
        except NoProcede as error:
            form.add_error(None, str(error))
        else:
            return redirect("operacion:movimiento", clave)
    return _pagina(request, candidatura, form)


def _ya_consta(candidatura: Candidatura, escrito: QueryDict) -> bool:
    """El segundo clic: lo último que le pasó es eso mismo, con el mismo acuerdo."""
    ultimo = list(candidatura.movimientos.all())[-1:]
    pedido = escrito.get("clase"), escrito.get("acuerdo", "").strip()
    return bool(ultimo) and (ultimo[0].clase, ultimo[0].acuerdo) == pedido


def _registrar(request: HttpRequest, pedido: Pedido) -> None:
    mover(pedidos=[pedido], por=quien(request))
    entra = f"; entra {pedido.entra.nombre}" if pedido.entra else ""
    messages.success(request, f"Quedó registrado: {pedido.clase.label.lower()}{entra}.")


def _confirmacion(request: HttpRequest, form: MovimientoForm, pedido: Pedido) -> HttpResponse:
    contexto = {
        "form": form,
        "pedido": pedido,
        "candidatura": form.candidatura,
        "efectos": efectos(pedido, timezone.now()),
        "migas": _migas(form.candidatura),
    }
    return render(request, "operacion/movimiento_confirmar.html", contexto)


def _pagina(request: HttpRequest, candidatura: Candidatura, form: MovimientoForm) -> HttpResponse:
    contexto: dict[str, Any] = {
        "form": form,
        "candidatura": candidatura,
        "ocupante": vigente_del_lugar(candidatura),
        "hechos": list(candidatura.movimientos.all())[::-1],
        "migas": _migas(candidatura),
    }
    return render(request, "operacion/movimiento.html", contexto, status=422 if form.errors else 200)


def _migas(candidatura: Candidatura) -> list[tuple[str, str]]:
    return [
        ("Movimientos", reverse("operacion:movimientos")),
        (candidatura.persona.nombre_completo, reverse("validacion:revision", args=[candidatura.clave])),
    ]
