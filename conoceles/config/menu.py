"""El menú del panel, por lo que se hace. Quién ve cada entrada lo dice la propia ruta: el permiso que declara."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from django.http import HttpRequest
from django.urls import resolve, reverse
from django.utils.functional import SimpleLazyObject

from conoceles.cuentas.permisos import Permiso

# Rótulo del grupo (el primero es el trabajo del día y no lo lleva) → texto y ruta de cada entrada.
GRUPOS: dict[str, tuple[tuple[str, str], ...]] = {
    "": (
        ("Bandeja", "validacion:bandeja"),
        ("Correcciones", "validacion:correcciones"),
        ("Errores reportados", "validacion:reportes"),
        ("Asignación", "validacion:asignacion"),
        ("Candidaturas", "partido:candidaturas"),
        ("Proponer textos", "partido:textos"),
    ),
    "Publicar": (
        ("Publicación", "validacion:publicacion"),
        ("Vistos buenos", "validacion:vistos"),
        ("Estadística", "operacion:estadistica"),
    ),
    "Registro y accesos": (
        ("Registro", "operacion:importaciones"),
        ("Movimientos", "operacion:movimientos"),
        ("Accesos", "operacion:accesos"),
        ("Partidos", "operacion:representaciones"),
        ("Formatos", "validacion:formatos_recibir"),
    ),
    "Identidad": (
        ("Formatos", "validacion:formatos"),
        ("Identidad", "validacion:identidad"),
        ("Lecturas", "validacion:lecturas"),
    ),
    "Seguimiento": (
        ("Omisiones", "operacion:omisiones"),
        ("Requerimientos", "operacion:requerimientos"),
        ("Avisos", "operacion:avisos"),
        ("Cartas", "operacion:cartas"),
    ),
    "Servicio": (
        ("Interrupciones", "operacion:interrupciones"),
        ("Bitácora", "validacion:bitacora"),
        ("Cuentas", "operacion:cuentas"),
    ),
}
CORTO = 7  # hasta cuántas entradas se leen de un vistazo, sin rótulos y sin desplegar nada en el teléfono


class Entrada(NamedTuple):
    texto: str
    url: str
    es_activa: bool


class Grupo(NamedTuple):
    rotulo: str
    entradas: list[Entrada]


def menu(request: HttpRequest) -> dict[str, object]:
    """`menu`: los grupos con lo que la persona puede; uno corto viene en un solo grupo. Perezosa."""
    return {"menu": SimpleLazyObject(lambda: _grupos(request))}


def _grupos(request: HttpRequest) -> list[Grupo]:
    if not request.user.is_authenticated:
        return []
    puede = request.user.puede
    grupos = {
        rotulo: [(texto, reverse(ruta)) for texto, ruta in entradas if puede(permiso_de(ruta))]
        for rotulo, entradas in GRUPOS.items()
    }
    todas = [entrada for entradas in grupos.values() for entrada in entradas]
    # La bandeja es la raíz del panel: sólo está activa en su propia dirección.
    activa = max((url for _, url in todas if request.path.startswith(url)), key=len, default="")
    raiz = (
        None if puede(Permiso.VER_REGISTRO) else reverse("validacion:bandeja")
    )  # sin registro no es una bandeja
    dibujables = [
        Grupo(rotulo, [Entrada("Inicio" if url == raiz else t, url, url == activa) for t, url in entradas])
        for rotulo, entradas in grupos.items()
        if entradas
    ]
    if len(todas) > CORTO:
        return dibujables
    return [Grupo("", [entrada for grupo in dibujables for entrada in grupo.entradas])] if todas else []


@cache
def permiso_de(ruta: str) -> Permiso:
    """El que declara su vista con `@requiere`."""
    permiso: Permiso = resolve(reverse(ruta)).func.acceso  # type: ignore[attr-defined]
    return permiso
