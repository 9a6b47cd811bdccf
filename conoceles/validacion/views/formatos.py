"""Los formatos de consentimiento firmados: la instancia interna los registra, Transparencia los lee y revisa.

Quien registra no puede volver a abrir lo que subió. Quien revisa transcribe el papel sin ver antes lo que la
persona decidió en la pantalla: la comparación la hace el sistema.
"""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import Exists, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from conoceles.calendario.models import Proceso
from conoceles.comun.escaneos import EscaneoInvalido
from conoceles.comun.subidas import ACEPTA, AYUDA, entregar, leer_escaneo
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.llaves.acciones import NoSeDescifra
from conoceles.privacidad import formatos as de_privacidad
from conoceles.privacidad.formatos import Situacion
from conoceles.privacidad.lectura import consentimiento_vigente
from conoceles.privacidad.models import Consentimiento, Formato
from conoceles.validacion import acciones_formatos
from conoceles.validacion.forms import FormatoForm

from .comunes import busqueda, candidatura_o_404, proceso_de

VARIANTES = {
    Situacion.FALTA: "apagado",
    Situacion.EN_REVISION: "informacion",
    Situacion.NO_VALIDO: "error",
    Situacion.SIN_DECISION: "atencion",
    Situacion.NO_COINCIDE: "atencion",
    Situacion.COINCIDE: "exito",
}
# Qué pasa ahora, para quien revisó.
_TRAS_REVISAR = {
    Situacion.COINCIDE: "El papel ampara lo que la persona decidió en la pantalla.",
    Situacion.NO_COINCIDE: "El papel no autoriza todo lo que la persona autorizó en la pantalla. Ninguna de sus respuestas "
    "de identidad se publica hasta que lo corrija. Ya se le escribió.",
    Situacion.NO_VALIDO: "Ninguna de sus respuestas de identidad se publica. Ya se le escribió para que entregue otro.",
    Situacion.SIN_DECISION: "La persona aún no contesta en la pantalla. Ya se le escribió.",
}
RECIENTES = 20


# --- Transparencia ---------------------------------------------------------------------------------------
@requiere(Permiso.REVISAR_FORMATOS)
@require_safe
@never_cache
def formatos(request: HttpRequest) -> HttpResponse:
    """Lo que espera revisión, del más antiguo al más nuevo, y lo último que se revisó."""
    ultimos = _ultimos(proceso_de(request))
    revisados = ultimos.filter(revisado_en__isnull=False).order_by("-revisado_en")[:RECIENTES]
    contexto = {
        "pendientes": list(ultimos.filter(revisado_en=None)),
        "revisados": _con_situacion(list(revisados)),
    }
    return render(request, "validacion/formatos.html", contexto)


@requiere(Permiso.REVISAR_FORMATOS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def formato(request: HttpRequest, pk: int) -> HttpResponse:
    actual = _formato_o_404(request, pk)
    form = FormatoForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        quedo = acciones_formatos.revisar_formato(formato=actual, leido=form.leido, por=quien(request))
        messages.success(request, f"Revisión guardada: {quedo.value.lower()}.")
        return redirect("validacion:formato", pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "validacion/formato.html", _por_revisar(actual, form), status=status)


def _por_revisar(actual: Formato, form: FormatoForm) -> dict[str, Any]:
    """Antes de revisar no se dice nada de la pantalla, ni siquiera si la persona ya contestó."""
    contexto: dict[str, Any] = {
        "formato": actual,
        "candidatura": actual.candidatura,
        "form": form,
        "hay_otro": _posteriores(actual).exists(),
        "migas": [("Formatos", reverse("validacion:formatos"))],
    }
    if actual.revisado_en:
        quedo = de_privacidad.situacion(actual, consentimiento_vigente(actual.candidatura))
        contexto |= {
            "quedo": quedo.value,
            "variante": VARIANTES[quedo],
            "que_sigue": _TRAS_REVISAR[quedo],
            "leido": form.transcrito(actual),
        }
    return contexto


@requiere(Permiso.REVISAR_FORMATOS)
@require_safe
def archivo(request: HttpRequest, pk: int) -> HttpResponse:
    """El escaneo. Que se abrió queda en la bitácora."""
    actual = _formato_o_404(request, pk)
    try:
        contenido = de_privacidad.abrir(formato=actual, por=quien(request))
    except NoSeDescifra:
        raise Http404("Ese papel ya no se conserva.") from None
    return entregar(contenido, actual.tipo_de_contenido, f"formato-{actual.candidatura.clave}")


def _formato_o_404(request: HttpRequest, pk: int) -> Formato:
    return get_object_or_404(_del_proceso(proceso_de(request)), pk=pk)


def _del_proceso(proceso: Proceso) -> Any:
    return Formato.objects.filter(candidatura__posicion__contienda__cargo__proceso=proceso).select_related(
        "candidatura__persona",
        "candidatura__posicion__actor",
        "candidatura__posicion__contienda__demarcacion",
        "candidatura__posicion__contienda__cargo__proceso",
    )


def _posteriores(actual: Formato) -> Any:
    """Los que la misma persona entregó después: si los hay, éste ya no cuenta."""
    return Formato.objects.filter(candidatura=actual.candidatura_id, pk__gt=actual.pk)


def _ultimos(proceso: Proceso) -> Any:
    despues = Formato.objects.filter(candidatura=OuterRef("candidatura"), pk__gt=OuterRef("pk"))
    return _del_proceso(proceso).filter(~Exists(despues))


def _con_situacion(recibidos: list[Formato]) -> list[dict[str, Any]]:
    """Cada papel con lo único que el personal puede saber de él: si coincide con la pantalla."""
    vigentes = {
        c.candidatura_id: c
        for c in Consentimiento.objects.filter(candidatura__in=[f.candidatura_id for f in recibidos])
    }
    filas = []
    for recibido in recibidos:
        quedo = de_privacidad.situacion(recibido, vigentes.get(recibido.candidatura_id))
        filas.append({"formato": recibido, "situacion": quedo.value, "variante": VARIANTES[quedo]})
    return filas


# --- La instancia interna --------------------------------------------------------------------------------
@requiere(Permiso.RECIBIR_FORMATOS)
@require_safe
@never_cache
def recibir(request: HttpRequest) -> HttpResponse:
    """Encontrar la candidatura del papel que llegó, por su nombre o por la clave impresa; y lo último recibido."""
    recientes = _ultimos(proceso_de(request)).order_by("-recibido_en", "-pk")[:RECIENTES]
    contexto = {**busqueda(request), "recientes": _con_situacion(list(recientes))}
    return render(request, "validacion/formatos_recibir.html", contexto)


@requiere(Permiso.RECIBIR_FORMATOS)
@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
def recibir_de(request: HttpRequest, clave: str) -> HttpResponse:
    """Registrar el de una candidatura. Su dirección va en el QR del papel."""
    candidatura = candidatura_o_404(request, clave)
    error = ""
    if request.method == "POST" and candidatura.hasta is None:
        try:
            acciones_formatos.recibir_formato(
                candidatura=candidatura,
                contenido=leer_escaneo(request.FILES.get("formato")),
                por=quien(request),
            )
        except EscaneoInvalido as invalido:
            error = str(invalido)
        else:
            messages.success(request, f"Registró el formato de {candidatura.persona.nombre_completo}.")
            return redirect("validacion:formatos_recibir")
    contexto = {
        "candidatura": candidatura,
        "recibidos": candidatura.formatos.order_by("-recibido_en"),
        "ayuda_archivo": AYUDA,
        "acepta": ACEPTA,
        "error": error,
        "errores": [(error, "id_formato")] if error else [],
        "migas": [("Formatos", reverse("validacion:formatos_recibir"))],
    }
    return render(request, "validacion/formato_recibir.html", contexto, status=422 if error else 200)
