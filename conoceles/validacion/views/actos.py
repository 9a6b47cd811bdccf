"""Los actos sobre una candidatura. Todos se piden por POST y terminan en otra página con su aviso."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.cuestionarios import acciones as cuestionario_acciones
from conoceles.cuestionarios.acciones import TurnoAjeno
from conoceles.cuestionarios.estados import TransicionInvalida, puede
from conoceles.publicacion import cuatro_ojos, dicho
from conoceles.publicacion.models import Ficha, VistoBueno
from conoceles.registro.models import Candidatura
from conoceles.validacion import acciones, cola
from conoceles.validacion.filtros import FiltrosForm
from conoceles.validacion.forms import RetiroForm

from .comunes import candidatura_o_404, cuestionario_o_404, dicho_con_palabras, dicho_en, proceso_de
from .revision import direccion, siguiente_de

# Qué se dice cuando el acto queda hecho; {nombre} es la persona. Si cambia su página, después se dice qué lee ya.
_HECHO = {
    "tomar": "Usted está revisando a {nombre}.",
    "devolver": "Devolvió el cuestionario de {nombre} con sus observaciones.",
    "validar": "Validó el cuestionario de {nombre}.",
    "reabrir": "Reabrió la revisión de {nombre}. Lo que se muestra no cambia.",
    "validar-y-publicar": "Validó y publicó la información de {nombre}.",
    "publicar": "Publicó la información de {nombre}.",
    "retirar": "Retiró de la vista las respuestas de {nombre}.",
    "restablecer": "Restableció las respuestas de {nombre}.",
}
_SE_VEN = ("validar-y-publicar", "publicar", "retirar", "restablecer")

# Qué se dice cuando sólo quedó propuesto.
_PROPUESTO = {
    "devolver": "Propuso devolver el cuestionario de {nombre}. Como algo publicado no se mostraría hasta corregirse, "
    "falta que otra persona dé el visto bueno.",
    "validar-y-publicar": "Validó la corrección de {nombre} y propuso publicarla: falta el visto bueno de otra persona.",
    "publicar": "Propuso publicar la corrección de {nombre}, que usted validó: falta el visto bueno de otra persona.",
    "retirar": "Propuso retirar de la vista las respuestas de {nombre}: falta el visto bueno de otra persona.",
    "restablecer": "Propuso volver a mostrar las respuestas de {nombre}: falta el visto bueno de otra persona.",
}


def _numero(texto: str | None) -> int:
    """El envío que se estaba leyendo. Uno ilegible no coincide con ninguno y el acto se rechaza."""
    return int(texto) if texto and texto.isascii() and texto.isdigit() and len(texto) < 6 else 0


def _ejecutar(verbo: str, candidatura: Candidatura, request: HttpRequest) -> object:
    """Lo que devuelve el acto: un visto bueno si quedó sólo propuesto."""
    por = quien(request)
    cuestionario = cuestionario_o_404(candidatura)
    envio = _numero(request.POST.get("envio"))
    se_sabe = request.POST.getlist("se_sabe")  # lo oculto que la página decía que volvería a verse
    verbos: dict[str, Callable[[], object]] = {
        "tomar": lambda: cuestionario_acciones.tomar(cuestionario=cuestionario, por=por),
        "reabrir": lambda: acciones.reabrir(cuestionario=cuestionario, por=por),
        "devolver": lambda: acciones.devolver(cuestionario=cuestionario, envio=envio, por=por),
        "validar": lambda: acciones.validar(cuestionario=cuestionario, envio=envio, por=por),
        "validar-y-publicar": lambda: acciones.validar_y_publicar(
            cuestionario=cuestionario, envio=envio, por=por, se_sabe=se_sabe
        ),
        "publicar": lambda: acciones.publicar_una(cuestionario=cuestionario, por=por, se_sabe=se_sabe),
        "restablecer": lambda: acciones.mostrar(candidatura=candidatura, por=por),
    }
    return verbos[verbo]()


def _actuar(request: HttpRequest, clave: str, verbo: str) -> HttpResponse:
    candidatura = candidatura_o_404(request, clave)
    consulta = request.POST.get("cola", "")
    if request.method != "POST":  # alguien que volvió a entrar y cayó en la dirección del botón
        return redirect(direccion(clave))
    pide_siguiente = "siguiente" in request.POST
    siguiente = siguiente_de(request, candidatura) if pide_siguiente else None
    with dicho_con_palabras(request):
        hecho = _ejecutar(verbo, candidatura, request)
        messages.success(request, _frase(verbo, hecho, candidatura))
        if pide_siguiente:
            return _ir_a_la_siguiente(request, siguiente, consulta)
    return redirect(direccion(clave, consulta))


def _frase(verbo: str, hecho: object, candidatura: Candidatura) -> str:
    """`hecho`: lo que devolvió el acto."""
    nombre = candidatura.persona.nombre_completo
    if isinstance(hecho, VistoBueno):
        return _PROPUESTO[verbo].format(nombre=nombre)
    frase = _HECHO[verbo].format(nombre=nombre)
    return f"{frase} {dicho.cita(candidatura.clave)}" if verbo in _SE_VEN else frase


def _ir_a_la_siguiente(request: HttpRequest, siguiente: str | None, consulta: str) -> HttpResponse:
    """Pasar a la siguiente es tomarla: revisar una candidatura limpia cuesta un solo acto."""
    if siguiente:
        proxima = cuestionario_o_404(candidatura_o_404(request, siguiente))
        # Lo que ya estaba en revisión y nadie revisa sólo pide el turno.
        se_toma = puede("tomar", proxima.estado)
        verbo = cuestionario_acciones.tomar if se_toma else cuestionario_acciones.tomar_turno_de
        with suppress(TransicionInvalida, TurnoAjeno):  # alguien la tomó en este instante: se lee
            verbo(cuestionario=proxima, por=quien(request))
        return redirect(direccion(siguiente, consulta))
    messages.info(request, "Llegó al final de esta cola.")
    return redirect(reverse("validacion:bandeja") + (f"?{consulta}" if consulta else ""))


@requiere(Permiso.VALIDAR)
@require_http_methods(["GET", "HEAD", "POST"])
def empezar(request: HttpRequest) -> HttpResponse:
    """Toma la primera de la cola que nadie más esté revisando."""
    consulta, proceso = request.POST.get("cola", ""), proceso_de(request)
    if request.method != "POST":
        return redirect("validacion:bandeja")
    filtros = FiltrosForm(QueryDict(consulta), proceso=proceso).aplicados
    return _ir_a_la_siguiente(request, cola.primera(filtros, proceso, quien(request).acceso), consulta)


@requiere(Permiso.VALIDAR)
@require_http_methods(["GET", "HEAD", "POST"])
def revisar(request: HttpRequest, clave: str, verbo: str) -> HttpResponse:
    """Tomar, devolver, validar y reabrir."""
    return _actuar(request, clave, verbo)


@requiere(Permiso.PUBLICAR)
@require_http_methods(["GET", "HEAD", "POST"])
def publicar(request: HttpRequest, clave: str, verbo: str) -> HttpResponse:
    """Validar y publicar, publicar y restablecer."""
    return _actuar(request, clave, verbo)


@requiere(Permiso.PUBLICAR)
@require_http_methods(["GET", "HEAD", "POST"])
def retirar(request: HttpRequest, clave: str) -> HttpResponse:
    """Ocultar lo publicado: una página propia, con su motivo, porque se ve de inmediato."""
    candidatura = candidatura_o_404(request, clave)
    form = RetiroForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with dicho_en(form):
            visto = acciones.retirar(
                candidatura=candidatura, motivo=form.cleaned_data["texto"], por=quien(request)
            )
            messages.success(request, _frase("retirar", visto, candidatura))
            return redirect(direccion(clave))
    publicada = Ficha.objects.filter(pk=clave, estado=Ficha.Estado.PUBLICADA).exists()
    if not publicada and not form.is_bound:
        messages.error(request, "Sus respuestas no están publicadas: no hay nada que retirar.")
        return redirect(direccion(clave))
    contexto = {
        "candidatura": candidatura,
        "form": form,
        "se_propone": cuatro_ojos.rigen(candidatura.proceso),
        "migas": [
            ("Bandeja", reverse("validacion:bandeja")),
            (candidatura.persona.nombre_completo, direccion(clave)),
        ],
    }
    return render(request, "validacion/retirar.html", contexto, status=422 if form.is_bound else 200)
