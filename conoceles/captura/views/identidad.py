"""El cuestionario de identidad: un grupo, una página; revisar con «esto verá la ciudadanía»; enviar.

Nada de lo contestado pasa por los mensajes ni por la sesión: ahí quedaría sin cifrar.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from conoceles.captura import acciones_identidad as acciones
from conoceles.captura import lectura_identidad as leido
from conoceles.captura.expediente import terminada
from conoceles.captura.forms_identidad import GrupoForm
from conoceles.captura.identidad import MiIdentidad, con_mi_identidad, de, grupos
from conoceles.comun import horas
from conoceles.comun.llegada import recibido_en
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.reanudar import sin_reanudar
from conoceles.cuentas.sesiones import quien
from conoceles.cuestionarios.acciones import FueraDePlazo
from conoceles.cuestionarios.definiciones import Seccion
from conoceles.cuestionarios.integridad import faltas_de_seccion
from conoceles.privacidad.acciones import guardar_grupo
from conoceles.privacidad.comun import GrupoCambiado, IdentidadIncompleta, SinConsentimiento
from conoceles.publicacion.bloques import bloque_de_identidad
from conoceles.publicacion.identidad import previsualizar

from .comun import pintar_de

Vista = Callable[..., HttpResponseBase]


def _con_consentimiento(vista: Vista) -> Vista:
    """Lleva a decidir a quien no ha autorizado, con el aviso que hoy rige, que se le pregunte.

    Una candidatura terminada ya no contesta; su consentimiento sí puede cambiarlo.
    """

    @wraps(vista)
    def envuelta(request: HttpRequest, mia: MiIdentidad, **kwargs: Any) -> HttpResponseBase:
        if mia.candidatura.hasta is not None:
            return terminada(request, mia.candidatura)
        if not mia.puede_contestar:
            if request.method == "POST":
                messages.error(request, "No se guardó: antes decida sobre su consentimiento.")
            return redirect("captura:consentimiento", mia.candidatura.clave)
        return vista(request, mia, **kwargs)

    return envuelta


@requiere(Permiso.CAPTURAR)
@require_safe
@con_mi_identidad
@_con_consentimiento
def identidad(request: HttpRequest, mia: MiIdentidad) -> HttpResponse:
    """Para qué se pregunta, quién puede verlo y los grupos con su estado."""
    tareas = grupos(mia)
    faltan = [tarea for tarea in tareas if tarea.minutos]
    return _pintar(
        request,
        "captura/identidad.html",
        mia,
        grupos=tareas,
        completos=len(tareas) - len(faltan),
        empezado=bool(mia.borrador.grupos_vistos),
        minutos=sum(tarea.minutos for tarea in faltan),
        pendiente=faltan[0].url if faltan else "",
    )


# --- Un grupo ------------------------------------------------------------------------------------------


@requiere(Permiso.CAPTURAR)
@require_http_methods(["GET", "HEAD", "POST"])
@sin_reanudar
@con_mi_identidad
@_con_consentimiento
def grupo(request: HttpRequest, mia: MiIdentidad, seccion: str) -> HttpResponse:
    try:
        actual = mia.definicion.seccion(seccion)
    except KeyError:
        raise Http404 from None
    if actual not in mia.secciones:  # lo contesta la edad del registro, u otra respuesta
        return redirect("captura:identidad", mia.candidatura.clave)
    if request.method == "POST":
        return _recibir(request, mia, actual)
    return _pagina(request, mia, _form(mia, actual))


def _form(mia: MiIdentidad, seccion: Seccion, datos: Any = None) -> GrupoForm:
    consentimiento = mia.consentimiento_al_dia
    return GrupoForm(
        seccion,
        datos,
        respuestas=mia.borrador.respuestas,
        publicar=mia.borrador.publicar,
        edad=mia.edad,
        pide_permiso=bool(consentimiento and consentimiento.publicacion),
        cuenta_en_estadistica=bool(consentimiento and consentimiento.estadistica),
        forzosa=mia.accion_de(seccion) if mia.es_integra else "",
    )


def _recibir(request: HttpRequest, mia: MiIdentidad, seccion: Seccion) -> HttpResponse:
    form = _form(mia, seccion, request.POST)
    if not form.is_valid():
        return _pagina(request, mia, form, status=422)
    try:
        guardar_grupo(
            candidatura=mia.candidatura,
            seccion=seccion.clave,
            respuestas=form.respuestas,
            publicar=form.publicar,
            por=quien(request),
            revision=_revision(request),
        )
    except GrupoCambiado:
        return _choque(request, mia, form)
    except SinConsentimiento:  # lo retiró en otra ventana mientras contestaba en ésta
        messages.error(request, "No se guardó: antes decida sobre su consentimiento.")
        return redirect("captura:consentimiento", mia.candidatura.clave)
    return _guardado(request, mia, seccion)


def _guardado(request: HttpRequest, mia: MiIdentidad, seccion: Seccion) -> HttpResponse:
    al_dia = _al_dia(mia)
    hora = horas.hora_exacta(al_dia.borrador.guardada_en) if al_dia.borrador.guardada_en else ""
    messages.success(request, f"Guardado {hora} ({mia.candidatura.proceso.zona_visible}): {seccion.titulo}")
    pendientes = faltas_de_seccion(mia.definicion, seccion, al_dia.borrador.respuestas, edad=mia.edad)
    if any(not falta.vacia for falta in pendientes):
        messages.warning(
            request,
            f"{seccion.titulo}: queda algo por corregir. Puede seguir; se lo diremos antes de enviar.",
        )
    if "volver" in request.POST:
        return redirect("captura:identidad", mia.candidatura.clave)
    return redirect(al_dia.siguiente(seccion.clave))


def _choque(request: HttpRequest, mia: MiIdentidad, form: GrupoForm) -> HttpResponse:
    """Lo guardado desde la otra ventana y lo escrito en ésta, a la vista los dos."""
    al_dia = _al_dia(mia)
    guardado = al_dia.borrador
    distintas = list(form.distintas(guardado.respuestas, guardado.publicar))
    filas = [leido.fila(al_dia, pregunta, con_permiso=True) for pregunta in distintas]
    return _pagina(request, al_dia, form, status=409, choque=True, distintas=filas)


def _al_dia(mia: MiIdentidad) -> MiIdentidad:
    fresca = de(mia.candidatura, mia.por)
    return fresca or mia


def _revision(request: HttpRequest) -> int:
    """La que se leyó al abrir; algo ilegible nunca coincide, y entonces se pregunta."""
    texto = request.POST.get("revision", "")
    return int(texto) if texto.isdecimal() and len(texto) < 9 else -1


def _pagina(
    request: HttpRequest, mia: MiIdentidad, form: GrupoForm, *, status: int = 200, **contexto: Any
) -> HttpResponse:
    seccion = form.seccion
    choque = bool(contexto.get("choque"))
    revision = _revision(request) if form.is_bound and not choque else mia.borrador.revision
    pendientes = [] if form.is_bound else leido.por_corregir(mia, seccion)
    return _pintar(
        request,
        "captura/identidad_grupo.html",
        mia,
        status=status,
        form=form,
        seccion=seccion,
        renglones=form.renglones(),
        accion=mia.accion_de(seccion),
        pendientes=pendientes,
        revision=revision,
        lugar=(mia.secciones.index(seccion) + 1, len(mia.secciones)),
        **{"choque": False, "distintas": [], **contexto},
    )


# --- Revisar y enviar ----------------------------------------------------------------------------------


@requiere(Permiso.CAPTURAR)
@require_safe
@con_mi_identidad
@_con_consentimiento
def revisar(request: HttpRequest, mia: MiIdentidad) -> HttpResponse:
    return _revision_de(request, mia)


def _revision_de(
    request: HttpRequest, mia: MiIdentidad, *, status: int = 200, intento: bool = False
) -> HttpResponse:
    publicas = previsualizar(mia.candidatura, por=mia.por)
    return _pintar(
        request,
        "captura/identidad_revisar.html",
        mia,
        status=status,
        secciones=leido.secciones(mia),
        pendientes=[(f.mensaje, f"{mia.url_de(f.seccion)}#id_{f.pregunta}") for f in mia.faltas],
        bloque=bloque_de_identidad(mia.definicion, publicas, mia.edad),
        ocultas=leido.ocultas(mia, publicas),
        falta_formato=bool(publicas.keys() & mia.borrador.publicar) and leido.falta_formato(mia),
        intento=intento,
        errores=[("", "")] if intento else [],
    )


@requiere(Permiso.CAPTURAR)
@require_http_methods(["GET", "HEAD", "POST"])
@sin_reanudar
@con_mi_identidad
@_con_consentimiento
def enviar(request: HttpRequest, mia: MiIdentidad) -> HttpResponse:
    """Envía una sola vez: repetirlo sin haber cambiado nada lleva al mismo acuse."""
    llegada, clave = recibido_en(request), mia.candidatura.clave
    if request.method != "POST":  # quien vuelve tras entrar de nuevo llega por GET
        return redirect("captura:identidad_revisar", clave)
    try:
        envio = acciones.enviar(candidatura=mia.candidatura, por=quien(request), recibido_en=llegada)
    except IdentidadIncompleta:
        return _revision_de(request, _al_dia(mia), status=422, intento=True)
    except SinConsentimiento:
        messages.error(request, "No se envió: antes decida sobre su consentimiento.")
        return redirect("captura:consentimiento", clave)
    except FueraDePlazo:
        messages.error(request, "El plazo para enviar terminó. Lo que contestó sigue guardado.")
        return redirect("captura:identidad_revisar", clave)
    return redirect("captura:acuse", clave, envio.folio)


def _pintar(
    request: HttpRequest, plantilla: str, mia: MiIdentidad, *, status: int = 200, **contexto: Any
) -> HttpResponse:
    return pintar_de(request, plantilla, mia.candidatura, status=status, mia=mia, **contexto)
