"""La fotografía: se sube, se encuadra, se vuelve a dibujar y se enseña sólo a su dueña o dueño."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from conoceles.captura import panorama
from conoceles.captura.encuadre import EncuadreForm
from conoceles.captura.expediente import Expediente, con_mi_expediente, leer
from conoceles.comun import fotos, horas
from conoceles.comun.encuadres import CENTRADO, Encuadre
from conoceles.comun.fotos import FotoInvalida
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.cuestionarios import acciones
from conoceles.cuestionarios.acciones import SeccionCambiada, SeccionCerrada, SinOriginal
from conoceles.cuestionarios.models import Retrato

from .comun import pintar

TIPOS = {".webp": "image/webp", ".jpg": "image/jpeg"}
TAMANOS = {f"{ancho}{tipo}" for ancho in (640, 320, 72) for tipo in TIPOS}

# Dominio A.7: las siete prohibiciones de la fotografía.
PROHIBICIONES = (
    "Logotipos de partidos o coaliciones.",
    "Imágenes tomadas de una credencial, un título u otro documento.",
    "Lemas de campaña.",
    "Otras candidaturas o figuras políticas.",
    "Imágenes religiosas.",
    "Expresiones que ofendan o discriminen.",
    "Lenguaje sexista.",
)
# Los botones del encuadre: grupo → (rótulo, paso, icono). La foto se mueve hacia donde dice el botón.
MANDOS = (
    ("Girar", (
        ("Girar a la izquierda", "giro:-90", "girar-izquierda"),
        ("Girar a la derecha", "giro:90", "girar-derecha"),
    )),
    ("Acercar", (
        ("Alejar", "acercamiento:-10", "menos"),
        ("Acercar", "acercamiento:10", "mas"),
    )),
    ("Mover", (
        ("Mover la foto a la izquierda", "horizontal:5", "izquierda"),
        ("Mover la foto a la derecha", "horizontal:-5", "derecha"),
        ("Mover la foto hacia arriba", "vertical:5", "arriba"),
        ("Mover la foto hacia abajo", "vertical:-5", "abajo"),
    )),
)  # fmt: skip
_CAMBIO = (
    "Su fotografía cambió en otra ventana y ésta no la tocó. Abajo está la que quedó guardada: si quiere "
    "otra, encuádrela o súbala de nuevo."
)
_SIN_ORIGINAL = (
    "La foto que subió ya no se conserva y no puede encuadrarse otra vez. Súbala de nuevo para cambiarla; "
    "mientras tanto queda como está."
)


@requiere(Permiso.CAPTURAR)
@require_http_methods(["GET", "HEAD", "POST"])
@con_mi_expediente
def foto(request: HttpRequest, expediente: Expediente) -> HttpResponse:
    if request.method != "POST":
        return _pagina(request, expediente)
    try:
        return _recibir(request, expediente)
    except FotoInvalida as error:
        return _pagina(request, expediente, status=422, error=error.mensaje)
    except SeccionCerrada as error:
        return _pagina(request, expediente, status=409, error=str(error))
    except SinOriginal:
        return _pagina(request, expediente, status=409, error=_SIN_ORIGINAL)
    except SeccionCambiada:
        return _pagina(request, leer(expediente.candidatura), status=409, error=_CAMBIO)


def _recibir(request: HttpRequest, expediente: Expediente) -> HttpResponse:
    if "giro" in request.POST:
        return _encuadrar(request, expediente)
    if "quitar" in request.POST:
        acciones.quitar_foto(
            cuestionario=acciones.abrir(candidatura=expediente.candidatura),
            por=quien(request),
            sesion=request.session.session_key or "",
            revision=_revision(request),
        )
        return _guardada(request, expediente, "quitamos su fotografía")
    limites = _limites(expediente)
    contenido = _leer(request.FILES.get("foto"), limites.bytes)
    _guardar(request, expediente, fotos.procesar(contenido, limites=limites), original=contenido)
    return _guardada(request, expediente, "así se verá su fotografía")


def _encuadrar(request: HttpRequest, expediente: Expediente) -> HttpResponse:
    """Vuelve a dibujar la foto desde su original; si el encuadre es el que estaba, sólo sigue adelante."""
    actual = _con_original(expediente)
    if actual is None:
        raise SinOriginal
    form = EncuadreForm(actual, request.POST)
    if not form.is_valid():
        return _pagina(request, expediente, status=422, encuadre=form)
    if form.pedido != form.guardado:
        contenido = acciones.leer_original(actual)
        retrato = fotos.procesar(contenido, encuadre=form.pedido, limites=_limites(expediente))
        _guardar(request, expediente, retrato, encuadre=form.pedido)
    return _guardada(request, expediente, "así se verá su fotografía")


def _guardar(
    request: HttpRequest,
    expediente: Expediente,
    retrato: fotos.Retrato,
    *,
    encuadre: Encuadre = CENTRADO,
    original: bytes = b"",
) -> None:
    acciones.guardar_foto(
        cuestionario=acciones.abrir(candidatura=expediente.candidatura),
        retrato=retrato,
        por=quien(request),
        sesion=request.session.session_key or "",
        revision=_revision(request),
        original=original,
        encuadre=encuadre,
    )


def _revision(request: HttpRequest) -> int | None:
    """La que se leyó al abrir la página; sin ella no se compara."""
    leida = request.POST.get("revision", "")
    return int(leida) if leida.isdecimal() and len(leida) < 9 else None


def _guardada(request: HttpRequest, expediente: Expediente, dicho: str) -> HttpResponse:
    candidatura = expediente.candidatura
    avance = acciones.abrir(candidatura=candidatura).avances.get(seccion="foto")
    hora = f"{horas.hora_exacta(avance.guardada_en)} ({candidatura.proceso.zona_visible})"
    messages.success(request, f"Guardado {hora}: {dicho}")
    if "continuar" in request.POST:
        return redirect(panorama.siguiente(expediente, "foto"))
    if "volver" in request.POST:
        return redirect("captura:una", candidatura.clave)
    # Con un botón del encuadre la pantalla no debe saltar al principio.
    donde = "#encuadre" if "paso" in request.POST else ""
    return redirect(reverse("captura:foto", args=[candidatura.clave]) + donde)


def _limites(expediente: Expediente) -> fotos.Limites:
    return replace(fotos.LIMITES, bytes=expediente.candidatura.proceso.parametros.foto_max_mb * 1_000_000)


def _leer(archivo: UploadedFile | None, maximo: int) -> bytes:
    """Los bytes, si caben: un archivo enorme no llega a la memoria."""
    if archivo is None:
        raise FotoInvalida(
            "No llegó ninguna fotografía. Elija el archivo y vuelva a subirlo; si ya lo había elegido, "
            "quizá se cortó la conexión."
        )
    if archivo.size and archivo.size > maximo:
        raise fotos.demasiado_pesada(archivo.size, maximo)
    return archivo.read()


def _con_original(expediente: Expediente) -> Retrato | None:
    """El retrato en uso, si todavía puede encuadrarse."""
    huella = expediente.respuestas.get("foto")
    propios = expediente.candidatura.retratos.exclude(original="")
    return propios.filter(huella=huella).first() if huella else None


def _pagina(
    request: HttpRequest,
    expediente: Expediente,
    *,
    status: int = 200,
    error: str = "",
    encuadre: EncuadreForm | None = None,
) -> HttpResponse:
    avance = expediente.avances.get("foto")
    es_editable = "foto" in expediente.editables
    actual = _con_original(expediente) if es_editable else None
    contexto: dict[str, Any] = {
        "seccion": expediente.definicion.seccion("foto"),
        "tiene_foto": bool(expediente.respuestas.get("foto")),
        "es_editable": es_editable,
        "encuadre": encuadre or (EncuadreForm(actual) if actual else None),
        "mandos": MANDOS,
        "observaciones": expediente.observado_en("foto"),
        "plazo": panorama.plazo_de_seccion(expediente, "foto", timezone.now()),
        "prohibiciones": PROHIBICIONES,
        "megas": expediente.candidatura.proceso.parametros.foto_max_mb,
        "error": error,
        "errores": [(error, "id_foto")] if error else [],
        "revision": avance.revision if avance else 0,
        "guardada": horas.hora_exacta(avance.guardada_en) if avance else "",
        "siguiente": panorama.siguiente(expediente, "foto"),
    }
    return pintar(request, "captura/foto.html", expediente, status=status, **contexto)


@requiere(Permiso.CAPTURAR)
@require_safe
@cache_control(private=True, no_store=True)
@con_mi_expediente
def retrato(request: HttpRequest, expediente: Expediente, tamano: str) -> HttpResponseBase:
    """Un tamaño de la fotografía guardada, del almacén privado."""
    huella = expediente.respuestas.get("foto")
    if not huella or tamano not in TAMANOS:
        raise Http404
    try:
        archivo = storages["privado"].open(f"retratos/{huella}/{tamano}")
    except FileNotFoundError:
        raise Http404 from None
    return FileResponse(archivo, content_type=TIPOS[tamano[tamano.index(".") :]])


@requiere(Permiso.CAPTURAR)
@require_safe
@cache_control(private=True, no_store=True)
@con_mi_expediente
def original(request: HttpRequest, expediente: Expediente) -> HttpResponse:
    """La foto entera que se subió, vuelta a dibujar: ni aquí salen sus metadatos."""
    actual = _con_original(expediente)
    if actual is None:
        raise Http404
    try:
        vista = fotos.vista(acciones.leer_original(actual), limites=_limites(expediente))
    except (SinOriginal, FotoInvalida):
        raise Http404 from None
    return HttpResponse(vista, content_type="image/jpeg")
