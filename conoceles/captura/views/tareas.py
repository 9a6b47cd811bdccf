"""La lista de tareas: se ve al entrar y cada vez que se vuelve."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from conoceles.captura import correcciones, en_publico, identidad, panorama
from conoceles.captura.camino import camino
from conoceles.captura.expediente import Expediente, con_mi_expediente
from conoceles.captura.plazos import plazo_de
from conoceles.comun import horas
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.cuestionarios.estados import Estado
from conoceles.publicacion.ficha import demarcacion
from conoceles.registro.models import Candidatura
from conoceles.seguimiento.lectura import requerimientos_de

from .comun import pintar


@requiere(Permiso.CAPTURAR)
@require_safe
def tareas(request: HttpRequest) -> HttpResponse:
    """Lleva a la única candidatura vigente; con varias, o ninguna, las lista."""
    propias = list(Candidatura.objects.con_todo().filter(persona__cuenta_id=request.user.pk).order_by("pk"))
    vigentes = [candidatura for candidatura in propias if candidatura.hasta is None]
    if len(vigentes) == 1:
        return redirect("captura:una", vigentes[0].clave)
    return render(request, "captura/elegir.html", {"candidaturas": propias})


@requiere(Permiso.CAPTURAR)
@require_safe
@con_mi_expediente
def una(request: HttpRequest, expediente: Expediente) -> HttpResponse:
    candidatura, estado = expediente.candidatura, expediente.cuestionario.estado
    ahora = timezone.now()
    publico = en_publico.leer(candidatura.clave, ahora)
    envio = expediente.ultimo_envio.numero if expediente.ultimo_envio else None
    titulo, detalle = en_publico.en_que_va(estado, envio, publico)
    completas, total, minutos = panorama.avance(expediente)
    return pintar(
        request,
        "captura/tareas.html",
        expediente,
        migas=None,
        lugar=demarcacion(
            vars(candidatura.contienda.demarcacion),
            con_entidad=candidatura.proceso.demarcaciones.son_de_varias_entidades(),
        ),
        puede_editar=bool(expediente.editables),
        esta_observado=estado == Estado.OBSERVADO,
        observaciones=_observaciones(expediente, ahora),
        correccion=correcciones.ultima(expediente),
        puede_pedir=correcciones.puede_pedirse(expediente, ahora),
        sin_corregir=panorama.titulos_sin_cambios(expediente),
        puede_revisar=not expediente.faltas,
        retiro=en_publico.retiro(publico),
        ocultos=en_publico.ocultos(publico),
        tareas=panorama.tareas(expediente),
        identidad=identidad.tareas(candidatura, quien(request)),
        completas=completas,
        total=total,
        minutos=minutos,
        pasos=camino(expediente, publico, ahora),
        es_visible=publico.es_visible,
        titulo=titulo,
        detalle=detalle,
        plazo=plazo_de(expediente, ahora),
        **_requerimiento(expediente),
    )


def _observaciones(expediente: Expediente, ahora: datetime) -> list[dict[str, object]]:
    """Las secciones observadas, en el orden del cuestionario, con sus motivos y su plazo."""
    return [
        {
            "seccion": seccion,
            "url": panorama.url_de_seccion(expediente, seccion.clave),
            "motivos": motivos,
            "plazo": panorama.plazo_de_seccion(expediente, seccion.clave, ahora),
        }
        for seccion in expediente.definicion
        if (motivos := expediente.observado_en(seccion.clave))
    ]


def _requerimiento(expediente: Expediente) -> dict[str, Any]:
    """El más reciente, mientras no haya respondido."""
    if expediente.cuestionario.estado != Estado.EN_CAPTURA:
        return {"requerimiento": None}
    requerimiento = next(iter(requerimientos_de(expediente.candidatura)), None)
    return {
        "requerimiento": requerimiento,
        "requerimiento_vence": horas.plazo(requerimiento.vence_en) if requerimiento else "",
    }
