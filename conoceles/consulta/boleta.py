"""De la credencial a la boleta: la sección, el municipio o la localidad, y todo lo que se vota ahí.

Cada página tiene una sola dirección: lo que no la cambia (un cero de más, un parámetro ajeno) se redirige a ella.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext

from conoceles.comun.puertas import publica
from conoceles.comun.texto import compactar, normalizar, plegar_busqueda
from conoceles.publicacion.ficha import colores, demarcacion
from conoceles.publicacion.indice import Indice
from conoceles.publicacion.lectura import Lectura
from conoceles.publicacion.renglones import alfabetico, palabras_de
from conoceles.territorio.lectura import (
    MAX_LOCALIDADES,
    MIN_LETRAS,
    Localidad,
    Lugar,
    buscar_localidad,
    localidades_de,
    lugar,
    lugares_de,
    mapa_de,
)
from conoceles.territorio.models import Mapa

from .direcciones import completa, de_foto, direccion
from .papeletas import Papeleta, Parte, papeletas
from .respuestas import dibujar, por_edicion
from .tarjetas import MAX_EN_MEMORIA

MAX_SECCION = 9_999
MAX_ESCRITO = 60


class NumeroDeSeccion:
    """Hasta cuatro cifras; los ceros de la credencial se aceptan y se redirigen."""

    regex = "[0-9]{1,4}"

    def to_python(self, texto: str) -> int:
        return int(texto)

    def to_url(self, numero: int) -> str:
        return str(numero)


@dataclass(frozen=True)
class Territorio:
    """Nombre por clave de los municipios, en orden alfabético, y de los distritos. Sin mapa, los de las candidaturas."""

    mapa: Mapa | None
    municipios: Mapping[str, str]
    distritos: Mapping[str, str]


def territorio(lectura: Lectura) -> Territorio:
    mapa = mapa_de(lectura.proceso)
    if mapa is None:
        municipios, distritos = (_del_indice(lectura.indice, tipo) for tipo in ("municipio", "distrito"))
    else:
        municipios = mapa.municipios
        distritos = {
            clave: demarcacion({"tipo": "distrito", "clave": clave, "nombre": nombre}, con_entidad=False)
            for clave, nombre in sorted(mapa.distritos.items())
        }
    por_nombre = sorted(municipios.items(), key=lambda par: alfabetico(par[1]))
    return Territorio(mapa, dict(por_nombre), distritos)


def _del_indice(indice: Indice, tipo: str) -> dict[str, str]:
    opciones = indice.opciones["demarcacion"].items()
    return {c.removeprefix(f"{tipo}-"): nombre for c, nombre in opciones if c.startswith(f"{tipo}-")}


# --- La entrada: una sección, o cómo dar con ella ---------------------------------------------------------


@publica
@por_edicion
def entrada(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    escrito = {campo: _escrito(request, campo) for campo in ("seccion", "localidad") if campo in request.GET}
    error = ""
    if "seccion" in escrito:
        numero, error = leer_seccion(escrito["seccion"])
        if numero:
            return redirect(direccion(lectura.proceso, "boleta_de_seccion", seccion=numero))
    canonica = direccion(lectura.proceso, "boleta") + (f"?{urlencode(escrito)}" if escrito else "")
    if request.get_full_path() != canonica:
        return redirect(canonica)
    donde = territorio(lectura)
    contexto = {
        "seccion": escrito.get("seccion", ""),
        "error": error,
        **_hallazgos(donde, escrito.get("localidad", ""), lectura),
    }
    return _dibujar_entrada(request, lectura, donde, contexto, canonica)


def _escrito(request: HttpRequest, campo: str) -> str:
    return compactar(normalizar(request.GET[campo][: MAX_ESCRITO * 4]))[:MAX_ESCRITO].strip()


def leer_seccion(escrito: str) -> tuple[int, str]:
    """(número, error): uno de los dos vacío. Se perdonan los ceros y las palabras: «Sección 0123» es la 123."""
    cifras = "".join(c for c in escrito if c.isascii() and c.isdigit())
    if not escrito:
        return 0, gettext("Escriba el número de su sección.")
    if not cifras:
        return 0, gettext("La sección es un número de hasta 4 cifras.")
    if not 1 <= int(cifras) <= MAX_SECCION:
        return 0, gettext("Ese número no puede ser una sección: va del 1 al 9,999.")
    return int(cifras), ""


def _hallazgos(donde: Territorio, escrito: str, lectura: Lectura) -> dict[str, Any]:
    """Los municipios y las localidades cuyo nombre lleva lo que se buscó."""
    palabras = palabras_de(escrito)
    municipios = [
        (nombre, direccion(lectura.proceso, "boleta_de_municipio", municipio=clave))
        for clave, nombre in donde.municipios.items()
        if _alcanzan(palabras) and all(palabra in plegar_busqueda(nombre) for palabra in palabras)
    ]
    halladas = buscar_localidad(donde.mapa, escrito) if donde.mapa else []
    return {
        "localidad": escrito,
        "municipios_hallados": municipios,
        "localidades": _con_direcciones(halladas[:MAX_LOCALIDADES], donde, lectura),
        "hay_mas": len(halladas) > MAX_LOCALIDADES,
        "son_pocas_letras": not _alcanzan(palabras),
    }


def _alcanzan(palabras: Sequence[str]) -> bool:
    return sum(map(len, palabras)) >= MIN_LETRAS


def _con_direcciones(
    localidades: Sequence[Localidad], donde: Territorio, lectura: Lectura
) -> list[tuple[str, str, list[tuple[int, str]]]]:
    """Ternas (localidad, municipio, secciones con su dirección)."""
    return [
        (una.nombre, donde.municipios[una.municipio], [_seccion(lectura, n) for n in una.secciones])
        for una in localidades
    ]


def _seccion(lectura: Lectura, numero: int) -> tuple[int, str]:
    return numero, direccion(lectura.proceso, "boleta_de_seccion", seccion=numero)


def _dibujar_entrada(
    request: HttpRequest,
    lectura: Lectura,
    donde: Territorio,
    contexto: dict[str, Any],
    canonica: str,
    status: int = 200,
) -> HttpResponse:
    comun = {
        "activa": "boleta",
        "errores": [(contexto["error"], "seccion")] if contexto["error"] else [],
        "entrada": direccion(lectura.proceso, "boleta"),
        "lista": direccion(lectura.proceso, "lista"),
        "mapa": donde.mapa,
        "municipios": [
            (nombre, direccion(lectura.proceso, "boleta_de_municipio", municipio=clave))
            for clave, nombre in donde.municipios.items()
        ],
        "migas": [(gettext("Inicio"), direccion(lectura.proceso, "portada"))],
        "canonica": completa(canonica),
    }
    return dibujar(request, lectura, "consulta/boleta_entrada.html", comun | contexto, status=status)


# --- Una sección -----------------------------------------------------------------------------------------


@publica
@partial(por_edicion, parametros=("distrito",))
def seccion(request: HttpRequest, lectura: Lectura, seccion: int) -> HttpResponse:
    donde = territorio(lectura)
    suyo = lugar(donde.mapa, seccion) if donde.mapa else None
    if suyo is None:
        return _desconocida(request, lectura, donde, seccion)
    suyo, canonica = elegir_distrito(request, lectura, donde, suyo, "boleta_de_seccion")
    if request.get_full_path() != canonica:
        return redirect(canonica)
    contexto = {
        "para_guardar": _misma(canonica, lectura, "boleta_para_guardar", seccion),
        "sin_fotos": _misma(canonica, lectura, "boleta_sin_fotos", seccion),
        "impresa": _misma(canonica, lectura, "boleta_hoja", seccion),
        "archivo": f"boleta-seccion-{seccion:04}.html",
    }
    return _dibujar_boleta(request, lectura, donde, suyo, contexto, canonica)


def _desconocida(request: HttpRequest, lectura: Lectura, donde: Territorio, seccion: int) -> HttpResponse:
    """Lo escrito se conserva y las otras entradas quedan a la mano."""
    canonica = direccion(lectura.proceso, "boleta_de_seccion", seccion=seccion)
    error = (
        gettext(
            "La sección %(numero)s no está en el mapa de este proceso. Revise el número en su credencial."
        )
        if donde.mapa
        else gettext("El Instituto aún no carga las secciones de este proceso. Entre por su municipio.")
    )
    contexto = {"seccion": seccion, "error": error % {"numero": seccion}, "localidad": "", "no_indexar": True}
    return _dibujar_entrada(request, lectura, donde, contexto, canonica, status=404)


def elegir_distrito(
    request: HttpRequest, lectura: Lectura, donde: Territorio, suyo: Lugar, nombre: str
) -> tuple[Lugar, str]:
    """El lugar con el distrito que dice la dirección, si no se sabía, y la única dirección de su página."""
    partes = {"seccion": suyo.numero} if suyo.numero is not None else {"municipio": suyo.municipio}
    canonica = direccion(lectura.proceso, nombre, **partes)
    pedido = request.GET.get("distrito", "")
    if not suyo.distrito and pedido in donde.distritos:
        return replace(suyo, distrito=pedido), f"{canonica}?{urlencode({'distrito': pedido})}"
    return suyo, canonica


def _misma(canonica: str, lectura: Lectura, nombre: str, seccion: int) -> str:
    """La dirección de otra forma de la misma boleta, con el distrito que se haya elegido."""
    _, hay, elegido = canonica.partition("?")
    return direccion(lectura.proceso, nombre, seccion=seccion) + hay + elegido


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
    suyo, canonica = elegir_distrito(request, lectura, propio, suyo, "boleta_de_municipio")
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
        "localidades": _con_direcciones(localidades_de(lugares), donde, lectura),
        "total": len(lugares),
        "cartel": direccion(lectura.proceso, "cartel", municipio=municipio),
        "migas": _migas(lectura),
        "canonica": completa(canonica),
    }
    return dibujar(request, lectura, "consulta/boleta_municipio.html", contexto)


def _por_distrito(
    lectura: Lectura, donde: Territorio, lugares: Sequence[Lugar], canonica: str
) -> list[tuple[str, str, list[tuple[int, str]]]]:
    """Ternas (distrito, dirección de su boleta, secciones); el que no se sabe, sin nombre ni dirección."""
    grupos: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for uno in lugares:
        grupos[uno.distrito].append(_seccion(lectura, uno.numero or 0))
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
        **cuando(lectura),
        "hojas": [(hoja, _dibujadas(hoja, lectura)) for hoja in hojas],
        "distritos": _por_elegir(hojas, donde, canonica),
        "otro_distrito": canonica.partition("?")[0] if "?" in canonica else "",
        "migas": _migas(lectura),
        "canonica": completa(canonica),
    }
    return dibujar(request, lectura, "consulta/boleta.html", comun | contexto)


def cuando(lectura: Lectura) -> dict[str, Any]:
    """El día de la elección y si ya pasó."""
    jornada = lectura.proceso.jornada
    return {"jornada": jornada, "ya_se_voto": jornada < lectura.indice.dia}


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
    llave = ("parte", get_language() or "", lista, parte.contienda, parte.falta)
    if (marcado := memoria.get(llave)) is None:
        comparar = direccion(lectura.proceso, "comparacion", contienda=parte.contienda)
        contexto = de_la_parte(
            parte, hoja, lista=lista, foto=lambda huella: de_foto(huella, "72.webp"), comparar=comparar
        )
        marcado = render_to_string("consulta/_papeleta.html", contexto)
        if len(memoria) < MAX_EN_MEMORIA:
            memoria[llave] = marcado
    return marcado


def de_la_parte(
    parte: Parte, hoja: Papeleta, *, lista: str, foto: Callable[[str], str], comparar: str = ""
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
