"""La bandeja: cuántas hay en cada estado y la cola, con sus filtros en la dirección."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from conoceles.calendario.models import Proceso
from conoceles.calendario.plazos import siguiente_medianoche
from conoceles.comun.paginas import numero_de, paginas
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.cuestionarios.estados import Estado
from conoceles.validacion import cola
from conoceles.validacion.forms import FiltrosForm

from .comunes import PUBLICACION, VARIANTES, proceso_de

POR_PAGINA = 50
_PLEGADOS = ("cargo", "demarcacion", "actor", "vence")


@requiere(Permiso.VER_PANEL)
@require_safe
def bandeja(request: HttpRequest) -> HttpResponse:
    """Quien no puede ver el registro (Informática) llega a una portada con lo que sí puede hacer."""
    proceso = proceso_de(request)
    if not quien(request).puede(Permiso.VER_REGISTRO):
        return render(request, "validacion/inicio.html", {"papel": quien(request).papel})
    form = FiltrosForm(request.GET, proceso=proceso)
    filtros = form.aplicados
    consulta = cola.filtrar(cola.candidaturas(proceso), filtros, proceso)
    cuentas = cola.contar(consulta)
    total = cuentas[filtros["estado"]]
    numero = numero_de(request.GET.get("pagina"), total=total, por_pagina=POR_PAGINA)
    filas = cola.con_quien_revisa(
        cola.ordenar(consulta.filter(cola.ESTADOS[filtros["estado"]][1]), filtros["orden"])
    )
    filas = filas.con_todo()[(numero - 1) * POR_PAGINA : numero * POR_PAGINA]
    raiz = reverse("validacion:bandeja")
    contexto = {
        "filtros": form,
        "estado_elegido": cola.ESTADOS[filtros["estado"]][0],
        "resumen": _resumen(form, filtros["estado"], cuentas),
        "filas": [_fila(fila, proceso, form.consulta()) for fila in filas],
        "total": total,
        "sin_filtros": not any(filtros.get(campo) for campo in ("q", *_PLEGADOS)),
        "filtros_abiertos": form.errors or any(filtros.get(campo) for campo in _PLEGADOS),
        "paginas": paginas(
            numero,
            total=total,
            por_pagina=POR_PAGINA,
            direccion=lambda n: f"{raiz}?{form.consulta(pagina=n)}",
        ),
    }
    return render(request, "validacion/bandeja.html", contexto)


def _resumen(form: FiltrosForm, elegido: str, cuentas: dict[str, int]) -> list[dict[str, Any]]:
    raiz = reverse("validacion:bandeja")
    return [
        {
            "rotulo": rotulo,
            "cuenta": cuentas[clave],
            "url": f"{raiz}?{form.consulta(estado=clave)}",
            "activo": clave == elegido,
        }
        for clave, (rotulo, _) in cola.ESTADOS.items()
    ]


def _fila(candidatura: Any, proceso: Proceso, consulta: str) -> dict[str, Any]:
    vence = cola.vencimiento(candidatura, proceso)
    url = reverse("validacion:revision", args=[candidatura.clave])
    return {
        "candidatura": candidatura,
        "url": f"{url}?{urlencode({'cola': consulta})}" if consulta else url,
        "estado": Estado(candidatura.estado).label,
        "variante": VARIANTES[candidatura.estado],
        "publicacion": PUBLICACION.get(candidatura.publicacion),
        "ultimo_dia": vence - timedelta(minutes=1) if vence else None,
        "urgencia": _urgencia(vence, proceso) if vence else "",
        "tomada_por": candidatura.tomada_por if candidatura.estado == Estado.EN_VALIDACION else "",
    }


def _urgencia(vence: datetime, proceso: Proceso) -> str:
    ahora = timezone.now()
    if vence <= ahora:
        return "vencida"
    return "hoy" if vence <= siguiente_medianoche(ahora, proceso.zona) else ""
