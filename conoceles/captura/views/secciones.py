"""Una sección, una página. Guardar nunca exige mínimos ni máximos."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from conoceles.captura import panorama
from conoceles.captura.expediente import Expediente, con_mi_expediente, leer
from conoceles.captura.forms import SeccionForm
from conoceles.captura.lectura import en_texto, filas
from conoceles.comun import horas
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.reanudar import recuperar_campos
from conoceles.cuentas.sesiones import quien
from conoceles.cuestionarios import acciones
from conoceles.cuestionarios.acciones import SeccionCambiada, SeccionCerrada
from conoceles.cuestionarios.definiciones import Seccion, Tipo
from conoceles.cuestionarios.integridad import faltas_de_seccion
from conoceles.cuestionarios.models import Avance

from .comun import pintar


@requiere(Permiso.CAPTURAR)
@require_http_methods(["GET", "HEAD", "POST"])
@con_mi_expediente
def seccion(request: HttpRequest, expediente: Expediente, seccion: str) -> HttpResponse:
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
        return _pagina(request, expediente, form, renglon_nuevo="agregar" in datos)
    form = SeccionForm(seccion, expediente.respuestas, datos)
    if not form.is_valid():
        return _pagina(request, expediente, form, status=422)
    try:
        avance = acciones.guardar_seccion(
            cuestionario=acciones.abrir(candidatura=expediente.candidatura),
            seccion=seccion.clave,
            valores=form.cleaned_data,
            por=quien(request),
            sesion=request.session.session_key or "",
            revision=_revision(datos),
        )
    except SeccionCambiada as choque:
        al_dia = leer(expediente.candidatura)
        return _pagina(request, al_dia, form, status=409, choque=choque.avance)
    except SeccionCerrada as error:
        return _pagina(request, expediente, form, status=409, cerrada=str(error))
    return _guardada(request, expediente, form, avance)


def _guardada(
    request: HttpRequest, expediente: Expediente, form: SeccionForm, avance: Avance
) -> HttpResponse:
    zona = expediente.candidatura.proceso.zona_visible
    messages.success(
        request, f"Guardado {horas.hora_exacta(avance.guardada_en)} ({zona}): {form.seccion.titulo}"
    )
    for aviso in [*form.avisos, *_por_completar(expediente, form)]:
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


def _revision(datos: QueryDict) -> int:
    """La que se leyó al abrir; algo ilegible nunca coincide, y entonces se pregunta."""
    texto = datos.get("revision", "")
    return int(texto) if texto.isdecimal() and len(texto) < 9 else -1


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
    if posicion.isdecimal() and int(posicion) < len(renglones):
        del renglones[int(posicion)]
        datos.setlist(clave, renglones)
    return True


def _pagina(
    request: HttpRequest,
    expediente: Expediente,
    form: SeccionForm,
    *,
    status: int = 200,
    choque: Avance | None = None,
    escrito: QueryDict | None = None,
    **contexto: Any,
) -> HttpResponse:
    """La sección con sus campos.

    Con `choque`, también lo que quedó guardado desde la otra ventana. Con `escrito` (lo que llegó con
    la sesión vencida), la revisión que se leyó entonces: si ya es otra, al guardar se pregunta.
    """
    seccion = form.seccion
    pendientes = {} if form.is_bound or escrito else _pendientes(expediente, seccion)
    avance = choque or expediente.avances.get(seccion.clave)
    return pintar(
        request,
        "captura/seccion.html",
        expediente,
        status=status,
        seccion=seccion,
        form=form,
        campos=list(form.campos(cuenta_espacios=expediente.cuenta_espacios, pendientes=pendientes)),
        tiene_lista=any(pregunta.tipo is Tipo.LISTA for pregunta in seccion.preguntas),
        observaciones=expediente.observaciones_de(seccion.clave),
        plazo=panorama.plazo_de_seccion(expediente, seccion.clave, timezone.now()),
        revision=_revision_por_llevar(request, avance, choque, escrito),
        recuperado=escrito is not None,
        guardada=horas.hora_exacta(avance.guardada_en) if avance else "",
        choque=choque,
        distintas=_distintas(expediente, form) if choque else [],
        **{"cerrada": "", "renglon_nuevo": False, **contexto},
    )


def _revision_por_llevar(
    request: HttpRequest, avance: Avance | None, choque: Avance | None, escrito: QueryDict | None
) -> int:
    """La que leyó quien escribe: reintentar no debe pisar lo que otra ventana guardó mientras tanto."""
    leida = escrito if escrito is not None else request.POST
    if choque is None and "revision" in leida:
        return _revision(leida)
    return avance.revision if avance else 0


def _pendientes(expediente: Expediente, seccion: Seccion) -> dict[str, str]:
    """Lo que falta de cada pregunta ya empezada: en una página recién abierta nada está mal todavía."""
    return {falta.pregunta: falta.mensaje for falta in expediente.faltas_de(seccion) if not falta.vacia}


def _distintas(expediente: Expediente, form: SeccionForm) -> list[dict[str, str]]:
    """Las preguntas en que lo guardado por la otra ventana difiere de lo que se escribió en ésta."""
    return [
        {"etiqueta": pregunta.etiqueta, "valor": en_texto(pregunta, guardado)}
        for pregunta in form.seccion.preguntas
        for guardado in [expediente.respuestas.get(pregunta.clave)]
        if (guardado or "") != (form.cleaned_data[pregunta.clave] or "")
    ]
