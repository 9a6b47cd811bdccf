"""La boleta de una sección o de un municipio: todo lo que se vota ahí.

Cada página tiene una sola dirección: lo que no la cambia (un cero de más, un parámetro ajeno) se redirige a ella.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from conoceles.comun.puertas import publica
from conoceles.publicacion.ficha import colores
from conoceles.publicacion.lectura import Lectura
from conoceles.territorio.lectura import Lugar, localidades_de, lugar, lugares_de

from .boleta_entrada import desconocida
from .direcciones import completa, de_foto, direccion
from .metadatos import para_compartir
from .papeletas import Papeleta, Parte, papeletas
from .respuestas import cuando, dibujar, por_edicion
from .tarjetas import MAX_EN_MEMORIA
from .territorio import ConDireccion, Territorio, con_direccion, con_direcciones, de_seccion, territorio

# --- Una sección -----------------------------------------------------------------------------------------


@publica
@partial(por_edicion, parametros=("distrito",))
def seccion(request: HttpRequest, lectura: Lectura, seccion: int) -> HttpResponse:
    leida = de_la_seccion(request, lectura, seccion, "boleta_de_seccion")
    if isinstance(leida, HttpResponse):
        return leida
    donde, suyo, canonica = leida
    contexto = {
        "para_guardar": misma(canonica, lectura, "boleta_para_guardar", seccion),
        "sin_fotos": misma(canonica, lectura, "boleta_sin_fotos", seccion),
        "impresa": misma(canonica, lectura, "boleta_hoja", seccion),
        "archivo": f"boleta-seccion-{seccion:04}.html",
    }
    return _dibujar_boleta(request, lectura, donde, suyo, contexto, canonica)


def de_la_seccion(
    request: HttpRequest, lectura: Lectura, seccion: int, nombre: str
) -> tuple[Territorio, Lugar, str] | HttpResponse:
    """El territorio, el lugar y la única dirección de esa página; o a dónde ir, o cómo dar con la sección que no existe."""
    donde = territorio(lectura)
    suyo = lugar(donde.mapa, seccion) if donde.mapa else None
    if suyo is None:
        return desconocida(request, lectura, donde, seccion)
    suyo, canonica = _elegir_distrito(request, lectura, donde, suyo, nombre)
    return redirect(canonica) if request.get_full_path() != canonica else (donde, suyo, canonica)


def _elegir_distrito(
    request: HttpRequest, lectura: Lectura, donde: Territorio, suyo: Lugar, nombre: str
) -> tuple[Lugar, str]:
    """El lugar con el distrito que dice la dirección, si no se sabía, y la única dirección de su página."""
    if suyo.numero is None:
        canonica = direccion(lectura.proceso, nombre, municipio=suyo.municipio)
    else:
        canonica = de_seccion(lectura, suyo.numero, nombre)
    pedido = request.GET.get("distrito", "")
    if not suyo.distrito and pedido in donde.distritos:
        return replace(suyo, distrito=pedido), f"{canonica}?{urlencode({'distrito': pedido})}"
    return suyo, canonica


def misma(canonica: str, lectura: Lectura, nombre: str, seccion: int) -> str:
    """La dirección de otra forma de la misma boleta, con el distrito que se haya elegido."""
    _, hay, elegido = canonica.partition("?")
    return de_seccion(lectura, seccion, nombre) + hay + elegido


# --- Un municipio ----------------------------------------------------------------------------------------


@publica
@partial(por_edicion, parametros=("distrito",))
def municipio(request: HttpRequest, lectura: Lectura, municipio: str) -> HttpResponse:
    """Sus secciones; sin mapa, o con un distrito elegido entre los suyos, su boleta."""
    donde = territorio(lectura)
    if municipio not in donde.municipios:
        raise Http404
    lugares = lugares_de(donde.mapa, municipio) if donde.mapa else []
    elige = not donde.mapa or municipio not in donde.mapa.sin_ayuntamiento
    suyo = Lugar(None, municipio, donde.municipios[municipio], elige_ayuntamiento=elige)
    posibles = {uno.distrito for uno in lugares if uno.distrito} or set(donde.distritos)
    propio = replace(donde, distritos={c: n for c, n in donde.distritos.items() if c in posibles})
    suyo, canonica = _elegir_distrito(request, lectura, propio, suyo, "boleta_de_municipio")
    if request.get_full_path() != canonica:
        return redirect(canonica)
    if suyo.distrito or not lugares:
        return _dibujar_boleta(request, lectura, propio, suyo, {}, canonica)
    contexto = {
        "dentro_de": "boleta",
        "mapa": donde.mapa,
        "municipio": suyo.nombre_municipio,
        "elige_ayuntamiento": elige,
        "distritos": _por_distrito(lectura, propio, lugares, canonica),
        "localidades": con_direcciones(localidades_de(lugares), donde, lectura),
        "total": len(lugares),
        "cartel": direccion(lectura.proceso, "cartel", municipio=municipio),
        "migas": _migas(lectura),
        "canonica": completa(canonica),
    }
    return dibujar(request, lectura, "consulta/boleta_municipio.html", contexto)


def _por_distrito(
    lectura: Lectura, donde: Territorio, lugares: Sequence[Lugar], canonica: str
) -> list[tuple[str, str, list[ConDireccion]]]:
    """Ternas (distrito, dirección de su boleta, secciones); el que no se sabe, sin nombre ni dirección."""
    grupos: dict[str, list[ConDireccion]] = defaultdict(list)
    for uno in lugares:
        grupos[uno.distrito].append(con_direccion(lectura, uno.numero or 0))
    return [
        (donde.distritos.get(clave, ""), f"{canonica}?distrito={clave}" if clave else "", secciones)
        for clave, secciones in sorted(grupos.items())
    ]


# --- La boleta -------------------------------------------------------------------------------------------


def _dibujar_boleta(
    request: HttpRequest,
    lectura: Lectura,
    donde: Territorio,
    suyo: Lugar,
    contexto: dict[str, Any],
    canonica: str,
) -> HttpResponse:
    hojas = papeletas(lectura.indice, suyo)
    comun = {
        "dentro_de": "boleta",
        "lugar": suyo,
        "distrito": donde.distritos.get(suyo.distrito, ""),
        "mapa": donde.mapa,
        "hojas": [(hoja, _dibujadas(hoja, lectura)) for hoja in hojas],
        "distritos": _por_elegir(hojas, donde, canonica),
        "otro_distrito": canonica.partition("?")[0] if "?" in canonica else "",
        "migas": _migas(lectura),
        "canonica": completa(canonica),
        "compartir": para_compartir(_titulo(suyo), completa(canonica)),
    }
    return dibujar(request, lectura, "consulta/boleta.html", comun | contexto)


def _titulo(suyo: Lugar) -> str:
    if suyo.numero:
        return gettext("Boleta de la sección %(numero)s") % {"numero": suyo.numero}
    return gettext("Boleta en %(municipio)s") % {"municipio": suyo.nombre_municipio}


def _migas(lectura: Lectura) -> list[tuple[str, str]]:
    return [
        (gettext("Inicio"), direccion(lectura.proceso, "portada")),
        (gettext("Su boleta"), direccion(lectura.proceso, "boleta")),
    ]


def _por_elegir(hojas: Sequence[Papeleta], donde: Territorio, canonica: str) -> list[tuple[str, str]]:
    """Los distritos entre los que hay que elegir; ninguno si ya se sabe o no se vota por distrito."""
    if not any(parte.falta == "distrito" for hoja in hojas for parte in hoja.partes):
        return []
    return [(nombre, f"{canonica}?distrito={clave}") for clave, nombre in donde.distritos.items()]


def _dibujadas(hoja: Papeleta, lectura: Lectura) -> list[tuple[Parte, SafeString]]:
    return [(parte, _dibujada(parte, hoja, lectura)) for parte in hoja.partes]


def _dibujada(parte: Parte, hoja: Papeleta, lectura: Lectura) -> SafeString:
    """Una parte cuesta mucho y es la misma en todas las secciones de su territorio: se dibuja una vez por índice."""
    memoria = lectura.indice.memoria
    lista = direccion(lectura.proceso, "lista")
    momento = cuando(lectura)
    llave = ("parte", get_language() or "", lista, parte.contienda, parte.falta, momento["ya_se_voto"])
    if (marcado := memoria.get(llave)) is None:
        comparar = direccion(lectura.proceso, "comparacion", contienda=parte.contienda)
        contexto = de_la_parte(
            parte, hoja, lista=lista, foto=lambda huella: de_foto(huella, "72.webp"), comparar=comparar
        )
        marcado = render_to_string("consulta/_papeleta.html", contexto | momento)
        if len(memoria) < MAX_EN_MEMORIA:
            memoria[llave] = marcado
    return marcado


def de_la_parte(
    parte: Parte, hoja: Papeleta, *, foto: Callable[[str], str], lista: str = "", comparar: str = ""
) -> dict[str, Any]:
    """Lo que pide `consulta/_papeleta.html`. `lista`: raíz de las direcciones; `foto`: la fuente de una huella."""
    return {
        "parte": parte,
        "recuadros": [
            (
                opcion,
                colores(opcion.actor),
                foto(huella) if (huella := opcion.encabeza.personas[0].foto) else "",
            )
            for opcion in parte.opciones
        ],
        "con_titulo": len(hoja.partes) > 1,
        "nivel": 4 if len(hoja.partes) > 1 else 3,
        "lista": lista,
        "comparar": comparar,
    }
