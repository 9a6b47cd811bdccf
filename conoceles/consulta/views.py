"""El listado y la página de cada candidatura."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.functional import Promise
from django.utils.safestring import mark_safe
from django.utils.translation import gettext

from conoceles.comun.lenguas import original
from conoceles.comun.paginas import numero_de, paginas
from conoceles.comun.puertas import publica
from conoceles.publicacion.ficha import armar
from conoceles.publicacion.indice import ORDENES, Indice
from conoceles.publicacion.lectura import DocumentoPublico, Lectura, Suprimido, documento_publico
from conoceles.publicacion.relevos import relevo
from conoceles.publicacion.renglones import clave_de_demarcacion, es_nombre

from .direcciones import completa, de_foto, direccion, en_su_proceso
from .filtros import FORMULAS, PARAMETROS, TITULOS, VISTAS, Filtro, grupos, leer, sobra_algo
from .imagen import tiene_imagen
from .metadatos import json_ld, para_compartir, se_indexa
from .planillas import formula, planilla
from .respuestas import dibujar, por_edicion
from .tarjetas import dibujadas

POR_PAGINA = 24


@publica
@partial(por_edicion, parametros=PARAMETROS)
def lista(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    indice = lectura.indice
    filtro = leer(request.GET, indice)
    resultado = indice.tabla(filtro.orden).filtrar(
        filtro.seleccion, filtro.q, por_formula=filtro.vista == FORMULAS
    )
    numero = numero_de(filtro.pagina, total=resultado.total, por_pagina=POR_PAGINA)
    desde = (numero - 1) * POR_PAGINA
    raiz = direccion(lectura.proceso, "lista")
    canonica = raiz + filtro.consulta(numero).rstrip("?")
    if sobra_algo(request.GET):
        return redirect(canonica)
    tarjetas = dibujadas(resultado.pagina(desde, POR_PAGINA), indice, raiz, filtro.vista)
    contexto = {
        "activa": "lista",
        "lista": raiz,
        "filtro": filtro,
        "activos": _activos(filtro, indice),
        "desconocidos": [(TITULOS[faceta], valor) for faceta, valor in filtro.desconocidos[:5]],
        "grupos": [grupo.dibujado() for grupo in grupos(indice, filtro, resultado)],
        "ordenes": [(clave, texto, clave == filtro.orden) for clave, texto in ORDENES.items()],
        "vistas": _vistas(filtro),
        "total": resultado.total,
        "hay_candidaturas": bool(indice.filas),
        "desde": desde + 1,
        "hasta": desde + len(tarjetas),
        "tarjetas": mark_safe("".join(tarjetas)),  # noqa: S308 (cada una ya es marcado)
        "dia": indice.dia,
        "paginas": paginas(
            numero, total=resultado.total, por_pagina=POR_PAGINA, direccion=lambda n: filtro.consulta(n)
        ),
        "canonica": completa(canonica),
    }
    return dibujar(request, lectura, "consulta/lista.html", contexto)


def _vistas(filtro: Filtro) -> list[tuple[str | Promise, str, bool]]:
    """Cada manera de ver lo mismo, con su dirección; la puesta, señalada."""
    return [
        (texto, replace(filtro, vista=vista).consulta(), vista == filtro.vista)
        for vista, texto in VISTAS.items()
    ]


def _activos(filtro: Filtro, indice: Indice) -> list[tuple[str, str]]:
    """Cada filtro puesto, con la dirección que lo quita."""
    sin_buscar = replace(filtro, q="").consulta()
    activos = [(f"«{filtro.q}»", sin_buscar)] if filtro.q and not filtro.busca_sin_palabras else []
    for faceta, valores in filtro.seleccion.items():
        for valor in valores:
            texto = indice.opciones_dichas()[faceta][valor]
            activos.append(
                (original(texto) if es_nombre(faceta, valor) else texto, filtro.sin(faceta, valor).consulta())
            )
    return activos


@publica
@por_edicion
def ficha(request: HttpRequest, lectura: Lectura, clave: str) -> HttpResponse:
    try:
        publico = documento_publico(clave, lectura.ahora, lectura)
    except Suprimido:
        return render(request, "errores/410.html", status=410)
    if publico is None:
        raise Http404
    if publico.proceso != lectura.proceso.clave:
        return redirect(en_su_proceso(publico.proceso, lectura, "ficha", clave=clave))
    contexto = _de_la_ficha(publico, lectura, clave)
    status = 410 if publico.situacion.es_registral else 200
    return dibujar(request, lectura, "consulta/ficha.html", contexto, status=status)


def _de_la_ficha(publico: DocumentoPublico, lectura: Lectura, clave: str) -> dict[str, Any]:
    situacion, cambios = publico.situacion, relevo(publico.documento)
    vista = armar(
        publico.documento,
        situacion,
        url_foto=de_foto,
        con_entidad=lectura.indice.son_varias_entidades,
        acciones=lectura.indice.opciones["accion"],
        identidad=publico.identidad,
    )
    canonica = completa(direccion(lectura.proceso, "ficha", clave=clave))
    imagen = completa(direccion(lectura.proceso, "imagen", clave=clave)) if tiene_imagen(situacion) else ""
    return {
        "dentro_de": "lista",
        "ficha": vista,
        "situacion": situacion,
        "no_indexar": not se_indexa(situacion, lectura.proceso),
        "version": publico.version,
        "folio": publico.secuencia,
        "huella": publico.huella,
        "verificar": direccion(lectura.proceso, "verificar_ficha", clave=clave),
        "actualizada": publico.instante,
        "formula": formula(publico.documento, lectura),
        "planilla": planilla(publico.documento, lectura),
        "contienda": _contienda(publico.documento, lectura),
        "sigue": quien_sigue(situacion.sigue, lectura),
        "relevo": cambios,
        "sustituye_a": _enlace(cambios.sustituye_a, lectura),
        "migas": [
            (gettext("Inicio"), direccion(lectura.proceso, "portada")),
            (gettext("Candidaturas"), direccion(lectura.proceso, "lista")),
        ],
        "canonica": canonica,
        "json_ld": json_ld(publico, vista, canonica),
        "imagen": imagen,
        "compartir": para_compartir(f"{vista.nombre}, {vista.cargo}", canonica),
        "reportar": direccion(lectura.proceso, "reportar", clave=clave),
    }


def _contienda(documento: dict[str, Any], lectura: Lectura) -> dict[str, Any]:
    """La lista de quienes compiten por lo mismo, y su comparación."""
    cabeza = lectura.indice.encabeza.get(documento["contienda"])
    seleccion: dict[str, tuple[str, ...]] = {
        "cargo": (documento["cargo"]["clave"],),
        "demarcacion": (clave_de_demarcacion(documento["demarcacion"]),),
    }
    return {
        "url": direccion(lectura.proceso, "lista") + Filtro("", seleccion).consulta(),
        "total": lectura.indice.tabla().filtrar(seleccion).total,
        "comparar": direccion(lectura.proceso, "comparacion", contienda=cabeza) if cabeza else "",
    }


def _enlace(anterior: tuple[str, str] | None, lectura: Lectura) -> tuple[str, str] | None:
    """(nombre, dirección) de aquella a quien releva."""
    if anterior is None:
        return None
    clave, nombre = anterior
    return nombre, direccion(lectura.proceso, "ficha", clave=clave)


def quien_sigue(clave: str, lectura: Lectura) -> tuple[str, str] | None:
    """(nombre, dirección) de quien la sustituye."""
    if not clave:
        return None
    renglon = lectura.indice.filas.get(clave)
    nombre = original(renglon.nombre) if renglon else gettext("la candidatura que sigue")
    return nombre, direccion(lectura.proceso, "ficha", clave=clave)
