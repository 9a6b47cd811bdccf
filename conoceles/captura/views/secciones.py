"""Una sección, una página. Guardar nunca exige mínimos ni máximos."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.views.decorators.http import require_http_methods

from conoceles.captura import panorama
from conoceles.captura.comparacion import comparar
from conoceles.captura.expediente import Expediente, con_mi_expediente, mia
from conoceles.captura.forms import SeccionForm
from conoceles.captura.guardado import apartar, guardar, previos_de, revision_de
from conoceles.captura.lectura import avisos_de_texto, filas
from conoceles.comun import horas
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.reanudar import recuperar_campos
from conoceles.cuentas.vigencia import es_de_fondo
from conoceles.cuestionarios import acciones
from conoceles.cuestionarios.acciones import SeccionCambiada, SeccionCerrada
from conoceles.cuestionarios.definiciones import Seccion, Tipo
from conoceles.cuestionarios.integridad import faltas_de_seccion
from conoceles.cuestionarios.models import Avance

from . import autoguardado
from .choques import choque
from .comun import pintar


@requiere(Permiso.CAPTURAR)
@require_http_methods(["GET", "HEAD", "POST"])
def seccion(request: HttpRequest, clave: str, seccion: str) -> HttpResponseBase:
    if request.method == "POST" and es_de_fondo(request):
        return autoguardado.recibir(request, mia(request, clave), seccion)
    return _en_pagina(request, clave, seccion=seccion)


@con_mi_expediente
def _en_pagina(request: HttpRequest, expediente: Expediente, seccion: str) -> HttpResponse:
    try:
        actual = expediente.definicion.seccion(seccion)
    except KeyError:
        raise Http404 from None
    if request.method == "POST":
        return _recibir(request, expediente, actual)
    if seccion not in expediente.editables:
        return pintar(
            request,
            "captura/seccion_cerrada.html",
            expediente,
            seccion=actual,
            filas=filas(expediente, actual, con_enlaces=False),
        )
    escrito = recuperar_campos(request)
    form = SeccionForm(actual, expediente.respuestas, escrito=escrito)
    return _pagina(request, expediente, form, escrito=escrito)


def _recibir(request: HttpRequest, expediente: Expediente, seccion: Seccion) -> HttpResponse:
    datos = request.POST.copy()
    if _mover_renglones(datos, seccion):
        form = SeccionForm(seccion, expediente.respuestas, datos)
        return _pagina(request, expediente, form, pendiente="ya", renglon_nuevo="agregar" in datos)
    form = SeccionForm(seccion, expediente.respuestas, datos)
    es_valido = form.is_valid()
    if "retomar" in datos:
        return _retomar(request, expediente, form)
    if not es_valido:
        return _pagina(request, expediente, form, status=422)
    cuestionario = acciones.abrir(candidatura=expediente.candidatura)
    try:
        avance = guardar(request, cuestionario, form)
    except SeccionCambiada:
        return choque(request, expediente, form)
    except SeccionCerrada as error:
        apartar(request, cuestionario, form)
        return _pagina(request, expediente, form, status=409, cerrada=str(error))
    return _guardada(request, expediente, form, avance)


def _retomar(request: HttpRequest, expediente: Expediente, form: SeccionForm) -> HttpResponse:
    """Lo que la página no pudo guardar sola (chocó, o estaba en la copia de este equipo) vuelve aquí.

    Si lo guardado es otro texto que no conoce, se comparan; si no, el formulario sigue donde iba.
    """
    avance = expediente.avances.get(form.seccion.clave) or Avance()
    lo_conoce = avance.lo_conoce(revision_de(request.POST), previos_de(request.POST))
    if not lo_conoce and comparar(form.seccion, form.cleaned_data, expediente.respuestas):
        return choque(request, expediente, form)
    return _pagina(request, expediente, form, recuperado="equipo", pendiente="ya")


def _guardada(
    request: HttpRequest, expediente: Expediente, form: SeccionForm, avance: Avance
) -> HttpResponse:
    zona = expediente.candidatura.proceso.zona_visible
    messages.success(
        request, f"Guardado {horas.hora_exacta(avance.guardada_en)} ({zona}): {form.seccion.titulo}"
    )
    for aviso in [*form.avisos, *_por_completar(expediente, form), *_de_su_texto(expediente, form)]:
        messages.warning(request, aviso)
    if "volver" in request.POST:
        return redirect("captura:una", expediente.candidatura.clave)
    return redirect(panorama.siguiente(expediente, form.seccion.clave))


def _por_completar(expediente: Expediente, form: SeccionForm) -> list[str]:
    """Lo recién guardado que todavía no podría enviarse; se dice, pero no detiene a nadie."""
    respuestas = {**expediente.respuestas, **form.cleaned_data}
    return [
        f"{falta.mensaje}. Puede completarlo después."
        for falta in faltas_de_seccion(
            expediente.definicion, form.seccion, respuestas, contar_espacios=expediente.cuenta_espacios
        )
        if not falta.vacia
    ]


def _de_su_texto(expediente: Expediente, form: SeccionForm) -> list[SafeString]:
    """Lo que conviene revisar de lo recién guardado. Sólo el hecho: el fragmento se ve junto a su texto."""
    respuestas = {**expediente.respuestas, **form.cleaned_data}
    return [
        format_html(
            '{}: {}. <a href="{}#avisos-de-texto">Ver dónde</a>',
            grupo["etiqueta"],
            ". ".join(aviso.titulo for aviso in grupo["avisos"]),
            grupo["url"],
        )
        for grupo in avisos_de_texto(expediente, respuestas, [form.seccion.clave])
    ]


def _mover_renglones(datos: QueryDict, seccion: Seccion) -> bool:
    """Añade o quita un renglón de una lista sin guardar nada; `quitar` vale «clave:posición»."""
    listas = {pregunta.clave for pregunta in seccion.preguntas if pregunta.tipo is Tipo.LISTA}
    if (nueva := str(datos.get("agregar", ""))) in listas:
        datos.appendlist(nueva, "")
        return True
    clave, _, posicion = datos.get("quitar", "").rpartition(":")
    if clave not in listas:
        return False
    renglones = datos.getlist(clave)
    if posicion.isdecimal() and len(posicion) < 6 and int(posicion) < len(renglones):
        del renglones[int(posicion)]
        datos.setlist(clave, renglones)
    return True


def _pagina(
    request: HttpRequest,
    expediente: Expediente,
    form: SeccionForm,
    *,
    status: int = 200,
    escrito: QueryDict | None = None,
    **contexto: Any,
) -> HttpResponse:
    """La sección con sus campos.

    Con `escrito` (lo que llegó con la sesión vencida) lleva la revisión que se leyó entonces: si ya es
    otra, al guardar se pregunta. `pendiente`: «ya» si lo escrito debe guardarse solo cuanto antes;
    «al_escribir» si espera a que la persona lo toque; vacío si es lo guardado.
    """
    seccion, es_lo_guardado = form.seccion, not form.is_bound and escrito is None
    omision = {
        "cerrada": "",
        "renglon_nuevo": False,
        "recuperado": "sesion" if escrito is not None else "",
        "pendiente": "" if es_lo_guardado else "al_escribir",
        "avisos_de_texto": [],
    }
    pendientes = {}
    if es_lo_guardado:
        pendientes = _pendientes(expediente, seccion)
        omision["avisos_de_texto"] = avisos_de_texto(expediente, expediente.respuestas, [seccion.clave])
    return pintar(
        request,
        "captura/seccion.html",
        expediente,
        status=status,
        seccion=seccion,
        form=form,
        campos=list(form.campos(cuenta_espacios=expediente.cuenta_espacios, pendientes=pendientes)),
        tiene_lista=any(pregunta.tipo is Tipo.LISTA for pregunta in seccion.preguntas),
        observaciones=expediente.observado_en(seccion.clave),
        plazo=panorama.plazo_de_seccion(expediente, seccion.clave, timezone.now()),
        **_lo_leido(expediente, seccion, escrito if escrito is not None else request.POST),
        **{**omision, **contexto},
    )


def _lo_leido(expediente: Expediente, seccion: Seccion, leido: QueryDict) -> dict[str, Any]:
    """Qué versión tiene delante quien escribe: la que leyó, si ya venía escribiendo, o la guardada.

    Reintentar no debe pisar lo que otra ventana guardó mientras tanto.
    """
    avance = expediente.avances.get(seccion.clave) or Avance()
    return {
        "revision": revision_de(leido) if "revision" in leido else avance.revision,
        "previos": " ".join(previos_de(leido)),
        "comparado": "comparado" in leido,
        "guardada": horas.hora_exacta(avance.guardada_en) if avance.pk else "",
    }


def _pendientes(expediente: Expediente, seccion: Seccion) -> dict[str, str]:
    """Lo que falta de cada pregunta ya empezada: en una página recién abierta nada está mal todavía."""
    return {falta.pregunta: falta.mensaje for falta in expediente.faltas_de(seccion) if not falta.vacia}
