"""Dar acceso a las personas candidatas: la lista, los enlaces por correo y las hojas impresas."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import segno
from django.contrib import messages
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from conoceles.calendario.models import Proceso
from conoceles.comun.busqueda import plegado
from conoceles.comun.paginas import numero_de, paginas
from conoceles.comun.texto import plegar_busqueda
from conoceles.cuentas.models import Enlace, Usuario
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.registro.accesos import dar_accesos
from conoceles.registro.entregas import ENTRO, POR_ENTREGAR, con_lo_que_falta
from conoceles.registro.models import Candidatura, Persona

POR_PAGINA = 50
MAXIMO_POR_ACTO = 200

_CON_CORREO = ~Q(persona__reservados__correo="") & Q(persona__reservados__isnull=False)
# Cada filtro de la dirección con lo que sus valores significan; otro valor no filtra nada.
FILTROS = {
    "cuenta": {"con": Q(persona__cuenta__isnull=False), "sin": Q(persona__cuenta=None)},
    "correo": {"con": _CON_CORREO, "sin": ~_CON_CORREO},
    "entro": {"si": ENTRO, "no": Q(persona__cuenta__isnull=False) & ~ENTRO},
    "entrega": {"falta": POR_ENTREGAR, "consta": Q(tiene_entrega=True)},
}
# Lo que se cuenta arriba de la lista y el filtro que lo enseña: la misma condición hace las dos cosas.
CIFRAS = (
    ("Todas", "", ""),
    ("Sin cuenta", "cuenta", "sin"),
    ("Por entregar", "entrega", "falta"),
    ("Con cuenta y sin entrar", "entro", "no"),
    ("Ya entraron", "entro", "si"),
)


@requiere(Permiso.ENTREGAR_ACCESO)
@require_safe
def accesos(request: HttpRequest) -> HttpResponse:
    vigentes = candidaturas_por_acceso()
    filtradas = filtrar(vigentes, request)
    total = filtradas.count()
    numero = numero_de(request.GET.get("pagina"), total=total, por_pagina=POR_PAGINA)
    desde = (numero - 1) * POR_PAGINA
    contexto = {
        "candidaturas": _con_estado(filtradas)[desde : desde + POR_PAGINA],
        "total": total,
        "cifras": _cifras(vigentes, _filtros_de(request)),
        "filtros": _filtros_de(request),
        "en_csv": _direccion(request, a="operacion:accesos_csv"),
        "paginas": paginas(
            numero, total=total, por_pagina=POR_PAGINA, direccion=lambda n: _direccion(request, pagina=str(n))
        ),
        "volver": _direccion(request, pagina=str(numero)),
    }
    return render(request, "operacion/accesos.html", contexto)


def _filtros_de(request: HttpRequest) -> dict[str, str]:
    return {nombre: request.GET.get(nombre, "").strip()[:100] for nombre in ("q", *FILTROS)}


def _direccion(request: HttpRequest, *, a: str = "operacion:accesos", **cambios: str) -> str:
    vivos = {n: v for n, v in {**_filtros_de(request), **cambios}.items() if v}
    return f"{reverse(a)}?{urlencode(vivos)}"


def candidaturas_por_acceso() -> Any:
    """Las vigentes del proceso, con lo que consta de la entrega de su acceso."""
    return con_lo_que_falta(Candidatura.objects.vigentes().del_proceso(Proceso.objects.vigente()))


def filtrar(candidaturas: Any, request: HttpRequest) -> Any:
    elegidos = _filtros_de(request)
    for nombre, opciones in FILTROS.items():
        if condicion := opciones.get(elegidos[nombre]):
            candidaturas = candidaturas.filter(condicion)
    for palabra in plegar_busqueda(elegidos["q"]).split():
        candidaturas = candidaturas.alias(
            nombre_plegado=plegado("persona__nombre_completo"),
        ).filter(
            Q(nombre_plegado__contains=palabra)
            | Q(persona__cuenta__acceso__contains=palabra)
            | Q(clave=palabra)
        )
    return candidaturas


def _con_estado(candidaturas: Any) -> Any:
    ultimo = Enlace.objects.vigentes().filter(usuario=OuterRef("persona__cuenta")).order_by("-creado_en")
    return (
        candidaturas.con_todo()
        .select_related("persona__cuenta", "persona__reservados")
        .prefetch_related("persona__entregas")
        .annotate(enlace_vence=Subquery(ultimo.values("vence_en")[:1]))
        .order_by(
            "posicion__contienda__cargo__orden",
            "posicion__contienda__demarcacion__clave",
            "persona__nombre_completo",
            "clave",
        )
    )


def _cifras(candidaturas: Any, elegidos: dict[str, str]) -> list[dict[str, Any]]:
    condiciones = {rotulo: FILTROS[f][v] if f else Q(pk__isnull=False) for rotulo, f, v in CIFRAS}
    cuentas = candidaturas.aggregate(
        **{f"n{numero}": Count("pk", filter=si) for numero, si in enumerate(condiciones.values())}
    )
    puestos = {filtro: valor for filtro, valor in elegidos.items() if valor}
    return [
        {
            "rotulo": rotulo,
            "cuenta": cuentas[f"n{numero}"],
            "url": f"{reverse('operacion:accesos')}?{urlencode({filtro: valor} if filtro else {})}",
            "activo": puestos == ({filtro: valor} if filtro else {}),
        }
        for numero, (rotulo, filtro, valor) in enumerate(CIFRAS)
    ]


# --- Actos -----------------------------------------------------------------------------------------
@requiere(Permiso.ENTREGAR_ACCESO)
@require_POST
def dar(request: HttpRequest) -> HttpResponse:
    """Da o vuelve a dar acceso a las elegidas: a quien tiene correo le llega su enlace."""
    personas = _elegidas(request)
    if isinstance(personas, HttpResponseRedirect):
        return personas
    entregas = dar_accesos(personas=personas, por=quien(request))
    con_correo = sum(bool(entrega.usuario.correo) for entrega in entregas)
    if con_correo:
        messages.success(request, f"Enlaces enviados a la bandeja de salida: {con_correo}.")
    if sin_correo := len(entregas) - con_correo:
        messages.warning(request, f"Personas sin correo: {sin_correo}. Imprima su hoja para entregársela.")
    if fuera := len(personas) - len(entregas):
        messages.warning(request, f"Cuentas desactivadas a las que no se dio acceso: {fuera}.")
    return redirect(_volver(request))


@requiere(Permiso.ENTREGAR_ACCESO)
@never_cache
@require_POST
def hojas(request: HttpRequest) -> HttpResponse:
    """Un enlace nuevo por persona, impreso. Se ve una vez: recargar da otro y anula el anterior."""
    personas = _elegidas(request)
    if isinstance(personas, HttpResponseRedirect):
        return personas
    return _imprimir(request, personas)


@requiere(Permiso.ENTREGAR_ACCESO)
@never_cache
@require_POST
def hoja(request: HttpRequest, clave: str) -> HttpResponse:
    """La hoja de una sola persona."""
    personas = _personas_de([clave])
    if not personas:
        raise Http404
    return _imprimir(request, personas)


def _elegidas(request: HttpRequest) -> list[Persona] | HttpResponseRedirect:
    """Las personas marcadas (o la del botón de su renglón); si no hay, de regreso con la explicación."""
    claves = [request.POST["solo"]] if "solo" in request.POST else request.POST.getlist("clave")
    if len(claves) > MAXIMO_POR_ACTO:
        messages.error(request, f"Elija a lo más {MAXIMO_POR_ACTO} personas a la vez; eligió {len(claves)}.")
        return redirect(_volver(request))
    personas = _personas_de(claves)
    if not personas:
        messages.error(request, "No eligió a ninguna persona. Marque la casilla de quienes recibirán acceso.")
        return redirect(_volver(request))
    return personas


def _personas_de(claves: list[str]) -> list[Persona]:
    vigentes = Candidatura.objects.vigentes().del_proceso(Proceso.objects.vigente())
    elegidas = vigentes.filter(clave__in=[clave.replace("\0", "")[:16] for clave in claves])
    return list(Persona.objects.filter(pk__in=elegidas.values("persona")))


def _volver(request: HttpRequest) -> str:
    """A la misma página de la lista, con sus filtros; nunca a otra parte."""
    volver, lista = request.POST.get("volver", ""), reverse("operacion:accesos")
    return volver if volver.startswith(f"{lista}?") else lista


# --- Hojas -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Hoja:
    """Lo que se imprime y se entrega en mano."""

    persona: Persona
    usuario: Usuario
    candidaturas: list[Candidatura]
    enlace: str
    qr: SafeString
    vence_en: Any


def _imprimir(request: HttpRequest, personas: list[Persona]) -> HttpResponse:
    impresas = _hojas_de(personas, quien(request))
    if not impresas:
        messages.error(request, "Su cuenta está desactivada: no se le puede dar acceso.")
        return redirect("operacion:accesos")
    contexto = {"hojas": impresas, "volver": _volver(request)}
    return render(request, "operacion/acceso_hojas.html", contexto)


def _hojas_de(personas: list[Persona], por: Usuario) -> list[Hoja]:
    entregas = dar_accesos(personas=personas, por=por)
    candidaturas: dict[int, list[Candidatura]] = {}
    for candidatura in Candidatura.objects.vigentes().con_todo().filter(persona__in=personas):
        candidaturas.setdefault(candidatura.persona_id, []).append(candidatura)
    cuentas = [entrega.usuario for entrega in entregas]
    vencen = dict(Enlace.objects.vigentes().filter(usuario__in=cuentas).values_list("usuario", "vence_en"))
    return [
        Hoja(
            persona=entrega.persona,
            usuario=entrega.usuario,
            candidaturas=candidaturas[entrega.persona.pk],
            enlace=entrega.enlace,
            qr=qr_de(entrega.enlace),
            vence_en=vencen[entrega.usuario.pk],
        )
        for entrega in entregas
    ]


def qr_de(direccion: str) -> SafeString:
    """El código en SVG, dibujado por segno sin estilos en línea; sobre blanco también en modo oscuro."""
    codigo = segno.make(direccion, error="m")
    return mark_safe(codigo.svg_inline(scale=4, border=4, light="#fff", omitsize=True))  # noqa: S308
