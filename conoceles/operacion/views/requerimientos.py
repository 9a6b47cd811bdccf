"""Los requerimientos emitidos: quién confirmó, quién respondió y las hojas que se entregan impresas."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from conoceles.calendario.models import Proceso
from conoceles.comun import horas
from conoceles.comun.paginas import numero_de, paginas
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuestionarios.estados import Estado
from conoceles.cuestionarios.models import Cuestionario
from conoceles.seguimiento.models import Requerimiento

POR_PAGINA = 50
ESTADOS: dict[str, tuple[str, Q]] = {
    "": ("Todos", Q()),
    "sin_confirmar": ("Sin confirmar", Q(recepcion=None)),
    "confirmados": ("Confirmados", Q(recepcion__isnull=False)),
    "impresos": ("Por entregar impresos", Q(recepcion=None, con_correo=False)),
    "respondieron": ("Ya respondieron", Q(respondio=True)),
}


def _del_proceso(proceso: Proceso) -> Any:
    enviados = Cuestionario.objects.curriculares().exclude(estado=Estado.EN_CAPTURA)
    return (
        Requerimiento.objects.filter(candidatura__posicion__contienda__cargo__proceso=proceso)
        .select_related(
            "recepcion",
            "candidatura__persona",
            "candidatura__posicion__actor",
            "candidatura__posicion__contienda__demarcacion",
            "candidatura__posicion__contienda__cargo__proceso",
        )
        .annotate(respondio=Exists(enviados.filter(candidatura=OuterRef("candidatura"))))
    )


@requiere(Permiso.VER_REGISTRO)
@require_safe
def requerimientos(request: HttpRequest) -> HttpResponse:
    return _pagina(request, "operacion/requerimientos.html")


@requiere(Permiso.VER_REGISTRO)
@require_safe
def hojas(request: HttpRequest) -> HttpResponse:
    """Los de una página de la lista, uno por hoja."""
    return _pagina(request, "operacion/requerimiento_hojas.html")


@requiere(Permiso.VER_REGISTRO)
@require_safe
def requerimiento(request: HttpRequest, folio: str) -> HttpResponse:
    """Uno solo, para imprimirse."""
    suyo = get_object_or_404(_del_proceso(Proceso.objects.vigente()), folio=folio)
    contexto = {
        "filas": [_fila(suyo)],
        "migas": [("Requerimientos", reverse("operacion:requerimientos"))],
    }
    return render(request, "operacion/requerimiento_hojas.html", contexto)


def _pagina(request: HttpRequest, plantilla: str) -> HttpResponse:
    todos = _del_proceso(Proceso.objects.vigente())
    estado = request.GET.get("estado", "")
    estado = estado if estado in ESTADOS else ""
    elegidos = todos.filter(ESTADOS[estado][1])
    total = elegidos.count()
    numero = numero_de(request.GET.get("pagina"), total=total, por_pagina=POR_PAGINA)
    raiz = reverse("operacion:requerimientos")
    contexto = {
        "filas": [_fila(uno) for uno in elegidos[(numero - 1) * POR_PAGINA : numero * POR_PAGINA]],
        "total": total,
        "elegido": ESTADOS[estado][0],
        "resumen": [
            (
                rotulo,
                todos.filter(condicion).count(),
                f"{raiz}?estado={clave}" if clave else raiz,
                clave == estado,
            )
            for clave, (rotulo, condicion) in ESTADOS.items()
        ],
        "hojas": f"{reverse('operacion:requerimiento_hojas')}?estado={estado}&pagina={numero}",
        "migas": [("Requerimientos", raiz)] if plantilla.endswith("hojas.html") else None,
        "paginas": paginas(
            numero,
            total=total,
            por_pagina=POR_PAGINA,
            direccion=lambda n: f"{raiz}?estado={estado}&pagina={n}",
        ),
    }
    return render(request, plantilla, contexto)


def _fila(requerimiento: Any) -> dict[str, Any]:
    recepcion = getattr(requerimiento, "recepcion", None)
    return {
        "requerimiento": requerimiento,
        "emitido": horas.fecha_y_hora(requerimiento.instante),
        "vence": horas.plazo(requerimiento.vence_en),
        "ultimo_dia": requerimiento.vence_en - timedelta(minutes=1),
        "recibido": horas.fecha_y_hora(recepcion.instante) if recepcion else "",
    }
