"""Revisar, ver cómo quedará y enviar."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from conoceles.captura import panorama
from conoceles.captura.acciones import FaltaConfirmar
from conoceles.captura.acciones import enviar as enviar_con_acuse
from conoceles.captura.expediente import Expediente, con_mi_expediente, leer
from conoceles.captura.lectura import avisos_de_texto, filas
from conoceles.comun import horas
from conoceles.comun.llegada import recibido_en
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.cuestionarios import acciones
from conoceles.cuestionarios.acciones import CuestionarioIncompleto, FueraDePlazo, SinCambios
from conoceles.cuestionarios.definiciones import Clase
from conoceles.cuestionarios.estados import TransicionInvalida, puede
from conoceles.cuestionarios.integridad import esta_vacia
from conoceles.cuestionarios.models import Envio
from conoceles.privacidad.visibilidad import publicables
from conoceles.publicacion import constructor
from conoceles.publicacion.ficha import armar
from conoceles.publicacion.models import Ficha
from conoceles.publicacion.situacion import PUBLICADA, Situacion
from conoceles.registro.llegadas import llego_a_tiempo

from .comun import pintar


@requiere(Permiso.CAPTURAR)
@require_safe
@con_mi_expediente
def revisar(request: HttpRequest, expediente: Expediente) -> HttpResponse:
    return _revision(request, expediente)


def _revision(
    request: HttpRequest, expediente: Expediente, *, status: int = 200, **contexto: Any
) -> HttpResponse:
    """Todas las respuestas, lo que falta y, si la tabla lo permite, el botón de enviar."""
    limite = expediente.candidatura.plazo_de_captura
    parametros = expediente.candidatura.proceso.parametros
    estado = expediente.cuestionario.estado
    es_correccion = puede("corregir", estado)
    return pintar(
        request,
        "captura/revisar.html",
        expediente,
        status=status,
        secciones=[_seccion_por_revisar(expediente, seccion) for seccion in expediente.definicion],
        pendientes=_pendientes(expediente),
        avisos_de_texto=avisos_de_texto(expediente, expediente.respuestas, expediente.editables),
        puede_enviar=es_correccion or puede("enviar", estado),
        es_correccion=es_correccion,
        sin_cambios=expediente.sin_cambios,
        sin_corregir=panorama.titulos_sin_cambios(expediente),
        es_tardio=not es_correccion and not llego_a_tiempo(expediente.candidatura, timezone.now()),
        aviso_tardio=(
            f"El plazo terminó el {horas.plazo(limite)}. "
            + (
                "Puede enviar; el acuse dirá que llegó fuera de plazo."
                if parametros.acepta_extemporaneas
                else "Este proceso ya no acepta envíos. Lo que guardó sigue aquí."
            )
        ),
        **{"intento": False, "falta_confirmar": False, "errores": [], **contexto},
    )


def _seccion_por_revisar(expediente: Expediente, seccion: Any) -> dict[str, Any]:
    return {
        "titulo": seccion.titulo,
        "clave": seccion.clave,
        "url": panorama.url_de_seccion(expediente, seccion.clave),
        "es_editable": seccion.clave in expediente.editables,
        "filas": filas(expediente, seccion),
        "observaciones": expediente.observado_en(seccion.clave),
        "plazo": panorama.plazo_de_seccion(expediente, seccion.clave, timezone.now()),
        "con_foto": seccion.clave == "foto" and bool(expediente.respuestas.get("foto")),
    }


def _pendientes(expediente: Expediente) -> list[tuple[str, str]]:
    """Pares (qué falta, a dónde ir)."""
    return [
        (falta.mensaje, f"{panorama.url_de_seccion(expediente, falta.seccion)}#id_{falta.pregunta}")
        for falta in expediente.faltas
    ]


@requiere(Permiso.CAPTURAR)
@require_http_methods(["GET", "HEAD", "POST"])
@con_mi_expediente
def enviar(request: HttpRequest, expediente: Expediente) -> HttpResponse:
    """Envía una sola vez: `envios` dice cuántos había al abrir la página, y repetir lleva al mismo acuse."""
    llegada = recibido_en(request)
    clave = expediente.candidatura.clave
    if request.method != "POST":  # quien vuelve tras entrar de nuevo llega por GET
        return redirect("captura:revisar", clave)
    ya_enviado = _envio_que_siguio(expediente, request.POST.get("envios", ""))
    if ya_enviado:
        return redirect("captura:acuse", clave, ya_enviado.folio)
    try:
        envio = enviar_con_acuse(
            cuestionario=acciones.abrir(candidatura=expediente.candidatura),
            por=quien(request),
            recibido_en=llegada,
            deja_igual=request.POST.get("sin_cambios", "").split(),
        )
    except (CuestionarioIncompleto, FaltaConfirmar) as error:
        return _revision(
            request,
            leer(expediente.candidatura),
            status=422,
            intento=True,
            falta_confirmar=isinstance(error, FaltaConfirmar),
            errores=[("", "")],
        )
    except SinCambios:
        messages.error(request, "No se envió: no ha cambiado nada. Corrija algo o deje la corrección.")
        return redirect("captura:una", clave)
    except FueraDePlazo:
        messages.error(request, "El plazo para enviar terminó. Su información sigue guardada.")
        return redirect("captura:una", clave)
    except TransicionInvalida:
        messages.error(request, "No se envió: el Instituto ya está revisando lo que usted mandó antes.")
        return redirect("captura:una", clave)
    return redirect("captura:acuse", clave, envio.folio)


def _envio_que_siguio(expediente: Expediente, previos: str) -> Envio | None:
    """El envío hecho desde que se abrió la página, si lo hubo."""
    if not previos.isdecimal() or len(previos) > 4 or int(previos) >= len(expediente.envios):
        return None
    return expediente.envios[int(previos)]


@requiere(Permiso.CAPTURAR)
@require_safe
@cache_control(private=True, no_store=True)
@con_mi_expediente
def vista_previa(request: HttpRequest, expediente: Expediente) -> HttpResponse:
    """La ficha pública dibujada con lo que hay guardado ahora, por el mismo camino que la publica."""
    candidatura = expediente.candidatura
    fingida = Ficha(clave=candidatura.clave, estado=Ficha.Estado.PUBLICADA, publicada_en=datetime.now(UTC))
    documento = constructor.documento(candidatura, expediente.cuestionario, expediente.respuestas, fingida)
    situacion = Situacion(PUBLICADA, "Vista previa: no publicado", variante="atencion")
    ficha = armar(
        documento,
        situacion,
        url_foto=lambda _huella, nombre: reverse("captura:retrato", args=[candidatura.clave, nombre]),
        con_entidad=candidatura.proceso.demarcaciones.son_de_varias_entidades(),
        acciones={accion["clave"]: accion["nombre"] for accion in candidatura.proceso.acciones_afirmativas},
    )
    return pintar(request, "captura/vista_previa.html", expediente, ficha=ficha, ocultas=_ocultas(expediente))


def _ocultas(expediente: Expediente) -> list[tuple[str, str]]:
    """Lo contestado que no se publica, con su razón."""
    visibles = publicables(expediente.definicion, expediente.respuestas)
    razones = {Clase.RESERVADA: "Es sólo para que el Instituto se comunique con usted."}
    return [
        (pregunta.etiqueta, razones.get(pregunta.clase, "No corresponde a lo que contestó en otra pregunta."))
        for pregunta in expediente.definicion.preguntas
        if pregunta.clave not in visibles and not esta_vacia(expediente.respuestas.get(pregunta.clave))
    ]
