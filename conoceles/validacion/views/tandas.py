"""El recibo de una publicación en bloque: en qué va, cómo acabó y de cuáles fue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from conoceles.comun.claves import folio_canonico
from conoceles.comun.csv_abierto import descarga, en_csv
from conoceles.comun.paginas import numero_de, paginas
from conoceles.comun.segundo_plano import Avance, avance_de
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.publicacion import tandas as vida
from conoceles.publicacion.models import Tanda
from conoceles.registro.models import Candidatura
from conoceles.validacion import tandas

from .comunes import proceso_de

POR_PAGINA = 50


@requiere(Permiso.PUBLICAR)
@never_cache
@require_safe
def tanda(request: HttpRequest, folio: str) -> HttpResponse:
    """Según el estado: el avance, el recibo, o qué corregir para intentar de nuevo."""
    fila = _la_tanda(request, folio)
    en_curso = fila.estado in vida.EN_CURSO
    if en_curso and (avance := avance_de(fila.folio)):
        return render(request, "validacion/tanda_avance.html", {"tanda": fila, "avance": avance})
    claves = sorted(fila.fallas) if fila.fallas else fila.claves
    numero = numero_de(request.GET.get("pagina"), total=len(claves), por_pagina=POR_PAGINA)
    contexto = {
        "tanda": fila,
        "interrumpida": en_curso,
        "cuantas": len(fila.claves),
        "por_corregir": len(fila.fallas),
        "pidio": Usuario.objects.filter(acceso=fila.por).values_list("nombre", flat=True).first() or fila.por,
        "filas": _filas(fila, claves[(numero - 1) * POR_PAGINA : numero * POR_PAGINA]),
        "paginas": paginas(
            numero, total=len(claves), por_pagina=POR_PAGINA, direccion=lambda n: f"?pagina={n}#lista"
        ),
        "migas": [("Publicación", reverse("validacion:publicacion"))],
    }
    return render(request, "validacion/tanda.html", contexto)


def _la_tanda(request: HttpRequest, folio: str) -> Tanda:
    filas = Tanda.objects.filter(proceso=proceso_de(request).clave, folio=folio_canonico(folio) or "")
    fila = filas.first()
    if fila is None:
        raise Http404
    return fila


def _filas(fila: Tanda, claves: list[str]) -> list[dict[str, Any]]:
    suyas = Candidatura.objects.con_todo().filter(clave__in=claves)
    por_clave = {candidatura.clave: candidatura for candidatura in suyas}
    return [
        {"candidatura": por_clave[clave], "motivo": fila.fallas.get(clave, "")}
        for clave in claves
        if clave in por_clave
    ]


@requiere(Permiso.PUBLICAR)
@never_cache
@require_safe
def avance(request: HttpRequest, folio: str) -> HttpResponse:
    """Para `avance.js`: en qué va, o que ya terminó."""
    fila = _la_tanda(request, folio)
    estado = avance_de(fila.folio)
    termino = fila.estado not in vida.EN_CURSO or estado is None
    estado = estado or Avance()
    return JsonResponse(
        {"termino": termino, "fase": estado.fase, "hechas": estado.hechas, "total": estado.total}
    )


@requiere(Permiso.PUBLICAR)
@never_cache
@require_safe
def lista(request: HttpRequest, folio: str) -> HttpResponse:
    """La relación completa: de cuáles fue y, si falló, qué le falta a cada una."""
    fila = _la_tanda(request, folio)
    contenido = en_csv(("clave", "persona", "cargo", "demarcacion", "postulante", "motivo"), _renglones(fila))
    return descarga(contenido, f"publicacion-{fila.folio}.csv")


def _renglones(fila: Tanda) -> Iterator[tuple[str, ...]]:
    for candidatura in tandas.candidaturas(fila):
        yield (
            candidatura.clave,
            candidatura.persona.nombre_completo,
            candidatura.cargo.nombre,
            candidatura.contienda.demarcacion.nombre,
            candidatura.posicion.actor.siglas,
            fila.fallas.get(candidatura.clave, ""),
        )


@requiere(Permiso.PUBLICAR)
@require_POST
def reintentar(request: HttpRequest, folio: str) -> HttpResponse:
    """La que se interrumpió a la mitad empieza de nuevo."""
    fila = _la_tanda(request, folio)
    if not tandas.reintentar(fila, por=quien(request)):
        messages.info(request, "Esa publicación no está interrumpida; éste es su estado.")
    return redirect("validacion:tanda", fila.folio)
