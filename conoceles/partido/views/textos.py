"""Proponer textos desde un archivo: subirlo, ver qué haría, aplicarlo y guardar el recibo."""

from __future__ import annotations

from collections import Counter

from django.contrib import messages
from django.db.models import Count, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conoceles.comun.claves import folio_canonico
from conoceles.comun.csv_abierto import descarga, en_csv
from conoceles.comun.paginas import numero_de, paginas
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.cuestionarios.models import TextoPropuesto
from conoceles.partido import acciones, cola, columnas
from conoceles.partido.forms import ArchivoForm
from conoceles.partido.models import ListaDeTextos
from conoceles.partido.puerta import con_mi_partido, pintar
from conoceles.registro.models import ActorPolitico, Candidatura

POR_PAGINA = 50
RECIENTES = 10
HALLAZGO = ("Fila", "Columna", "Valor", "Qué hacer")
LISTAS = {
    "errores": ("Errores", HALLAZGO),
    "avisos": ("Avisos", HALLAZGO),
    "propone": ("A quién se propone", ("Clave", "Persona", "Textos")),
}


@requiere(Permiso.REPRESENTAR)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@con_mi_partido
def textos(request: HttpRequest, actor: ActorPolitico) -> HttpResponse:
    form = ArchivoForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        archivo = form.cleaned_data["archivo"]
        lista = acciones.revisar_lista(
            actor=actor, nombre=archivo.name, contenido=archivo.read(), por=quien(request)
        )
        return redirect("partido:lista", lista.folio)
    return pintar(
        request,
        "partido/textos.html",
        actor,
        status=422 if form.errors else 200,
        form=form,
        listas=ListaDeTextos.objects.filter(actor=actor).defer("textos", "informe")[:RECIENTES],
        preguntas=columnas.que_se_proponen(actor.proceso),
        decididos=_decididos(actor),
    )


def _decididos(actor: ActorPolitico) -> list[tuple[str, int]]:
    """Qué pasó con lo propuesto, en cuentas: lo que cada quien haya escrito es suyo."""
    cuentas = TextoPropuesto.objects.filter(
        actor=actor, cuestionario__candidatura__in=Candidatura.objects.vigentes().de_partido(actor)
    ).aggregate(
        esperan=Count("pk", filter=Q(resuelto_en=None)),
        usados=Count("pk", filter=Q(se_uso=True)),
        descartados=Count("pk", filter=Q(se_uso=False)),
    )
    rotulos = {"esperan": "Esperan su decisión", "usados": "Usados", "descartados": "Descartados"}
    return [(rotulo, cuentas[clave]) for clave, rotulo in rotulos.items()]


@requiere(Permiso.REPRESENTAR)
@require_safe
@con_mi_partido
def plantilla(request: HttpRequest, actor: ActorPolitico) -> HttpResponse:
    """Un CSV con sus candidaturas y una columna por pregunta que puede proponerse."""
    propias = cola.con_nombres(cola.ordenar(Candidatura.objects.vigentes().de_partido(actor)))
    titulos, filas = columnas.plantilla(actor.proceso, list(propias))
    return descarga(en_csv(titulos, filas), f"textos-{actor.clave}.csv")


@requiere(Permiso.REPRESENTAR)
@never_cache
@require_safe
@con_mi_partido
def lista(request: HttpRequest, actor: ActorPolitico, folio: str) -> HttpResponse:
    """Lo que haría la lista o, ya aplicada, su recibo."""
    fila = _la_lista(actor, folio)
    cuentas = Counter(fila.informe["cuentas"])
    con_algo = [clave for clave in LISTAS if fila.informe[clave]]
    elegida = request.GET.get("ver", "")
    elegida = elegida if elegida in con_algo else next(iter(con_algo), "")
    renglones = fila.informe.get(elegida, [])
    numero = numero_de(request.GET.get("pagina"), total=len(renglones), por_pagina=POR_PAGINA)
    totales = {"errores": cuentas["errores"], "avisos": cuentas["avisos"], "propone": cuentas["personas"]}
    titulo, encabezados = LISTAS.get(elegida, ("", ()))
    return pintar(
        request,
        "partido/lista.html",
        actor,
        lista=fila,
        cuentas=cuentas,
        pestanas=[(LISTAS[c][0], totales[c], f"?ver={c}#lista", c == elegida) for c in con_algo],
        titulo_lista=titulo,
        columnas=encabezados,
        renglones=[
            list(zip(encabezados, renglon, strict=True))
            for renglon in renglones[(numero - 1) * POR_PAGINA : numero * POR_PAGINA]
        ],
        guardados=len(renglones),
        total_lista=totales.get(elegida, 0),
        paginas=paginas(
            numero,
            total=len(renglones),
            por_pagina=POR_PAGINA,
            direccion=lambda n: f"?ver={elegida}&pagina={n}#lista",
        ),
    )


def _la_lista(actor: ActorPolitico, folio: str) -> ListaDeTextos:
    """La de ese folio si la subió su partido; para los demás no existe."""
    fila = ListaDeTextos.objects.filter(actor=actor, folio=folio_canonico(folio) or "").first()
    if fila is None:
        raise Http404
    return fila


@requiere(Permiso.REPRESENTAR)
@require_POST
@con_mi_partido
def aplicar(request: HttpRequest, actor: ActorPolitico, folio: str) -> HttpResponse:
    fila = _la_lista(actor, folio)
    try:
        acciones.aplicar_lista(lista=fila, por=quien(request))
    except acciones.NoAplicable as error:
        messages.error(request, str(error))
    return redirect("partido:lista", fila.folio)


@requiere(Permiso.REPRESENTAR)
@require_safe
@con_mi_partido
def hallazgos(request: HttpRequest, actor: ActorPolitico, folio: str) -> HttpResponse:
    """Los errores y avisos, para corregir el archivo con ellos al lado."""
    fila = _la_lista(actor, folio)
    renglones = [*fila.informe["errores"], *fila.informe["avisos"]]
    return descarga(en_csv(HALLAZGO, renglones), f"errores-{fila.folio}.csv")
