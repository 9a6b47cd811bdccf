"""Las versiones que ha tenido una ficha: cuáles, cuándo y qué cambió en cada una.

Lo que hoy no es público tampoco se lee aquí; lo decide `publicacion.memoria.historia`. Ninguna se indexa: quien busca un
nombre debe llegar a lo que rige hoy.
"""

from __future__ import annotations

from functools import partial
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext

from conoceles.comun.lenguas import original
from conoceles.comun.paginas import numero_de, paginas
from conoceles.comun.puertas import publica
from conoceles.publicacion.ficha import armar
from conoceles.publicacion.lectura import Lectura, Suprimido
from conoceles.publicacion.memoria import historia
from conoceles.publicacion.memoria.historia import Historia

from .direcciones import completa, de_foto, direccion, en_su_proceso
from .respuestas import dibujar, por_edicion
from .views import quien_sigue

POR_PAGINA = 20


@publica
@partial(por_edicion, parametros=("pagina",))
def versiones(request: HttpRequest, lectura: Lectura, clave: str) -> HttpResponse:
    """La lista, de la más reciente a la primera."""
    leida = _historia_o_respuesta(request, lectura, clave, "versiones")
    if isinstance(leida, HttpResponse):
        return leida
    todas = leida.versiones
    numero = numero_de(request.GET.get("pagina"), total=len(todas), por_pagina=POR_PAGINA)
    contexto = _comun(leida, lectura, clave) | {
        "versiones": todas[(numero - 1) * POR_PAGINA : numero * POR_PAGINA],
        "total": len(todas),
        "paginas": paginas(
            numero, total=len(todas), por_pagina=POR_PAGINA, direccion=lambda n: f"?pagina={n}"
        ),
    }
    return _dibujar(request, lectura, leida, "consulta/versiones.html", contexto)


@publica
@por_edicion
def version(request: HttpRequest, lectura: Lectura, clave: str, numero: int) -> HttpResponse:
    """Una versión: qué cambió en ella y cómo se leía, con lo que hoy puede leerse."""
    leida = _historia_o_respuesta(request, lectura, clave, "version", numero=str(numero))
    if isinstance(leida, HttpResponse):
        return leida
    try:
        elegida = leida.leer(numero)
    except Suprimido:
        return _suprimida(request, lectura, leida, clave, numero)
    if elegida is None:
        raise Http404
    contexto = _comun(leida, lectura, clave) | {
        "version": elegida.version,
        "total": elegida.total,
        "anterior": numero - 1,
        "siguiente": numero + 1,
        "diferencias": elegida.diferencias,
        "con_detalle": any(diferencia.tramos for diferencia in elegida.diferencias),
        "ficha": armar(
            elegida.documento,
            elegida.situacion,
            url_foto=de_foto,
            con_entidad=lectura.indice.son_varias_entidades,
            acciones=lectura.indice.opciones["accion"],
            ocultas=elegida.ocultas,
        ),
    }
    contexto["migas"].append((gettext("Versiones"), direccion(lectura.proceso, "versiones", clave=clave)))
    return _dibujar(request, lectura, leida, "consulta/version.html", contexto)


def _suprimida(
    request: HttpRequest, lectura: Lectura, leida: Historia, clave: str, numero: int
) -> HttpResponse:
    """De una versión cuyo contenido se borró: desde cuándo, por qué, y lo que de ella puede comprobarse."""
    borrada = next(version for version in leida.versiones if version.numero == numero)
    contexto = _comun(leida, lectura, clave) | {"version": borrada}
    return dibujar(request, lectura, "consulta/version_suprimida.html", contexto, status=410)


def _historia_o_respuesta(
    request: HttpRequest, lectura: Lectura, clave: str, nombre: str, **partes: str
) -> Historia | HttpResponse:
    """La historia; o a dónde ir si la clave es de otro proceso, o que su contenido ya no existe.

    Raises:
        Http404: si no hay una candidatura con esa clave.
    """
    try:
        leida = historia.historia(clave, lectura.ahora)
    except Suprimido:
        return render(request, "errores/410.html", status=410)
    if leida is None:
        raise Http404
    if leida.proceso == lectura.proceso.clave:
        return leida
    return redirect(en_su_proceso(leida.proceso, lectura, nombre, clave=clave, **partes))


def _comun(leida: Historia, lectura: Lectura, clave: str) -> dict[str, Any]:
    ficha = direccion(lectura.proceso, "ficha", clave=clave)
    return {
        "clave": clave,
        "nombre": leida.nombre,
        "situacion": leida.situacion,
        "sigue": quien_sigue(leida.situacion.sigue, lectura),
        "url_ficha": ficha,
        "migas": [
            (gettext("Inicio"), direccion(lectura.proceso, "portada")),
            (gettext("Candidaturas"), direccion(lectura.proceso, "lista")),
            (original(leida.nombre), ficha),
        ],
        "canonica": completa(ficha),
    }


def _dibujar(
    request: HttpRequest, lectura: Lectura, leida: Historia, plantilla: str, contexto: dict[str, Any]
) -> HttpResponse:
    """De una candidatura que terminó, con el mismo 410 que su ficha."""
    status = 410 if leida.situacion.es_registral else 200
    return dibujar(request, lectura, plantilla, contexto, status=status)
