"""Importar el registro desde el panel: subir, revisar lo que haría, aplicar y guardar el recibo."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conoceles.calendario.models import Proceso
from conoceles.comun.claves import folio_canonico
from conoceles.comun.csv_abierto import descarga
from conoceles.comun.paginas import numero_de, paginas
from conoceles.comun.segundo_plano import Avance, avance_de
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.operacion import importar
from conoceles.operacion.forms import ImportacionForm
from conoceles.registro.importacion import perfil as perfiles
from conoceles.registro.importacion import recibo
from conoceles.registro.importacion.perfil import CAMPOS
from conoceles.registro.importacion.plan import BAJAS, PARECIDOS
from conoceles.registro.importacion.resumen import en_csv
from conoceles.registro.models import Importacion
from conoceles.registro.movimientos.archivo import PERFIL as MOVIMIENTOS

POR_PAGINA = 50
HALLAZGO = ("Hoja", "Fila", "Columna", "Valor", "Motivo")
# Cada lista del informe: clave, título y columnas; en el orden en que importan a quien decide.
LISTAS: dict[str, tuple[str, tuple[str, ...]]] = {
    "rechazos": ("Rechazos", HALLAZGO),
    "por_confirmar": ("Por confirmar", ("Fila", "Candidatura", "Registrada como", "En el archivo")),
    "avisos": ("Avisos", HALLAZGO),
    "altas": ("Altas", ("Fila", "Posición", "Persona")),
    "sustituciones": ("Sustituciones", ("Fila", "Posición", "Sale", "Entra")),
    "restituciones": ("Restituciones", ("Fila", "Posición", "Persona")),
    "cambios": ("Correcciones", ("Fila", "Candidatura", "Persona", "Datos que cambian")),
    "bajas": ("Bajas", ("Fila", "Candidatura", "Persona", "Causa")),
    "no_vienen": ("No vienen en el archivo", ("Candidatura", "Cargo", "Persona")),
}
# Lo que firma quien marca cada casilla.
_CONFIRMO = {
    PARECIDOS: "Son la misma persona",
    BAJAS: "La lista está completa: que se den de baja",
}


@requiere(Permiso.IMPORTAR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def importaciones(request: HttpRequest) -> HttpResponse:
    proceso = Proceso.objects.vigente()
    form = ImportacionForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        archivo = form.cleaned_data["archivo"]
        importacion = recibo.recibir(
            proceso=proceso, nombre=archivo.name, contenido=archivo.read(), perfil=form.cleaned_data["perfil"],
            es_completo=form.cleaned_data["es_completo"], por=quien(request),
        )  # fmt: skip
        importar.revisar(importacion, por=quien(request))
        return redirect("operacion:importacion", importacion.folio)
    recibidas = Importacion.objects.filter(proceso=proceso).exclude(perfil=MOVIMIENTOS).defer("informe")
    contexto = {"form": form, "importaciones": recibidas[:POR_PAGINA]}
    return render(request, "operacion/importaciones.html", contexto, status=422 if form.errors else 200)


@requiere(Permiso.IMPORTAR)
@never_cache
@require_safe
def importacion(request: HttpRequest, folio: str) -> HttpResponse:
    """Según el estado: el avance, el informe o el recibo."""
    fila = _la_importacion(folio)
    if fila.estado in recibo.EN_TRABAJO and (avance := avance_de(fila.folio)):
        return pagina_de_avance(
            request, fila, avance, "operacion:importacion_avance", "operacion:importaciones"
        )
    cuentas = recibo.cuentas(fila)
    contexto = {
        "importacion": fila,
        "interrumpida": fila.estado in recibo.EN_TRABAJO,
        "confirmaciones": [
            (clave, dicho, _CONFIRMO[clave])
            for clave, dicho in fila.informe.get("confirmaciones", {}).items()
        ],
        "advertencia": fila.informe.get("advertencia", ""),
        "motivo": fila.informe.get("motivo", ""),
        "formato": perfiles.disponibles().get(fila.perfil, fila.perfil),
        "cuentas": cuentas,
        "hay_cambios": any(cuentas.get(c) for c in importar.CAMBIOS),
        "se_puede_repetir": fila.estado == Importacion.Estado.RECHAZADA or fila.estado in recibo.EN_TRABAJO,
        **lista_del_informe(request, fila, LISTAS),
    }
    return render(request, "operacion/importacion.html", contexto)


def _la_importacion(folio: str) -> Importacion:
    return la_de_folio(folio, Importacion.objects.exclude(perfil=MOVIMIENTOS))


def la_de_folio(folio: str, importaciones: QuerySet[Importacion]) -> Importacion:
    """La de ese folio entre esas; si no está, 404."""
    del_folio = importaciones.filter(folio=folio_canonico(folio) or "")
    return get_object_or_404(del_folio.select_related("proceso"))


def pagina_de_avance(
    request: HttpRequest, fila: Importacion, avance: Avance, url_avance: str, url_lista: str
) -> HttpResponse:
    """En qué va, mientras se trabaja."""
    contexto = {
        "importacion": fila,
        "avance": avance,
        "url_avance": reverse(url_avance, args=[fila.folio]),
        "url_lista": reverse(url_lista),
    }
    return render(request, "operacion/importacion_avance.html", contexto)


def lista_del_informe(
    request: HttpRequest, fila: Importacion, listas: dict[str, tuple[str, tuple[str, ...]]]
) -> dict[str, Any]:
    """Las pestañas con algo dentro y la página pedida de la elegida."""
    cuentas = recibo.cuentas(fila)
    con_algo = [clave for clave in listas if cuentas.get(clave)]
    elegida = request.GET.get("lista", "")
    elegida = elegida if elegida in con_algo else next(iter(con_algo), "")
    if not elegida:
        return {"pestanas": [], "filas": []}
    titulo, columnas = listas[elegida]
    filas = fila.informe.get(elegida, [])
    if columnas == HALLAZGO:
        filas = sorted(filas, key=lambda hallazgo: hallazgo[:2])  # se corrigen de arriba abajo
    if columnas == HALLAZGO and not any(hallazgo[0] for hallazgo in filas):
        columnas, filas = columnas[1:], [hallazgo[1:] for hallazgo in filas]  # un CSV no tiene hojas
    numero = numero_de(request.GET.get("pagina"), total=len(filas), por_pagina=POR_PAGINA)
    pagina = filas[(numero - 1) * POR_PAGINA : numero * POR_PAGINA]
    return {
        "pestanas": [(listas[c][0], cuentas[c], f"?lista={c}#lista", c == elegida) for c in con_algo],
        "titulo_lista": titulo,
        "columnas": columnas,
        "filas": [list(zip(columnas, fila, strict=False)) for fila in pagina],
        "guardadas": len(filas),
        "total_lista": cuentas[elegida],
        "paginas": paginas(
            numero, total=len(filas), por_pagina=POR_PAGINA,
            direccion=lambda n: f"?lista={elegida}&pagina={n}#lista",
        ),
    }  # fmt: skip


@requiere(Permiso.IMPORTAR)
@never_cache
@require_safe
def avance(request: HttpRequest, folio: str) -> HttpResponse:
    """Para `avance.js`: en qué va, o que ya terminó."""
    return avance_en_json(_la_importacion(folio))


def avance_en_json(fila: Importacion) -> HttpResponse:
    estado = avance_de(fila.folio) or Avance()
    termino = fila.estado not in recibo.EN_TRABAJO or avance_de(fila.folio) is None
    datos = {"termino": termino, "fase": estado.fase, "hechas": estado.hechas, "total": estado.total}
    return JsonResponse(datos)


@requiere(Permiso.IMPORTAR)
@require_POST
def aplicar(request: HttpRequest, folio: str) -> HttpResponse:
    fila = _la_importacion(folio)
    confirmado = request.POST.getlist("confirmado")
    if fila.informe.get("confirmaciones", {}).keys() - set(confirmado):
        messages.error(request, "No se aplicó nada: falta marcar lo que se pide confirmar.")
    elif not importar.aplicar(fila, confirmado=confirmado, por=quien(request)):
        messages.info(request, "Esa importación ya no está en espera de aplicarse; éste es su estado.")
    return redirect("operacion:importacion", fila.folio)


@requiere(Permiso.IMPORTAR)
@require_POST
def revisar(request: HttpRequest, folio: str) -> HttpResponse:
    """Otra vez la revisión, si cambió el registro o se interrumpió la anterior."""
    fila = _la_importacion(folio)
    en_curso = fila.estado in recibo.EN_TRABAJO and avance_de(fila.folio) is not None
    if en_curso or not importar.revisar(fila, por=quien(request)):
        messages.info(request, "Esa importación no necesita revisarse; éste es su estado.")
    return redirect("operacion:importacion", fila.folio)


@requiere(Permiso.IMPORTAR)
@never_cache
@require_safe
def hallazgos(request: HttpRequest, folio: str) -> HttpResponse:
    """Los rechazos y avisos, para corregir el archivo con ellos al lado."""
    fila = _la_importacion(folio)
    contenido = en_csv([*fila.informe.get("rechazos", []), *fila.informe.get("avisos", [])])
    return descarga(contenido, f"rechazos-{fila.folio}.csv")


@requiere(Permiso.IMPORTAR)
@require_safe
def plantilla(request: HttpRequest) -> HttpResponse:
    """Un CSV con los títulos del formato propio."""
    return descarga("\ufeff" + ",".join(CAMPOS) + "\r\n", "registro-de-candidaturas.csv")
