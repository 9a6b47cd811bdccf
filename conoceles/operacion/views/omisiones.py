"""Quién no respondió en plazo: las cifras, la lista, su archivo y el requerimiento en bloque."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from conoceles.calendario.models import Proceso
from conoceles.comun import horas
from conoceles.comun.csv_abierto import descarga, en_csv
from conoceles.comun.paginas import numero_de, paginas
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.operacion.forms_plazos import FiltrosForm
from conoceles.publicacion.plazos import requerir as emitir
from conoceles.registro.models import Candidatura
from conoceles.registro.plazos import vencidas
from conoceles.seguimiento import cartas, lectura
from conoceles.seguimiento.acciones import (
    ListaCambio,
    por_que_no_se_requiere,
    vencimiento_de_lo_requerido,
)
from conoceles.seguimiento.models import Recordatorio
from conoceles.seguimiento.omision import Omision

POR_PAGINA = 50
Resultado = Recordatorio.Resultado


@requiere(Permiso.VER_REGISTRO)
@require_safe
def omisiones(request: HttpRequest) -> HttpResponse:
    proceso, ahora = Proceso.objects.vigente(), timezone.now()
    form = FiltrosForm(request.GET, proceso=proceso)
    vencieron = lectura.vencidas_sin_enviar(proceso, ahora)
    omisas, elegidas = lectura.Filtros().aplicar(vencieron), form.filtros.aplicar(vencieron)
    renglones = lectura.por_actor(omisas)
    total = elegidas.count()
    numero = numero_de(request.GET.get("pagina"), total=total, por_pagina=POR_PAGINA)
    raiz = reverse("operacion:omisiones")
    contexto = {
        "form": form,
        "hay_filtros": bool(form.consulta()),
        "consulta": form.consulta(),
        "cifras": _cifras(proceso, ahora, renglones),
        "recordatorios": lectura.recordadas(proceso),
        "por_actor": [(r, f"{raiz}?actor={r.clave}#lista") for r in renglones],
        "por_cargo": [(r, f"{raiz}?cargo={r.clave}#lista") for r in lectura.por_cargo(omisas)],
        "sin_acceso": lectura.sin_acceso(vencieron).count(),
        "son_sin_acceso": form.filtros.situacion == lectura.SIN_ACCESO,
        "filas": [
            _fila(c) for c in lectura.en_orden(elegidas)[(numero - 1) * POR_PAGINA : numero * POR_PAGINA]
        ],
        "total": total,
        "puede_requerir": quien(request).puede(Permiso.REQUERIR),
        "paginas": paginas(
            numero,
            total=total,
            por_pagina=POR_PAGINA,
            direccion=lambda n: f"{raiz}?{form.consulta(pagina=n)}#lista",
        ),
    }
    return render(request, "operacion/omisiones.html", contexto)


def _cifras(proceso: Proceso, ahora: datetime, renglones: list[lectura.Renglon]) -> list[tuple[str, int]]:
    vigentes = Candidatura.objects.vigentes().del_proceso(proceso)
    return [
        ("Omisión total", sum(renglon.total for renglon in renglones)),
        ("Omisión parcial", sum(renglon.parcial for renglon in renglones)),
        ("Respondieron fuera de plazo", lectura.respondieron_tarde(proceso)),
        ("Candidaturas con plazo vencido", vigentes.filter(vencidas(proceso, ahora)).count()),
    ]


def _fila(candidatura: Any) -> dict[str, Any]:
    return {
        "candidatura": candidatura,
        "omision": Omision(candidatura.omision),
        "ultimo_dia": candidatura.plazo_de_captura - timedelta(minutes=1),
    }


@requiere(Permiso.VER_REGISTRO)
@require_safe
def lista(request: HttpRequest) -> HttpResponse:
    """Las mismas, enteras, para el informe a la Comisión o al Consejo General."""
    proceso = Proceso.objects.vigente()
    filtros = FiltrosForm(request.GET, proceso=proceso).filtros
    elegidas = lectura.en_orden(filtros.aplicar(lectura.vencidas_sin_enviar(proceso, timezone.now())))
    return descarga(en_csv(_TITULOS, map(_renglon, elegidas)), "omisiones.csv")


_TITULOS = (
    "clave", "persona", "cargo", "demarcacion", "numero", "calidad", "postulante", "partido_de_origen", "omision",
    "plazo", "requerimiento", "confirmo_recepcion", "tiene_cuenta", "tiene_correo",
)  # fmt: skip


def _renglon(candidatura: Any) -> list[Any]:
    cuenta, origen = candidatura.persona.cuenta, candidatura.partido_de_origen
    return [
        candidatura.clave,
        candidatura.persona.nombre_completo,
        candidatura.cargo.nombre,
        candidatura.contienda.demarcacion.nombre,
        candidatura.posicion.numero,
        candidatura.posicion.get_calidad_display(),
        candidatura.posicion.actor.nombre,
        origen.nombre if origen else "",
        "Sin acceso a tiempo" if candidatura.sin_acceso else Omision(candidatura.omision).label,
        candidatura.plazo_de_captura.isoformat(timespec="minutes"),
        candidatura.requerimiento or "",
        _si_no(candidatura.confirmada),
        _si_no(cuenta),
        _si_no(cuenta and cuenta.correo),
    ]


def _si_no(valor: Any) -> str:
    return "Sí" if valor else "No"


# --- Requerir en bloque --------------------------------------------------------------------------------------


@requiere(Permiso.REQUERIR)
@require_http_methods(["GET", "HEAD", "POST"])
def requerir(request: HttpRequest) -> HttpResponse:
    """Primero se ve a cuántas y qué dirá; se emite sólo si al confirmar siguen siendo las mismas."""
    proceso = Proceso.objects.vigente()
    datos = request.POST if request.method == "POST" else request.GET
    form, repetir = FiltrosForm(datos, proceso=proceso), bool(datos.get("repetir"))
    if razon := por_que_no_se_requiere(proceso, timezone.now()):
        messages.error(request, razon)
        return redirect(f"{reverse('operacion:omisiones')}?{form.consulta()}")
    if request.method != "POST":
        return _vista_previa(request, proceso, form, repetir)
    cuantas = request.POST.get("cuantas", "")
    try:
        emitidos = emitir(
            proceso=proceso,
            filtros=form.filtros,
            cuantas=int(cuantas) if cuantas.isascii() and cuantas.isdigit() and len(cuantas) < 7 else -1,
            por=quien(request),
            repetir=repetir,
        )
    except ListaCambio as error:
        messages.warning(request, f"{error} No se emitió ninguno.")
        return redirect(f"{request.path}?{form.consulta(repetir='1' if repetir else '')}")
    hecho = (
        "Se emitió un requerimiento."
        if len(emitidos) == 1
        else f"Se emitieron {len(emitidos):,} requerimientos."
    )
    messages.success(request, hecho if emitidos else "No había a quién requerir: no se emitió ninguno.")
    return redirect("operacion:requerimientos")


def _vista_previa(request: HttpRequest, proceso: Proceso, form: FiltrosForm, repetir: bool) -> HttpResponse:
    ahora = timezone.now()
    vencieron = lectura.vencidas_sin_enviar(proceso, ahora)
    por_requerir = lectura.por_requerir(proceso, ahora, form.filtros, repetir=repetir)
    muestra = lectura.en_orden(por_requerir).first()
    _, vence_en = vencimiento_de_lo_requerido(proceso, ahora)
    cuantas = por_requerir.count()
    sin_correo = por_requerir.filter(persona__cuenta__correo="").count()
    contexto = {
        "form": form,
        "consulta": form.consulta(),
        "cuantas": cuantas,
        "con_correo": cuantas - sin_correo,
        "sin_correo": sin_correo,
        "ya_requeridas": form.filtros.aplicar(vencieron).filter(requerida=True, sin_acceso=False).count(),
        "sin_acceso": lectura.sin_acceso(vencieron, form.filtros).count(),
        "repetir": repetir,
        "vence": horas.plazo(vence_en),
        "muestra": muestra,
        "texto": muestra and cartas.texto_del_requerimiento(
            muestra, omision=Omision(muestra.omision), limite=muestra.plazo_de_captura, vence_en=vence_en
        ),
        "migas": [("Omisiones", f"{reverse('operacion:omisiones')}?{form.consulta()}")],
    }  # fmt: skip
    return render(request, "operacion/requerir.html", contexto)
