"""El guardado automático: la misma dirección y el mismo verbo que el botón; sólo cambia la respuesta.

Se contesta cuando la transacción ya terminó: quien lee «Guardado» puede desconectarse en ese momento. No
lee el expediente: doscientas personas guardan a la vez y cada consulta cuenta.
"""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse

from conoceles.captura.expediente import terminada
from conoceles.captura.forms import SeccionForm
from conoceles.captura.guardado import apartar, guardar
from conoceles.comun import horas
from conoceles.cuestionarios import acciones
from conoceles.cuestionarios.acciones import SeccionCambiada, SeccionCerrada
from conoceles.cuestionarios.definiciones import Seccion
from conoceles.cuestionarios.models import Cuestionario
from conoceles.registro.models import Candidatura


def recibir(request: HttpRequest, candidatura: Candidatura, seccion: str) -> HttpResponse:
    """200 con la hora y la revisión; 409 si chocó o ya está cerrada; 422 si nada pudo guardarse.

    A media escritura un correo todavía no es un correo: eso no detiene lo demás. Se guarda lo que está
    bien y `sin_guardar` nombra lo que no; de ello queda guardado lo que había.
    """
    if candidatura.hasta is not None:
        return terminada(request, candidatura)
    cuestionario = acciones.abrir(candidatura=candidatura)
    form = SeccionForm(_seccion(cuestionario, seccion), {}, request.POST)
    form.full_clean()
    if not form.llegados:
        return JsonResponse({"motivo": "mal_escrito", "texto": _primer_error(form)}, status=422)
    try:
        avance = guardar(request, cuestionario, form)
    except SeccionCambiada:
        apartar(request, cuestionario, form)
        return JsonResponse({"motivo": "choque"}, status=409)
    except SeccionCerrada as error:
        apartar(request, cuestionario, form)
        return JsonResponse({"motivo": "cerrada", "texto": str(error)}, status=409)
    return JsonResponse(
        {
            "guardado": horas.hora_exacta(avance.guardada_en),
            "revision": avance.revision,
            "sin_guardar": [form[clave].label for clave in form.errors],
        }
    )


def _seccion(cuestionario: Cuestionario, clave: str) -> Seccion:
    try:
        return cuestionario.definicion.seccion(clave)
    except KeyError:
        raise Http404 from None


def _primer_error(form: SeccionForm) -> str:
    return str(next(iter(form.errors.values()), ["No llegó ningún dato de esta sección"])[0])
