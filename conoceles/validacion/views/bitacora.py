"""La bitácora, para leerse: buscar, pasar páginas y comprobar la cadena. Nada se edita."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from conoceles.bitacora.cadena import primer_defecto
from conoceles.bitacora.models import Asiento, Cabeza
from conoceles.comun.paginas import numero_de, paginas
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.roles import ROLES
from conoceles.cuentas.sesiones import quien
from conoceles.validacion.forms import BitacoraForm
from conoceles.validacion.historia import en_palabras

from .comunes import proceso_de

POR_PAGINA = 50


@requiere(Permiso.VER_BITACORA)
@require_safe
def bitacora(request: HttpRequest) -> HttpResponse:
    proceso_de(request)
    filtros = BitacoraForm(request.GET)
    filtros.is_valid()
    asientos = _buscar({c: v for c, v in filtros.cleaned_data.items() if v})
    if not quien(request).puede(Permiso.REVISAR_FORMATOS):
        # Que alguien se manifestó y no envió después ya diría que se negó: eso lo ve sólo Transparencia.
        asientos = asientos.exclude(accion__startswith="identidad:").exclude(
            accion__startswith="consentimiento:"
        )
    total = asientos.count()
    numero = numero_de(request.GET.get("pagina"), total=total, por_pagina=POR_PAGINA)
    busqueda = {c: v for c, v in filtros.cleaned_data.items() if v}
    raiz = reverse("validacion:bitacora")
    contexto = {
        "filtros": filtros,
        "hay_busqueda": bool(busqueda),
        "renglones": [_renglon(a) for a in asientos[(numero - 1) * POR_PAGINA : numero * POR_PAGINA]],
        "total": total,
        "paginas": paginas(
            numero,
            total=total,
            por_pagina=POR_PAGINA,
            direccion=lambda n: f"{raiz}?{urlencode({**busqueda, 'pagina': n})}",
        ),
        "cadena": _estado_de_la_cadena() if "comprobar" in request.GET else None,
    }
    return render(request, "validacion/bitacora.html", contexto)


def _buscar(filtros: dict[str, str]) -> QuerySet[Asiento]:
    """Quién y sobre qué, exactos (los sirve un índice); el acto, por cualquier parte de su nombre."""
    asientos = Asiento.objects.order_by("-secuencia")
    if actor := filtros.get("actor"):
        asientos = asientos.filter(actor=actor.strip())
    if accion := filtros.get("accion"):
        asientos = asientos.filter(accion__icontains=accion.strip())
    if objeto := filtros.get("objeto"):
        asientos = asientos.filter(objeto_clave=objeto.strip())
    return asientos


def _renglon(asiento: Asiento) -> dict[str, Any]:
    return {
        "asiento": asiento,
        "acto": en_palabras(asiento.accion),
        "rol": ROLES[asiento.rol].nombre if asiento.rol in ROLES else asiento.rol,
        "detalle": [(clave.replace("_", " "), _legible(valor)) for clave, valor in asiento.detalle.items()],
    }


def _legible(valor: Any) -> str:
    if isinstance(valor, list):
        return ", ".join(str(parte) for parte in valor)
    return str(valor).replace("_", " ")


def _estado_de_la_cadena() -> dict[str, Any]:
    cabeza = Cabeza.objects.filter(pk=1).first()
    return {"defecto": primer_defecto(), "renglones": cabeza.secuencia if cabeza else 0}
