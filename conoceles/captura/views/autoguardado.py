"""El guardado automático: la misma dirección y el mismo verbo que el botón; sólo cambia la respuesta.

Se contesta cuando la transacción ya terminó: quien lee «Guardado» puede desconectarse en ese momento.
"""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse

from conoceles.captura.expediente import Expediente
from conoceles.captura.forms import SeccionForm
from conoceles.captura.guardado import apartar, guardar
from conoceles.comun import horas
from conoceles.cuestionarios.acciones import SeccionCambiada, SeccionCerrada
from conoceles.cuestionarios.definiciones import Seccion


def lo_pide(request: HttpRequest) -> bool:
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def recibir(request: HttpRequest, expediente: Expediente, seccion: Seccion) -> JsonResponse:
    """200 con la hora y la revisión; 409 si chocó o ya está cerrada; 422 si nada pudo guardarse.

    A media escritura un correo todavía no es un correo: eso no detiene lo demás. Se guarda lo que está
    bien y `sin_guardar` nombra lo que no; de ello queda guardado lo que había.
    """
    form = SeccionForm(seccion, expediente.respuestas, request.POST)
    if not form.is_valid() and not form.cleaned_data:
        return JsonResponse({"motivo": "mal_escrito", "texto": _primer_error(form)}, status=422)
    try:
        avance = guardar(request, expediente, form)
    except SeccionCambiada:
        apartar(request, expediente, form)
        return JsonResponse({"motivo": "choque"}, status=409)
    except SeccionCerrada as error:
        apartar(request, expediente, form)
        return JsonResponse({"motivo": "cerrada", "texto": str(error)}, status=409)
    return JsonResponse(
        {
            "guardado": horas.hora_exacta(avance.guardada_en),
            "revision": avance.revision,
            "sin_guardar": [form[clave].label for clave in form.errors],
        }
    )


def _primer_error(form: SeccionForm) -> str:
    return str(next(iter(form.errors.values()))[0])
