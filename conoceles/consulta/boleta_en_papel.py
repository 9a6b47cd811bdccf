"""La boleta fuera del sitio: una página que se guarda y se abre sin internet, la hoja impresa y el cartel."""

from __future__ import annotations

import hashlib
from base64 import b64encode
from collections.abc import Callable, Iterator, Sequence
from functools import partial, wraps
from typing import Any

from csp.decorators import csp_replace, csp_update
from django.conf import settings
from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils.safestring import mark_safe

from conoceles.comun import qr
from conoceles.comun.puertas import publica
from conoceles.publicacion.lectura import Lectura
from conoceles.territorio.lectura import Lugar

from .boleta import de_la_parte, de_la_seccion, misma
from .direcciones import completa, direccion
from .papeletas import Papeleta, papeletas
from .respuestas import dibujar, por_edicion
from .territorio import Territorio, territorio
from .vitrina.pagina import BROTLI, GZIP, en_formas

# Lo que baja el teléfono: la copia comprimida en la forma que más pesa de las que se sirven. Si no caben las fotografías
# de todas, no va la de nadie.
MAX_BYTES = 100_000
# Con más, la hoja pasa a tres columnas y letra menor para caber en dos caras.
MAX_RECUADROS_HOLGADOS = 36
_ESTILO = (settings.PAQUETE / "static" / "css" / "boleta.css").read_text(encoding="utf-8")
_HUELLA = b64encode(hashlib.sha256(_ESTILO.encode()).digest()).decode()


def _con_su_raiz(vista: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Sus cientos de direcciones son relativas a una, la del sitio: ésa y ninguna otra, se haya entrado por donde sea."""

    @wraps(vista)
    def envuelta(*partes: Any, **resto: Any) -> HttpResponseBase:
        return csp_replace({"base-uri": [settings.CONOCELES_SITIO]})(vista)(*partes, **resto)

    return envuelta


@publica
@_con_su_raiz
@csp_update({"style-src": [f"'sha256-{_HUELLA}'"]})
@partial(por_edicion, parametros=("distrito",))
def para_guardar(
    request: HttpRequest, lectura: Lectura, seccion: int, *, con_fotos: bool = True
) -> HttpResponse:
    """Un solo archivo: la hoja de estilo y las fotografías van dentro, sin nada que pedir después."""
    nombre = "boleta_para_guardar" if con_fotos else "boleta_sin_fotos"
    leida = de_la_seccion(request, lectura, seccion, nombre)
    if isinstance(leida, HttpResponse):
        return leida
    donde, suyo, canonica = leida
    hojas = papeletas(lectura.indice, suyo)
    contexto = {
        **_comun(lectura, donde, suyo, misma(canonica, lectura, "boleta_de_seccion", seccion)),
        "lista": completa(direccion(lectura.proceso, "lista")),
        "estilo": mark_safe(_ESTILO),  # noqa: S308 (es del programa)
        "canonica": completa(canonica),
    }

    def armada(fotos: dict[str, str], *, sin_caber: bool = False) -> HttpResponse:
        dentro = {"hojas": [(hoja, _para_guardar(hoja, fotos)) for hoja in hojas], "sin_caber": sin_caber}
        return dibujar(request, lectura, "consulta/boleta_para_guardar.html", contexto | dentro)

    if fotos := _fotos(hojas) if con_fotos else {}:
        copia = armada(fotos)
        if _bajada(copia) > MAX_BYTES:
            copia = armada({}, sin_caber=True)
        return copia
    return armada({})


def _bajada(copia: HttpResponse) -> int:
    """Sus bytes por la red. El texto baja a la sexta parte; las fotografías, a lo que pesan sin escribirse en texto."""
    return max(map(len, en_formas(copia.content, "text/html", (BROTLI, GZIP)).values()))


def _para_guardar(hoja: Papeleta, fotos: dict[str, str]) -> list[dict[str, Any]]:
    return [de_la_parte(parte, hoja, foto=lambda huella: fotos.get(huella, "")) for parte in hoja.partes]


def _huellas(hojas: Sequence[Papeleta]) -> Iterator[str]:
    """Las fotografías de quienes encabezan cada recuadro; las listas no llevan."""
    for hoja in hojas:
        for parte in hoja.partes:
            if not parte.es_lista:
                yield from filter(None, (opcion.encabeza.personas[0].foto for opcion in parte.opciones))


def _fotos(hojas: Sequence[Papeleta]) -> dict[str, str]:
    """Huella → la fotografía como texto, para ponerla dentro de la página."""
    almacen, fotos = storages["publico"], {}
    for huella in _huellas(hojas):
        ruta = f"retratos/{huella}/72.webp"
        if huella in fotos or not almacen.exists(ruta):
            continue
        with almacen.open(ruta) as archivo:
            contenido = archivo.read()
        fotos[huella] = f"data:image/webp;base64,{b64encode(contenido).decode()}"
    return fotos


@publica
@partial(por_edicion, parametros=("distrito",))
def hoja(request: HttpRequest, lectura: Lectura, seccion: int, *, grande: bool = False) -> HttpResponse:
    """Carta, en blanco y negro: quién postula a quién, en el orden de la boleta, y un código que lleva al resto."""
    nombres = ("boleta_hoja_grande", "boleta_hoja") if grande else ("boleta_hoja", "boleta_hoja_grande")
    leida = de_la_seccion(request, lectura, seccion, nombres[0])
    if isinstance(leida, HttpResponse):
        return leida
    donde, suyo, canonica = leida
    hojas = papeletas(lectura.indice, suyo)
    contexto = {
        **_comun(lectura, donde, suyo, misma(canonica, lectura, "boleta_de_seccion", seccion)),
        "hojas": hojas,
        "grande": grande,
        "es_densa": sum(len(parte.opciones) for una in hojas for parte in una.partes)
        > MAX_RECUADROS_HOLGADOS,
        "otra": misma(canonica, lectura, nombres[1], seccion),
        "canonica": completa(canonica),
    }
    contexto["qr"] = qr.en_linea(contexto["boleta"], titulo=contexto["boleta"], clase="qr")
    return dibujar(request, lectura, "consulta/boleta_hoja.html", contexto)


@publica
@por_edicion
def cartel(request: HttpRequest, lectura: Lectura, municipio: str) -> HttpResponse:
    """Para pegarlo en la calle: qué es, la dirección y su código."""
    donde = territorio(lectura)
    canonica = direccion(lectura.proceso, "cartel", municipio=municipio)
    if municipio not in donde.municipios:
        raise Http404
    if request.get_full_path() != canonica:
        return redirect(canonica)
    boleta = direccion(lectura.proceso, "boleta_de_municipio", municipio=municipio)
    contexto = {
        "no_indexar": True,
        "municipio": donde.municipios[municipio],
        "mapa": donde.mapa,
        "volver": boleta,
        "boleta": completa(boleta),
        "qr": qr.en_linea(completa(boleta), titulo=completa(boleta), clase="qr"),
        "canonica": completa(canonica),
    }
    return dibujar(request, lectura, "consulta/cartel.html", contexto)


def _comun(lectura: Lectura, donde: Territorio, suyo: Lugar, boleta: str) -> dict[str, Any]:
    """Lo que toda forma de la boleta dice de su lugar; `boleta`: la dirección de la que está al día."""
    return {
        "no_indexar": True,
        "lugar": suyo,
        "distrito": donde.distritos.get(suyo.distrito, ""),
        "mapa": donde.mapa,
        "volver": boleta,
        "boleta": completa(boleta),
    }
