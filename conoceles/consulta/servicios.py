"""Lo que no es página: fotografías, colores del instituto, salud y robots."""

from __future__ import annotations

import re

from django.core.files.storage import storages
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from conoceles.comun.puertas import publica
from conoceles.publicacion.lectura import Lectura, SinProceso, abrir, foto_visible_hasta

from .direcciones import completa
from .respuestas import por_edicion
from .vitrina.guardables import permitir

TIPOS = {"webp": "image/webp", "jpg": "image/jpeg"}
VIDA_DE_FOTO_SEGUNDOS = 300
_COLOR = re.compile(r"#[0-9a-fA-F]{6}")


@publica
@require_safe
def foto(request: HttpRequest, huella: str, nombre: str) -> HttpResponse:
    """Un tamaño de un retrato, sólo mientras un documento visible lo nombre.

    Cinco minutos de vida y no más: la huella nunca cambia de contenido, pero una fotografía puede retirarse.
    Pasados, quien ya la tiene recibe 304 sin bajarla otra vez, si es que todavía puede verse.
    """
    ruta = f"retratos/{huella}/{nombre}"
    hasta = foto_visible_hasta(huella, timezone.now())
    if hasta is None or not storages["publico"].exists(ruta):
        raise Http404
    etiqueta = f'"{huella}"'
    respuesta: HttpResponse | None = get_conditional_response(request, etag=etiqueta)
    if respuesta is None:
        with storages["publico"].open(ruta) as archivo:  # de 2 a 100 kB: no hace falta enviarla por partes
            respuesta = HttpResponse(archivo.read(), content_type=TIPOS[nombre.rsplit(".", 1)[1]])
    respuesta["ETag"] = etiqueta
    respuesta["Cache-Control"] = f"public, max-age={VIDA_DE_FOTO_SEGUNDOS}"
    permitir(request, respuesta, vence=hasta, vida=VIDA_DE_FOTO_SEGUNDOS)
    return respuesta


@publica
@por_edicion
def institucion_css(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    """Los colores de la plantilla del proceso; uno mal escrito se omite y queda el de la hoja."""
    instituto = lectura.proceso.instituto
    colores = {
        "--color-institucion": instituto.color,
        "--color-institucion-texto": instituto.color_texto,
        "--color-acento": instituto.color_acento,
    }
    reglas = "".join(f"{nombre}:{valor};" for nombre, valor in colores.items() if _COLOR.fullmatch(valor))
    return HttpResponse(f":root{{{reglas}}}\n", content_type="text/css; charset=utf-8")


@publica
@require_safe
def salud(request: HttpRequest) -> JsonResponse:
    """¿Responde la base y hasta qué hoja de la bitácora pública se sirve? 503 si no."""
    estado: dict[str, object] = {"base": False, "proceso": None, "hoja": None}
    try:
        lectura = abrir("", timezone.now())
        estado = {"base": True, "proceso": lectura.proceso.clave, "hoja": lectura.hoja}
    except SinProceso:
        estado["base"] = True
    except DatabaseError:
        pass
    respuesta = JsonResponse(estado, status=200 if estado["proceso"] else 503)
    respuesta["Cache-Control"] = "no-store"
    return respuesta


@publica
@por_edicion
def robots(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    """Lo ficticio no se indexa; de lo real, sólo lo público y sin las combinaciones de filtros."""
    vedado = ["/"] if lectura.proceso.es_ficticio else ["/entrar/", "/mi-candidatura/", "/panel/", "/*?"]
    mapa = [] if lectura.proceso.es_ficticio else [f"Sitemap: {completa(reverse('consulta:sitemap'))}"]
    lineas = ["User-agent: *", *(f"Disallow: {ruta}" for ruta in vedado), *mapa, ""]
    return HttpResponse("\n".join(lineas), content_type="text/plain; charset=utf-8")
