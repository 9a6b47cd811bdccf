"""Cómo responde una página pública: sin sesión ni galletas, con la marca de su edición y una vida corta."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from functools import lru_cache, partial, wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.views.decorators.http import require_safe

from conoceles.publicacion.lectura import Alterado, Lectura, SinProceso, abrir

from .direcciones import completa, direccion
from .navegacion import navegacion, pie
from .vitrina.guardables import permitir

VIDA_SEGUNDOS = 60
Vista = Callable[..., HttpResponse]


def por_edicion(
    vista: Vista, *, otra_marca: Callable[[], str] | None = None, parametros: Iterable[str] = ()
) -> Vista:
    """Da a la vista la `Lectura` de su proceso y responde 304 si quien pide ya tiene esta edición.

    `otra_marca`: la de lo que la página muestra y no es de la edición; la que lleva una se dibuja siempre, las demás
    van a la vitrina. `parametros`: los que la vista lee de la dirección; los demás, como el que las redes sociales pegan a
    cada enlace, no la hacen otra página.
    """

    @wraps(vista)
    @require_safe
    def envuelta(request: HttpRequest, proceso: str = "", **partes: Any) -> HttpResponse:
        try:
            lectura = abrir(proceso, timezone.now())
        except SinProceso as error:
            if proceso:
                raise Http404 from error
            return render(request, "consulta/sin_proceso.html", status=503)
        request.proceso = lectura.proceso  # type: ignore[attr-defined]
        etiqueta = _etiqueta(lectura.marca + (otra_marca() if otra_marca else ""), request.get_full_path())
        respuesta = get_conditional_response(request, etag=etiqueta)
        if respuesta is None:
            respuesta = _responder(vista, request, lectura, partes)
        if respuesta.status_code in (200, 304, 410):
            respuesta["ETag"] = etiqueta
            respuesta["Cache-Control"] = f"public, max-age={min(VIDA_SEGUNDOS, lectura.segundos_de_vigencia)}"
            if not otra_marca:
                permitir(request, respuesta, vence=lectura.indice.proxima, vida=VIDA_SEGUNDOS)
        return respuesta

    envuelta.parametros = frozenset(parametros)  # type: ignore[attr-defined]
    return envuelta


def _responder(vista: Vista, request: HttpRequest, lectura: Lectura, partes: dict[str, Any]) -> HttpResponse:
    """Lo que responda la vista; si lo guardado no es lo que se publicó, eso, y dónde comprobarlo."""
    try:
        return vista(request, lectura, **partes)
    except Alterado as alterado:
        contexto = {
            "verificar": direccion(lectura.proceso, "verificar_ficha", clave=alterado.clave),
            "correo": lectura.proceso.instituto.correo,
            "canonica": completa(direccion(lectura.proceso, "ficha", clave=alterado.clave)),
        }
        return dibujar(request, lectura, "consulta/alterada.html", contexto, status=503)


def dibujar(
    request: HttpRequest, lectura: Lectura, plantilla: str, contexto: dict[str, Any], status: int = 200
) -> HttpResponse:
    """La página con lo que toda página pública muestra: navegación, corte, edición, otros procesos y cuándo se vota."""
    activa, dentro_de = contexto.get("activa", ""), contexto.get("dentro_de", "")
    comun = {
        "proceso": lectura.proceso,
        **cuando(lectura),
        "corte": lectura.corte,
        "hoja": lectura.hoja,
        "navegacion": partial(navegacion, lectura, activa=activa, dentro_de=dentro_de),
        "pie": partial(pie, lectura),
        "marco": (lectura.indice.memoria, lectura.marca, activa, dentro_de),
    }
    return render(request, plantilla, comun | contexto, status=status)


def cuando(lectura: Lectura) -> dict[str, Any]:
    """El día de la elección y si ya pasó."""
    jornada = lectura.proceso.jornada
    return {"jornada": jornada, "ya_se_voto": jornada < lectura.indice.dia}


def _etiqueta(marca: str, ruta: str) -> str:
    suma = hashlib.sha256(f"{_codigo()}\n{marca}\n{ruta}".encode()).hexdigest()
    return f'W/"{suma[:24]}"'


@lru_cache(1)
def _codigo() -> str:
    """La huella del código, las plantillas, los catálogos y los avisos: otra versión del sistema dibuja otra página."""
    suma = hashlib.sha256()
    for archivo in sorted({*settings.PAQUETE.rglob("*"), *settings.CONOCELES_AVISOS.glob("*")}):
        if archivo.suffix in (".py", ".html", ".css", ".mo"):
            suma.update(archivo.read_bytes())
    return suma.hexdigest()
