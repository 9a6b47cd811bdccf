"""Leer respuestas de identidad, una persona a la vez: Igualdad dice para qué y queda registrado.

Quién leyó a quién, y para qué, lo ve Transparencia. Validación no pasa por aquí: sólo sabe si el papel coincide.
"""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from conoceles.comun.paginas import numero_de, paginas
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.roles import ROLES
from conoceles.cuentas.sesiones import quien
from conoceles.cuestionarios.definiciones import DEFINICIONES
from conoceles.llaves.acciones import NoSeDescifra
from conoceles.privacidad.acciones import estudiar
from conoceles.privacidad.comun import definicion_que_rige
from conoceles.privacidad.lectura import consentimiento_vigente
from conoceles.privacidad.models import Lectura
from conoceles.registro.models import Candidatura
from conoceles.validacion.forms import PropositoForm

from .comunes import busqueda, candidatura_o_404, proceso_de

POR_PAGINA = 50


@requiere(Permiso.ESTUDIAR_IDENTIDAD)
@require_safe
@never_cache
def buscar(request: HttpRequest) -> HttpResponse:
    """Encontrar a la persona. No dice quién contestó y quién no: eso ya es leerla."""
    return render(request, "validacion/identidad.html", busqueda(request))


@requiere(Permiso.ESTUDIAR_IDENTIDAD)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def leer(request: HttpRequest, clave: str) -> HttpResponse:
    """El propósito y, una vez dicho, las respuestas. Recargar la página es leerlas otra vez y también consta."""
    candidatura = candidatura_o_404(request, clave)
    if definicion_que_rige(candidatura) is None:
        raise Http404("Este proceso no tiene cuestionario de identidad.")
    form = PropositoForm(request.POST if request.method == "POST" else None)
    contexto: dict[str, Any] = {
        "candidatura": candidatura,
        "form": form,
        "migas": [("Identidad", reverse("validacion:identidad"))],
    }
    if form.is_valid():
        contexto |= _leidas(request, candidatura, form.cleaned_data["texto"])
        return render(request, "validacion/identidad_leida.html", contexto)
    return render(request, "validacion/identidad_leer.html", contexto, status=422 if form.is_bound else 200)


def _leidas(request: HttpRequest, candidatura: Candidatura, proposito: str) -> dict[str, Any]:
    """Los grupos con sus respuestas; vacíos si no hay nada que leer, y si no se descifra, por qué."""
    consentimiento = consentimiento_vigente(candidatura)
    base = {"proposito": proposito, "cuenta": bool(consentimiento and consentimiento.estadistica)}
    try:
        contenido = estudiar(candidatura=candidatura, por=quien(request), proposito=proposito)
    except NoSeDescifra as error:
        return {**base, "grupos": [], "problema": str(error)}
    return {**base, "grupos": _grupos(contenido) if contenido else [], "problema": ""}


def _grupos(contenido: dict[str, Any]) -> list[dict[str, Any]]:
    """Por grupo, filas para `componentes/lista_resumen.html`."""
    respuestas, no_aplican = contenido["respuestas"], set(contenido["no_aplica"])
    return [
        {
            "titulo": seccion.titulo,
            "filas": [
                {
                    "etiqueta": f"{p.numero}. {p.etiqueta}",
                    "valor": "No aplica" if p.clave in no_aplican else "\n".join(p.en_palabras(respuestas)),
                }
                for p in seccion.preguntas
            ],
        }
        for seccion in DEFINICIONES[contenido["definicion"]]
    ]


@requiere(Permiso.REVISAR_FORMATOS)
@require_safe
@never_cache
def lecturas(request: HttpRequest) -> HttpResponse:
    """Toda lectura que hizo el personal: quién, de quién, cuándo y para qué."""
    todas = Lectura.objects.filter(candidatura__in=_claves(request))
    total = todas.count()
    numero = numero_de(request.GET.get("pagina"), total=total, por_pagina=POR_PAGINA)
    raiz = reverse("validacion:lecturas")
    contexto = {
        "total": total,
        "filas": _con_nombres(list(todas[(numero - 1) * POR_PAGINA : numero * POR_PAGINA])),
        "paginas": paginas(
            numero, total=total, por_pagina=POR_PAGINA, direccion=lambda n: f"{raiz}?pagina={n}"
        ),
    }
    return render(request, "validacion/lecturas.html", contexto)


def _claves(request: HttpRequest) -> Any:
    return Candidatura.objects.del_proceso(proceso_de(request)).values("clave")


def _con_nombres(pagina: list[Lectura]) -> list[dict[str, Any]]:
    """La tabla no apunta a la persona (sólo a su clave pública): el nombre se busca al mostrarla."""
    candidaturas = Candidatura.objects.select_related("persona").filter(
        clave__in={lectura.candidatura for lectura in pagina}
    )
    nombres = {candidatura.clave: candidatura.persona.nombre_completo for candidatura in candidaturas}
    return [
        {
            "lectura": lectura,
            "nombre": nombres[lectura.candidatura],
            "rol": ROLES[lectura.rol].nombre if lectura.rol in ROLES else lectura.rol,
        }
        for lectura in pagina
    ]
