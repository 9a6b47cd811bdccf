"""La fotografía: se sube, se vuelve a dibujar y se enseña sólo a su dueña o dueño."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from conoceles.captura import panorama
from conoceles.captura.expediente import Expediente, con_mi_expediente
from conoceles.comun import fotos, horas
from conoceles.comun.fotos import FotoInvalida
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.cuestionarios import acciones
from conoceles.cuestionarios.acciones import SeccionCerrada
from conoceles.cuestionarios.models import Avance

from .comun import pintar

TAMANOS = {
    "640.webp": "image/webp",
    "640.jpg": "image/jpeg",
    "320.webp": "image/webp",
    "320.jpg": "image/jpeg",
}

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


@requiere(Permiso.CAPTURAR)
@require_http_methods(["GET", "HEAD", "POST"])
@con_mi_expediente
def foto(request: HttpRequest, expediente: Expediente) -> HttpResponse:
    if request.method != "POST":
        return _pagina(request, expediente)
    try:
        avance = _quitar(request, expediente) if "quitar" in request.POST else _subir(request, expediente)
    except FotoInvalida as error:
        return _pagina(request, expediente, status=422, error=error.mensaje)
    except SeccionCerrada as error:
        return _pagina(request, expediente, status=409, error=str(error))
    messages.success(
        request,
        f"Guardado {horas.hora_exacta(avance.guardada_en)} ({expediente.candidatura.proceso.zona_visible}): "
        + ("quitamos su fotografía" if "quitar" in request.POST else "así se verá su fotografía"),
    )
    return redirect("captura:foto", expediente.candidatura.clave)


def _subir(request: HttpRequest, expediente: Expediente) -> Avance:
    megas = expediente.candidatura.proceso.parametros.foto_max_mb
    contenido = _leer(request.FILES.get("foto"), megas)
    limites = replace(fotos.LIMITES, bytes=megas * 1_000_000)
    retrato = fotos.procesar(contenido, limites=limites)
    cuestionario = acciones.abrir(candidatura=expediente.candidatura)
    acciones.guardar_foto(
        cuestionario=cuestionario,
        retrato=retrato,
        por=quien(request),
        sesion=request.session.session_key or "",
    )
    return cuestionario.avances.get(seccion="foto")


def _leer(archivo: UploadedFile | None, megas: int) -> bytes:
    """Los bytes, si caben: un archivo enorme no llega a la memoria."""
    if archivo is None:
        raise FotoInvalida(
            "No llegó ninguna fotografía. Elija el archivo y vuelva a subirlo; si ya lo había elegido, "
            "quizá se cortó la conexión."
        )
    if archivo.size and archivo.size > megas * 1_000_000:
        raise FotoInvalida(
            f"La foto pesa {archivo.size / 1_000_000:.1f} MB y el máximo es {megas} MB. "
            "Expórtela como JPEG con menos calidad."
        )
    return archivo.read()


def _quitar(request: HttpRequest, expediente: Expediente) -> Avance:
    return acciones.guardar_seccion(
        cuestionario=acciones.abrir(candidatura=expediente.candidatura),
        seccion="foto",
        valores={"foto": ""},
        por=quien(request),
        sesion=request.session.session_key or "",
    )


def _pagina(
    request: HttpRequest, expediente: Expediente, *, status: int = 200, error: str = ""
) -> HttpResponse:
    avance = expediente.avances.get("foto")
    return pintar(
        request,
        "captura/foto.html",
        expediente,
        status=status,
        seccion=expediente.definicion.seccion("foto"),
        tiene_foto=bool(expediente.respuestas.get("foto")),
        es_editable="foto" in expediente.editables,
        observaciones=expediente.observaciones_de("foto"),
        plazo=panorama.plazo_de_seccion(expediente, "foto", timezone.now()),
        prohibiciones=PROHIBICIONES,
        megas=expediente.candidatura.proceso.parametros.foto_max_mb,
        error=error,
        errores=[(error, "id_foto")] if error else [],
        guardada=horas.hora_exacta(avance.guardada_en) if avance else "",
        siguiente=panorama.siguiente(expediente, "foto"),
    )


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
    return FileResponse(archivo, content_type=TAMANOS[tamano])
