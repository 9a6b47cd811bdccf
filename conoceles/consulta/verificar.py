"""Confirmar un acuse sin cuenta: existe, de qué es y con qué huella. Nunca qué se escribió ni el nonce.

No lleva límite de intentos: un folio tiene 60 bits al azar, así que recorrerlos no sirve de nada, y contar
peticiones obligaría a anotar desde qué conexión se pregunta.
"""

from __future__ import annotations

import re
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from conoceles.acuses.lectura import AcuseIlegible, por_folio, se_reconocio
from conoceles.acuses.models import Acuse
from conoceles.comun import horas
from conoceles.comun.claves import folio_canonico
from conoceles.comun.puertas import publica
from conoceles.publicacion.lectura import Alterado, DocumentoPublico, Lectura, Suprimido, documento_publico
from conoceles.publicacion.rotulos import rotulo

from .direcciones import completa, direccion
from .respuestas import dibujar, por_edicion

MAL_COPIADO = _(
    "Ese folio no está bien copiado. Revíselo contra el acuse, signo por signo: es una letra y trece signos más, "
    "como C-7KQ2-M9XD-4TRWC."
)
NO_EXISTE = _(
    "Ningún acuse tiene ese folio. Si está escrito igual que en el papel, ese papel no salió de este sistema."
)
ALTERADO = _(
    "Ese acuse consta, pero lo que hoy se guarda de él no se deja leer: alguien lo cambió por fuera. Avise al Instituto."
)
FALTA_FOLIO = _("Escriba el folio que viene en el acuse.")
CIFRAS, CIFRAS_CORTAS = 64, 16  # la huella entera y la corta, en hexadecimal


@publica
@partial(por_edicion, parametros=("folio",))
def verificar(request: HttpRequest, lectura: Lectura) -> HttpResponse:
    """El formulario. Con `?folio=` lleva a la página de ese folio, escrito como sea."""
    if "folio" not in request.GET:
        return _formulario(request, lectura)
    escrito = request.GET["folio"].strip()
    if folio := folio_canonico(escrito):
        return redirect("consulta:verificar_folio", folio)
    return _formulario(request, lectura, escrito, MAL_COPIADO if escrito else FALTA_FOLIO)


@publica
@partial(por_edicion, parametros=("huella",))
def verificar_folio(request: HttpRequest, lectura: Lectura, folio: str) -> HttpResponse:
    canonico = folio_canonico(folio)
    if canonico is None:
        return _formulario(request, lectura, folio, MAL_COPIADO)
    if canonico != folio:
        return redirect("consulta:verificar_folio", canonico)
    try:
        acuse = por_folio(canonico)
    except AcuseIlegible:
        return _formulario(request, lectura, folio, ALTERADO)
    if acuse is None:
        return _formulario(request, lectura, folio, NO_EXISTE)
    return _sin_indexar(
        dibujar(request, lectura, "consulta/acuse.html", _confirmacion(request, lectura, acuse))
    )


def _formulario(
    request: HttpRequest, lectura: Lectura, escrito: str = "", error: str | Promise = ""
) -> HttpResponse:
    """La página con que se pregunta; con error es un 404 que dice qué hacer."""
    contexto = {
        "escrito": escrito[:40],
        "error": error,
        "errores": [(error, "id_folio")] if error else [],
        "canonica": completa(reverse("consulta:verificar")),
        "correo": lectura.proceso.instituto.correo,
    }
    status = 404 if error else 200
    respuesta = dibujar(request, lectura, "consulta/verificar.html", contexto, status=status)
    return _sin_indexar(respuesta) if error else respuesta


def _confirmacion(request: HttpRequest, lectura: Lectura, acuse: Acuse) -> dict[str, Any]:
    publico = _documento(acuse, lectura)
    procesos = {proceso.clave: proceso for proceso in lectura.procesos}
    proceso = procesos.get(acuse.proceso, lectura.proceso)
    comparada = request.GET.get("huella", "")
    return {
        "acuse": acuse,
        "se_reconocio": se_reconocio(acuse),
        "secciones": [rotulo(seccion) for seccion in acuse.secciones],
        "momento": f"{horas.fecha_y_hora_exacta(acuse.instante)} ({proceso.zona_visible})",
        "nombre_del_proceso": proceso.nombre,
        "persona": publico.documento["persona"]["nombre"] if publico else "",
        "cargo": _cargo(publico) if publico else "",
        "ficha": direccion(proceso, "ficha", clave=acuse.candidatura) if publico else "",
        "huella": " ".join(acuse.huella[i : i + 4] for i in range(0, CIFRAS, 4)),
        "comparada": comparada[:200],
        "comparacion": comparar(comparada, acuse.huella) if comparada.strip() else "",
        "canonica": completa(reverse("consulta:verificar_folio", args=[acuse.folio])),
    }


def _documento(acuse: Acuse, lectura: Lectura) -> DocumentoPublico | None:
    try:
        return documento_publico(acuse.candidatura, lectura.ahora)
    except (Suprimido, Alterado):
        return None


def _cargo(publico: DocumentoPublico) -> str:
    return f"{publico.documento['cargo']['nombre']}, {publico.documento['demarcacion']['nombre']}"


def comparar(escrita: str, huella: str) -> str:
    """«coincide», «corta» (coincide la huella corta), «distinta» o «ilegible», escrita como sea."""
    cifras = re.sub(r"[\s:.–—-]", "", escrita).lower()
    if not re.fullmatch(rf"[0-9a-f]{{{CIFRAS_CORTAS}}}|[0-9a-f]{{{CIFRAS}}}", cifras):
        return "ilegible"
    if not huella.startswith(cifras):
        return "distinta"
    return "coincide" if len(cifras) == CIFRAS else "corta"


def _sin_indexar(respuesta: HttpResponse) -> HttpResponse:
    """Un acuse lo comprueba quien lo tiene en la mano, no quien busca un nombre."""
    respuesta["X-Robots-Tag"] = "noindex, nofollow"
    return respuesta
