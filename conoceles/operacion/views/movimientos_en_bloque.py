"""Los movimientos de muchas candidaturas, de una hoja de cálculo: revisar qué haría, aplicar todo o nada y su recibo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conoceles.calendario.models import Proceso
from conoceles.comun.busqueda import plegado
from conoceles.comun.csv_abierto import descarga
from conoceles.comun.paginas import numero_de, paginas
from conoceles.comun.segundo_plano import avance_de
from conoceles.comun.texto import plegar_busqueda
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.operacion import importar
from conoceles.operacion.forms import ArchivoForm
from conoceles.publicacion.efectos import SIN_CONGELAMIENTO
from conoceles.registro.catalogos import ClaseDeMovimiento
from conoceles.registro.importacion.recibo import EN_TRABAJO, cuentas
from conoceles.registro.importacion.resumen import en_csv
from conoceles.registro.models import Candidatura, Importacion, Movimiento
from conoceles.registro.movimientos import recibo
from conoceles.registro.movimientos.archivo import COLUMNAS, PERFIL
from conoceles.registro.movimientos.historia import congeladas_desde
from conoceles.registro.movimientos.informe import hechos_en_csv

from .importacion import HALLAZGO, avance_en_json, la_de_folio, lista_del_informe, pagina_de_avance

POR_PAGINA, ENCONTRADAS = 50, 20
LISTAS: dict[str, tuple[str, tuple[str, ...]]] = {
    "rechazos": ("Rechazos", HALLAZGO),
    "avisos": ("Avisos", HALLAZGO),
    "movimientos": ("Movimientos", ("Fila", "Movimiento", "Persona", "Lugar", "Queda", "Entra")),
    "ya_estaban": ("Ya estaban registrados", ("Fila", "Movimiento", "Persona", "Lugar")),
}


@requiere(Permiso.MOVER_REGISTRO)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def movimientos(request: HttpRequest) -> HttpResponse:
    """Buscar a quién mover, subir un archivo, los que se han recibido y lo último que se registró."""
    proceso = Proceso.objects.vigente()
    form = ArchivoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        archivo = form.cleaned_data["archivo"]
        lote = recibo.recibir(
            proceso=proceso, nombre=archivo.name, contenido=archivo.read(), por=quien(request)
        )
        importar.revisar(lote, por=quien(request), simular=recibo.simular)
        return redirect("operacion:lote", lote.folio)
    q = request.GET.get("q", "")[:100]
    contexto = {
        "form": form,
        "q": q,
        "encontradas": _encontradas(proceso, q),
        "sin_congelamiento": "" if congeladas_desde(proceso) else SIN_CONGELAMIENTO,
        "lotes": _lotes().filter(proceso=proceso).defer("informe")[:POR_PAGINA],
        **_registrados(proceso, request.GET.get("pagina")),
    }
    return render(request, "operacion/movimientos.html", contexto, status=422 if form.errors else 200)


def _encontradas(proceso: Proceso, q: str) -> list[Candidatura]:
    """Las primeras con todas esas palabras en su nombre, sigan o hayan terminado."""
    palabras = plegar_busqueda(q).split()
    if not palabras:
        return []
    todas = Candidatura.objects.del_proceso(proceso).con_todo()
    con_nombre = todas.annotate(plegado=plegado("persona__nombre_completo"))
    condicion = Q(*(Q(plegado__contains=palabra) for palabra in palabras))
    return list(con_nombre.filter(condicion).order_by("persona__nombre_completo", "pk")[:ENCONTRADAS])


def _registrados(proceso: Proceso, pagina: str | None) -> dict[str, Any]:
    del_proceso = Movimiento.objects.filter(candidatura__posicion__contienda__cargo__proceso=proceso)
    total = del_proceso.count()
    numero = numero_de(pagina, total=total, por_pagina=POR_PAGINA)
    hechos = del_proceso.order_by("-pk").select_related(
        "entra__persona", "candidatura__persona",
        "candidatura__posicion__contienda__cargo", "candidatura__posicion__contienda__demarcacion",
    )  # fmt: skip
    return {
        "hechos": hechos[(numero - 1) * POR_PAGINA : numero * POR_PAGINA],
        "total": total,
        "paginas": paginas(numero, total=total, por_pagina=POR_PAGINA, direccion=lambda n: f"?pagina={n}"),
    }


def _lotes() -> QuerySet[Importacion]:
    return Importacion.objects.filter(perfil=PERFIL)


@requiere(Permiso.MOVER_REGISTRO)
@never_cache
@require_safe
def lote(request: HttpRequest, folio: str) -> HttpResponse:
    """Según el estado: el avance, lo que haría o el recibo."""
    fila = la_de_folio(folio, _lotes())
    if fila.estado in EN_TRABAJO and (avance := avance_de(fila.folio)):
        return pagina_de_avance(request, fila, avance, "operacion:lote_avance", "operacion:movimientos")
    contexto = {
        "importacion": fila,
        "interrumpida": fila.estado in EN_TRABAJO,
        "motivo": fila.informe.get("motivo", ""),
        "cuentas": cuentas(fila),
        "por_clase": [(ClaseDeMovimiento(c).label, n) for c, n in fila.informe.get("por_clase", {}).items()],
        "se_puede_repetir": fila.estado == Importacion.Estado.RECHAZADA or fila.estado in EN_TRABAJO,
        **lista_del_informe(request, fila, LISTAS),
    }
    return render(request, "operacion/movimientos_lote.html", contexto)


@requiere(Permiso.MOVER_REGISTRO)
@never_cache
@require_safe
def avance(request: HttpRequest, folio: str) -> HttpResponse:
    """Para `avance.js`."""
    return avance_en_json(la_de_folio(folio, _lotes()))


@requiere(Permiso.MOVER_REGISTRO)
@require_POST
def aplicar(request: HttpRequest, folio: str) -> HttpResponse:
    fila = la_de_folio(folio, _lotes())
    if not importar.aplicar_movimientos(fila, por=quien(request)):
        messages.info(request, "Ese archivo ya no está en espera de aplicarse; éste es su estado.")
    return redirect("operacion:lote", fila.folio)


@requiere(Permiso.MOVER_REGISTRO)
@require_POST
def revisar(request: HttpRequest, folio: str) -> HttpResponse:
    """Otra vez la revisión, si cambió el registro o se interrumpió la anterior."""
    fila = la_de_folio(folio, _lotes())
    en_curso = fila.estado in EN_TRABAJO and avance_de(fila.folio) is not None
    if en_curso or not importar.revisar(fila, por=quien(request), simular=recibo.simular):
        messages.info(request, "Ese archivo no necesita revisarse; éste es su estado.")
    return redirect("operacion:lote", fila.folio)


@requiere(Permiso.MOVER_REGISTRO)
@never_cache
@require_safe
def hallazgos(request: HttpRequest, folio: str) -> HttpResponse:
    """Los rechazos y avisos, para corregir el archivo con ellos al lado."""
    fila = la_de_folio(folio, _lotes())
    contenido = en_csv([*fila.informe.get("rechazos", []), *fila.informe.get("avisos", [])])
    return descarga(contenido, f"rechazos-{fila.folio}.csv")


@requiere(Permiso.MOVER_REGISTRO)
@never_cache
@require_safe
def hechos(request: HttpRequest, folio: str) -> HttpResponse:
    """Lo que quedó registrado con ese archivo."""
    fila = la_de_folio(folio, _lotes())
    return descarga(hechos_en_csv(fila), f"movimientos-{fila.folio}.csv")


@requiere(Permiso.MOVER_REGISTRO)
@require_safe
def plantilla(request: HttpRequest) -> HttpResponse:
    """Un CSV con los títulos."""
    return descarga("\ufeff" + ",".join(COLUMNAS) + "\r\n", "movimientos-de-candidaturas.csv")
