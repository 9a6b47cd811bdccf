"""La entrada a la boleta: el número de la sección, o cómo dar con él por municipio y localidad."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext

from conoceles.comun.puertas import publica
from conoceles.comun.texto import compactar, normalizar, plegar_busqueda
from conoceles.publicacion.lectura import Lectura
from conoceles.publicacion.renglones import palabras_de
from conoceles.territorio.lectura import MAX_LOCALIDADES, MIN_LETRAS, buscar_localidad

from .direcciones import completa, direccion
from .respuestas import dibujar, por_edicion
from .territorio import Territorio, con_direcciones, de_seccion, territorio

MAX_SECCION = 9_999
MAX_ESCRITO = 60
_DE_MILES = re.compile(r"(?<=[0-9])[ ,.](?=[0-9]{3}(?![0-9]))")
PARAMETROS = ("localidad", "seccion")  # en este orden los escribe la dirección canónica


@publica
@partial(por_edicion, parametros=PARAMETROS)
def entrada(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    escrito = {campo: _escrito(request, campo) for campo in PARAMETROS if campo in request.GET}
    error = ""
    if "seccion" in escrito:
        numero, error = leer_seccion(escrito["seccion"])
        if numero:
            return redirect(de_seccion(lectura, numero))
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
    """(número, error): uno de los dos vacío. Se perdonan los ceros, los miles y las palabras: «Sección 0123» es la 123.

    Juntar lo que va separado («12.5») daría otra sección y otra boleta.
    """
    numeros = re.findall("[0-9]+", _DE_MILES.sub("", escrito))
    if not escrito:
        return 0, gettext("Escriba el número de su sección.")
    if not numeros:
        return 0, gettext("La sección es un número de hasta 4 cifras.")
    if len(numeros) > 1 or escrito.startswith(("-", "−")):
        return 0, gettext("Escriba sólo el número de su sección, de hasta 4 cifras y sin otros signos.")
    if not 1 <= int(numeros[0]) <= MAX_SECCION:
        return 0, gettext("Ese número no puede ser una sección: va del 1 al 9,999.")
    return int(numeros[0]), ""


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
        "localidades": con_direcciones(halladas[:MAX_LOCALIDADES], donde, lectura),
        "hay_mas": len(halladas) > MAX_LOCALIDADES,
        "son_pocas_letras": not _alcanzan(palabras),
    }


def _alcanzan(palabras: Sequence[str]) -> bool:
    return sum(map(len, palabras)) >= MIN_LETRAS


def desconocida(request: HttpRequest, lectura: Lectura, donde: Territorio, seccion: int) -> HttpResponse:
    """Lo escrito se conserva y las otras entradas quedan a la mano."""
    canonica = de_seccion(lectura, seccion)
    _, error = leer_seccion(str(seccion))
    if not donde.mapa:
        error = gettext("El Instituto aún no carga las secciones de este proceso. Entre por su municipio.")
    elif not error:
        error = gettext(
            "La sección %(numero)s no está en el mapa de este proceso. Revise el número en su credencial."
        ) % {"numero": seccion}
    contexto = {"seccion": seccion, "error": error, "localidad": "", "no_indexar": True}
    return _dibujar_entrada(request, lectura, donde, contexto, canonica, status=404)


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
