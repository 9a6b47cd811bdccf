"""La imagen con que se comparte una candidatura: su nombre, el cargo, quién la postula y su fotografía.

Los servicios de mensajes la copian y ya no la sueltan: por eso no lleva nada de la identidad ni nada que pueda
retirarse, salvo la fotografía, y no se hace de una candidatura que terminó o cuyas respuestas se retiraron.
"""

from __future__ import annotations

import io
import time
from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple

from django.conf import settings
from django.core.files.storage import storages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from PIL import Image, ImageOps

from conoceles.comun.pdf import dibujar
from conoceles.comun.puertas import publica
from conoceles.publicacion.ficha import colores, demarcacion
from conoceles.publicacion.lectura import Lectura, Suprimido, documento_publico
from conoceles.publicacion.situacion import RETIRADA, Situacion

from .direcciones import en_su_proceso
from .respuestas import por_edicion

CALIDAD = 82
# Dónde va la fotografía: sobre la silueta que `documentos/tarjeta.typ` dibuja para todas.
RETRATO, ESQUINA = (440, 550), (40, 48)
MAX_EN_MEMORIA = 128  # de 60 a 120 kB cada una
# Dibujos nuevos por proceso: lo que se comparte de golpe y, agotado, un quinto de un núcleo (unos 50 ms cada uno).
DE_GOLPE, POR_SEGUNDO = 60, 4


class Demasiadas(Exception):
    """Quien recorre las miles que hay no deja sin servidor a quien lee."""


class Ritmo:
    """Deja dibujar `DE_GOLPE` y después `POR_SEGUNDO`; sin pedirlas, se recupera."""

    def __init__(self) -> None:
        self._quedan, self._desde, self._candado = float(DE_GOLPE), time.monotonic(), Lock()

    def gastar(self) -> None:
        """Una más.

        Raises:
            Demasiadas: si por ahora no cabe.
        """
        with self._candado:
            ahora = time.monotonic()
            self._quedan = min(DE_GOLPE, self._quedan + (ahora - self._desde) * POR_SEGUNDO)
            self._desde = ahora
            if self._quedan < 1:
                raise Demasiadas
            self._quedan -= 1


_ritmo = Ritmo()


class Datos(NamedTuple):
    """Todo lo que se dibuja, y sólo eso; `foto`: la huella de la que hoy puede verse, o vacía."""

    nombre: str
    cargo: str
    demarcacion: str
    actor: str
    colores: tuple[str, ...]
    instituto: str
    color: str
    sitio: str
    es_ficticio: bool
    foto: str


def tiene_imagen(situacion: Situacion) -> bool:
    """¿Puede salir de este sitio una imagen suya?"""
    return not situacion.es_registral and situacion.clave != RETIRADA


@publica
@por_edicion
def imagen(request: HttpRequest, lectura: Lectura, clave: str) -> HttpResponse:
    try:
        publico = documento_publico(clave, lectura.ahora, lectura)
    except Suprimido as error:
        raise Http404 from error
    if publico is None or not tiene_imagen(publico.situacion):
        raise Http404
    if publico.proceso != lectura.proceso.clave:
        return redirect(en_su_proceso(publico.proceso, lectura, "imagen", clave=clave))
    try:
        dibujo = _jpeg(_datos(publico.documento, lectura))
    except Demasiadas:
        return HttpResponse(status=429, headers={"Retry-After": "60", "Cache-Control": "no-store"})
    respuesta = HttpResponse(dibujo, content_type="image/jpeg")
    respuesta["X-Robots-Tag"] = "noindex"
    return respuesta


def _datos(documento: dict[str, Any], lectura: Lectura) -> Datos:
    instituto = lectura.proceso.instituto
    return Datos(
        nombre=documento["persona"]["nombre"],
        cargo=documento["cargo"]["nombre"],
        demarcacion=demarcacion(documento["demarcacion"], con_entidad=lectura.indice.son_varias_entidades),
        actor=documento["actor"]["nombre"],
        colores=colores(documento["actor"]),
        instituto=instituto.nombre,
        color=instituto.color,
        sitio=settings.CONOCELES_SITIO.split("://")[-1],
        es_ficticio=lectura.proceso.es_ficticio,
        foto=documento["respuestas"].get("foto") or "",
    )


@lru_cache(MAX_EN_MEMORIA)
def _jpeg(datos: Datos) -> bytes:
    """Se dibuja una vez por versión; sin metadatos.

    Raises:
        Demasiadas: véase `Ritmo`.
    """
    _ritmo.gastar()
    hoja = Image.open(io.BytesIO(dibujar("tarjeta", datos._asdict()))).convert("RGB")
    ruta = f"retratos/{datos.foto}/640.jpg"
    if datos.foto and storages["publico"].exists(ruta):
        with storages["publico"].open(ruta) as archivo:
            hoja.paste(ImageOps.fit(Image.open(archivo).convert("RGB"), RETRATO), ESQUINA)
    salida = io.BytesIO()
    hoja.save(salida, "JPEG", quality=CALIDAD, progressive=True)
    return salida.getvalue()
