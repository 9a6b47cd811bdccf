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
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.cuestionarios.estados import Estado
from conoceles.publicacion import dicho
from conoceles.publicacion.situacion import Situacion
from conoceles.validacion import cola, reparto
from conoceles.validacion.condiciones import ESTADOS, MARCAS, filtrar
from conoceles.validacion.filtros import FiltrosForm

from .comunes import VARIANTES, lo_publicado, proceso_de

POR_PAGINA = 50
_PLEGADOS = ("asignada", "vence", "espera", "marca", "cargo", "demarcacion", "actor")
_SE_REVISA = ("pendientes", "enviado", "corregido", "en_validacion")
_PARA_HOY = {"asignada": "mias", "vence": "hasta_hoy"}


@requiere(Permiso.VER_PANEL)
@require_safe
def bandeja(request: HttpRequest) -> HttpResponse:
    """Quien no puede ver el registro (Informática) llega a una portada con lo que sí puede hacer."""
    proceso, usuario = proceso_de(request), quien(request)
    if not usuario.puede(Permiso.VER_REGISTRO):
        return render(request, "validacion/inicio.html", {"papel": usuario.papel})
    form = FiltrosForm(request.GET, proceso=proceso)
    filtros = form.aplicados
    consulta = filtrar(cola.candidaturas(proceso), filtros, proceso, usuario.acceso)
    cuentas = cola.contar(consulta)
    rotulo, elegidas = ESTADOS[filtros["estado"]]
    total = cuentas[filtros["estado"]]
    numero = numero_de(request.GET.get("pagina"), total=total, por_pagina=POR_PAGINA)
    inicio = (numero - 1) * POR_PAGINA
    filas = list(cola.pagina(consulta.filter(elegidas), filtros["orden"], inicio, inicio + POR_PAGINA))
    publicas = dicho.de_varias([fila.clave for fila in filas], timezone.now())
    raiz = reverse("validacion:bandeja")
    contexto = {
        "filtros": form,
        "cola": form.consulta(),
        "estado_elegido": rotulo,
        "resumen": _resumen(form, filtros["estado"], cuentas),
        "filas": [_fila(fila, publicas.get(fila.clave), proceso, form.consulta()) for fila in filas],
        "total": total,
        "sin_filtros": not any(filtros.get(campo) for campo in ("q", *_PLEGADOS)),
        "filtros_abiertos": form.errors or any(filtros.get(campo) for campo in _PLEGADOS),
        "paginas": paginas(
            numero,
            total=total,
            por_pagina=POR_PAGINA,
            direccion=lambda n: f"{raiz}?{form.consulta(pagina=n)}",
        ),
        **_segun_la_cuenta(usuario, proceso, se_revisa=filtros["estado"] in _SE_REVISA),
    }
    return render(request, "validacion/bandeja.html", contexto)


def _segun_la_cuenta(usuario: Usuario, proceso: Proceso, *, se_revisa: bool) -> dict[str, Any]:
    """Lo que sólo ve quien revisa (lo suyo de hoy) y quien reparte (a quién asignar)."""
    revisa = usuario.puede(Permiso.VALIDAR)
    return {
        "para_hoy": cola.para_hoy(proceso, usuario.acceso) if revisa else None,
        "url_para_hoy": f"{reverse('validacion:bandeja')}?{urlencode(_PARA_HOY)}",
        "puede_empezar": revisa and se_revisa,
        "revisan": reparto.activas() if usuario.puede(Permiso.ASIGNAR) else [],
    }


def _resumen(form: FiltrosForm, elegido: str, cuentas: dict[str, int]) -> list[dict[str, Any]]:
    raiz = reverse("validacion:bandeja")
    return [
        {
            "rotulo": rotulo,
            "cuenta": cuentas[clave],
            "url": f"{raiz}?{form.consulta(estado=clave)}",
            "activo": clave == elegido,
        }
        for clave, (rotulo, _) in ESTADOS.items()
    ]


def _fila(candidatura: Any, publica: Situacion | None, proceso: Proceso, consulta: str) -> dict[str, Any]:
    vence = cola.vencimiento(candidatura, proceso)
    url = reverse("validacion:revision", args=[candidatura.clave])
    return {
        "candidatura": candidatura,
        "url": f"{url}?{urlencode({'cola': consulta})}" if consulta else url,
        "estado": Estado(candidatura.estado).label,
        "variante": VARIANTES[candidatura.estado],
        "publicacion": lo_publicado(publica),
        "ultimo_dia": vence - timedelta(minutes=1) if vence else None,
        "urgencia": _urgencia(vence, proceso) if vence else "",
        "marcas": _marcas(candidatura),
    }


def _marcas(candidatura: Any) -> list[str]:
    """Los rótulos de lo que se vio al recibirla; vacía también si aún no se ha mirado."""
    marcas = getattr(candidatura, "marcas", None)
    return [MARCAS[clave][0] for clave in marcas.puestas] if marcas else []


def _urgencia(vence: datetime, proceso: Proceso) -> str:
    ahora = timezone.now()
    if vence <= ahora:
        return "vencida"
    return "hoy" if vence <= siguiente_medianoche(ahora, proceso.zona) else ""
