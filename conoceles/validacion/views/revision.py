"""La revisión de una candidatura: qué envió, qué cambió, qué se observó y qué puede hacerse ahora."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.core.files.storage import storages
from django.db.models import Min
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from conoceles.acuses.lectura import reconocidos_a_tiempo
from conoceles.calendario.models import Proceso
from conoceles.calendario.plazos import vence
from conoceles.comun.legibles import legibles
from conoceles.cuentas.models import Usuario
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.cuestionarios import acciones as cuestionario_acciones
from conoceles.cuestionarios.acciones import RondasAgotadas, TurnoAjeno, rondas_por_usar
from conoceles.cuestionarios.estados import Estado, TransicionInvalida
from conoceles.cuestionarios.models import Cuestionario, Observacion
from conoceles.publicacion import cuatro_ojos, dicho
from conoceles.publicacion.acciones import por_que_no_vuelve
from conoceles.publicacion.models import Ficha, VistoBueno
from conoceles.publicacion.pausas import pausadas
from conoceles.publicacion.situacion import POR_PUBLICAR
from conoceles.registro.cartas import ultimo_minuto
from conoceles.registro.models import Candidatura
from conoceles.validacion import acciones, botones, cola, expediente, hechos, historia
from conoceles.validacion.filtros import FiltrosForm
from conoceles.validacion.forms import ObservacionForm

from .comunes import (
    VARIANTES,
    apartado_de,
    candidatura_o_404,
    cuestionario_de,
    cuestionario_o_404,
    dicho_con_palabras,
    lo_publicado,
    proceso_de,
    que_volveria,
)

# Lo que sólo puede hacer quien tiene el turno, o cualquiera si está libre.
CON_TURNO = {"observar", "devolver", "validar", "validar-y-publicar"}
_PUBLICAN = {"publicar", "validar-y-publicar"}


@requiere(Permiso.VER_REGISTRO)
@require_safe
@never_cache
def revision(request: HttpRequest, clave: str) -> HttpResponse:
    """Quien valida lee lo enviado; los demás, sólo en qué va y su historia (dominio A.8)."""
    return _pantalla(request, candidatura_o_404(request, clave))


@requiere(Permiso.VALIDAR)
@require_http_methods(["GET", "HEAD", "POST"])
def observar(request: HttpRequest, clave: str) -> HttpResponse:
    """Anota una observación. Si algo falla, lo escrito vuelve a la pantalla con su razón."""
    if request.method != "POST":  # alguien que volvió a entrar y cayó en la dirección del botón
        return redirect(direccion(clave))
    candidatura = candidatura_o_404(request, clave)
    cuestionario = cuestionario_o_404(candidatura)
    seccion = request.POST.get("seccion", "")
    conocidas = {s.clave for s in cuestionario.definicion}
    if seccion in conocidas:
        form = ObservacionForm(request.POST, definicion=cuestionario.definicion, seccion=seccion)
    else:
        form = ObservacionForm.suelta(request.POST, definicion=cuestionario.definicion)
    if not form.is_valid():
        return _pantalla(request, candidatura, form=form)
    try:
        _tomar_turno_si_se_pidio(request, cuestionario)
        escrito = form.cleaned_data
        acciones.observar(
            cuestionario=cuestionario,
            seccion=escrito["seccion"],
            supuestos=escrito["supuesto"],
            texto=escrito["texto"],
            por=quien(request),
        )
    except (TransicionInvalida, RondasAgotadas, TurnoAjeno) as error:
        form = ObservacionForm.suelta(request.POST, definicion=cuestionario.definicion)
        form.add_error(None, f"{error} Su observación no se guardó; abajo está lo que escribió.")
        return _pantalla(request, candidatura, form=form)
    messages.success(
        request, "Observación anotada. La persona no la verá hasta que devuelva el cuestionario."
    )
    return redirect(direccion(clave, request.POST.get("cola", ""), ancla=f"apartado-{seccion}"))


def _tomar_turno_si_se_pidio(request: HttpRequest, cuestionario: Cuestionario) -> None:
    """Con turno ajeno lo escrito vuelve a la pantalla con dos botones: éste lo manda quitándole el turno."""
    if de := request.POST.get("de"):
        cuestionario_acciones.arrebatar(cuestionario=cuestionario, de=de, por=quien(request))


@requiere(Permiso.VALIDAR)
@require_POST
def quitar(request: HttpRequest, clave: str, pk: int) -> HttpResponse:
    """Quita una observación en borrador; repetirlo no es un error."""
    candidatura = candidatura_o_404(request, clave)
    de_ella = Observacion.objects.select_related("cuestionario__candidatura")
    observacion = de_ella.filter(pk=pk, cuestionario__candidatura=candidatura).first()
    if observacion is None:
        messages.info(request, "Esa observación ya no estaba.")
    elif observacion.emitida_en:
        messages.error(request, "Esa observación ya se envió a la persona: no puede quitarse.")
    else:
        with dicho_con_palabras(request):
            acciones.quitar_observacion(observacion=observacion, por=quien(request))
            messages.success(request, "Observación quitada.")
    ancla = f"apartado-{observacion.seccion}" if observacion else ""
    return redirect(direccion(clave, request.POST.get("cola", ""), ancla=ancla))


@requiere(Permiso.VALIDAR)
@require_safe
@never_cache
def foto(request: HttpRequest, clave: str, huella: str) -> HttpResponseBase:
    """La fotografía enviada, antes de ser pública: ninguna caché la guarda."""
    cuestionario = cuestionario_o_404(candidatura_o_404(request, clave))
    ruta = f"retratos/{huella}/640.jpg"
    privado = storages["privado"]
    if huella not in expediente.fotos_enviadas(cuestionario) or not privado.exists(ruta):
        raise Http404("Esa fotografía no es de un envío de esta candidatura.")
    return FileResponse(privado.open(ruta), content_type="image/jpeg")


def direccion(clave: str, consulta: str = "", *, ancla: str = "") -> str:
    """La revisión de una candidatura, recordando de qué cola se venía."""
    url = reverse("validacion:revision", args=[clave])
    url += f"?{urlencode({'cola': consulta})}" if consulta else ""
    return f"{url}#{ancla}" if ancla else url


def _pantalla(
    request: HttpRequest, candidatura: Candidatura, *, form: ObservacionForm | None = None
) -> HttpResponse:
    cuestionario = cuestionario_de(candidatura)
    ficha = next(iter(legibles(Ficha.objects.filter(pk=candidatura.clave))), None)
    usuario = quien(request)
    esperan = legibles(VistoBueno.objects.filter(clave=candidatura.clave, resuelto_en=None))
    clases = frozenset(visto.clase for visto in esperan)
    actos = botones.actos_posibles(candidatura, cuestionario, ficha, usuario, clases)
    contexto: dict[str, Any] = {
        "candidatura": candidatura,
        "cuestionario": cuestionario,
        "situacion": _situacion(candidatura, cuestionario, ficha),
        "actos": actos,
        "se_proponen": botones.se_proponen(actos, cuestionario, ficha, usuario) if cuestionario else set(),
        "vistos": [(visto, apartado_de(visto, cuestionario)) for visto in esperan],
        "rechazo": _por_que_se_rechazo(cuestionario) if usuario.puede(Permiso.VALIDAR) else "",
        "puede_programar": usuario.puede(Permiso.PUBLICAR),
        "volveria": que_volveria(cuestionario, ficha) if cuestionario and actos & _PUBLICAN else [],
        "puede_dar_visto": usuario.puede(Permiso.DAR_VISTO_BUENO),
        "puede_mover": usuario.puede(Permiso.MOVER_REGISTRO),
        "puede_dar_plazo": usuario.puede(Permiso.REQUERIR) and candidatura.hasta is None,
        "historia": historia.de_candidatura(candidatura.clave, por=usuario),
        "puede_ver_mensajes": usuario.puede(Permiso.VER_MENSAJES),
        "puede_hacer_constar": usuario.puede(Permiso.EXPEDIR_CONSTANCIAS),
        "cola": request.POST.get("cola", request.GET.get("cola", "")),
        "form": form,
    }
    if cuestionario and ficha:
        contexto |= _lo_que_no_se_muestra(cuestionario, ficha, usuario, clases)
    contexto["url_cola"] = reverse("validacion:bandeja") + (
        f"?{contexto['cola']}" if contexto["cola"] else ""
    )
    contexto["migas"] = [("Bandeja", contexto["url_cola"])]
    if cuestionario and usuario.puede(Permiso.VALIDAR):
        contexto |= _turno(cuestionario, usuario, actos) | _lugar(request, candidatura, contexto["cola"])
        contexto |= _de_quien_valida(cuestionario, actos, form)
    return render(request, "validacion/revision.html", contexto, status=422 if form else 200)


def _por_que_se_rechazo(cuestionario: Cuestionario | None) -> str:
    rechazo = cuatro_ojos.rechazo_de(cuestionario) if cuestionario else None
    if rechazo is None:
        return ""
    return (
        f"{rechazo.resuelto_por}: «{rechazo.nota}». No se publica hasta que se reabra y se revise otra vez."
    )


def _lo_que_no_se_muestra(
    cuestionario: Cuestionario, ficha: Ficha, usuario: Usuario, esperan: frozenset[str]
) -> dict[str, Any]:
    """Los apartados ocultos, cada uno con por qué no puede volver todavía, y si quien mira puede pedirlo."""
    candidatura = cuestionario.candidatura
    puede = usuario.puede(Permiso.PUBLICAR) and candidatura.hasta is None
    return {
        "pausas": [(p, por_que_no_vuelve(cuestionario, ficha, p.clave)) for p in pausadas(ficha)],
        "puede_reanudar": puede and VistoBueno.Clase.MOSTRAR not in esperan,
        "piden_dos": cuatro_ojos.rigen(candidatura.proceso),
    }


def _turno(cuestionario: Cuestionario, usuario: Usuario, actos: set[str]) -> dict[str, Any]:
    """El que corre; si es de quien abre la revisión, abrirla lo alarga. Con uno ajeno se lee y no se decide."""
    turno = cuestionario_acciones.turno_de(cuestionario)
    es_propio = turno is not None and turno.por == usuario.acceso
    if es_propio:
        turno = cuestionario_acciones.renovar(cuestionario=cuestionario, por=usuario)
    elif turno:
        actos -= CON_TURNO
    return {"turno": turno, "turno_es_propio": es_propio}


def _situacion(
    candidatura: Candidatura, cuestionario: Cuestionario | None, ficha: Ficha | None
) -> dict[str, Any]:
    """Las etiquetas del encabezado y los plazos que corren, ya escritos."""
    proceso = candidatura.proceso
    estado = Estado(cuestionario.estado) if cuestionario else Estado.EN_CAPTURA
    limite = _limite(cuestionario, proceso) if cuestionario else None
    publica = dicho.de(ficha, timezone.now()) if ficha else None
    return {
        "texto": estado.label,
        "variante": VARIANTES[estado],
        "publicacion": lo_publicado(publica),
        "por_mostrarse": publica is not None and publica.clave == POR_PUBLICAR,
        "ficha": ficha,
        "captura_hasta": ultimo_minuto(candidatura.plazo_de_captura),
        # Corregir después no borra que lo primero llegó tarde.
        "llego_tarde": cuestionario is not None
        and cuestionario.envios.filter(fuera_de_plazo=True)
        .exclude(folio__in=reconocidos_a_tiempo([candidatura.clave]))
        .exists(),
        "visible_desde": publica.hasta if publica and publica.clave == POR_PUBLICAR else None,
        "limite": ultimo_minuto(limite) if limite else "",
        "vencido": bool(limite and limite <= timezone.now()),
        "corrige": estado in (Estado.OBSERVADO, Estado.EN_CORRECCION),
    }


def _limite(cuestionario: Cuestionario, proceso: Proceso) -> datetime | None:
    """Hasta cuándo hay para corregir o para revisar; `None` si nadie espera."""
    if cuestionario.estado == Estado.OBSERVADO:
        return cuestionario.observaciones.filter(atendida_en=None).aggregate(m=Min("vence_en"))["m"]
    if cuestionario.estado == Estado.EN_CORRECCION:
        solicitud = cuestionario.correccion_en_curso
        return solicitud.vence_en if solicitud else None
    if cuestionario.enviado_en is None or cuestionario.estado == Estado.VALIDADO:
        return None
    return vence(cuestionario.enviado_en, proceso.parametros.dias_validacion, proceso.zona)


def _de_quien_valida(
    cuestionario: Cuestionario, actos: set[str], form: ObservacionForm | None
) -> dict[str, Any]:
    armado = expediente.armar(cuestionario)
    cuantas = armado.borradores if armado else 0
    proceso = cuestionario.candidatura.proceso
    suelto = form
    if armado:
        hechos.anotar(armado, cuestionario.candidatura)
    for apartado in armado.apartados if armado and "observar" in actos else []:
        clave = apartado.seccion.clave
        if form is not None and form.auto_id == f"observar_{clave}_%s":
            apartado.formulario, suelto = form, None
        else:
            apartado.formulario = ObservacionForm(definicion=cuestionario.definicion, seccion=clave)
    return {
        "solicitud": cuestionario.solicitudes.filter(resuelta_en=None).first(),
        "sin_rondas": cuestionario.estado == Estado.EN_VALIDACION and rondas_por_usar(cuestionario) == 0,
        "expediente": armado,
        "formulario_suelto": suelto,
        "cuantas": "1 observación" if cuantas == 1 else f"{cuantas} observaciones",
        "vence_si_devuelve": ultimo_minuto(
            vence(timezone.now(), proceso.parametros.dias_correccion, proceso.zona)
        ),
    }


def _lugar(request: HttpRequest, candidatura: Candidatura, consulta: str) -> dict[str, Any]:
    """Dónde va en la cola de la que se viene, y las de junto."""
    proceso = proceso_de(request)
    filtros = FiltrosForm(QueryDict(consulta), proceso=proceso).aplicados
    lugar = cola.lugar(candidatura, filtros, proceso, quien(request).acceso)
    return {
        "lugar": lugar,
        "url_anterior": lugar.anterior and direccion(lugar.anterior, consulta),
        "url_siguiente": lugar.siguiente and direccion(lugar.siguiente, consulta),
    }


def siguiente_de(request: HttpRequest, candidatura: Candidatura) -> str | None:
    """La que sigue en la cola de la que se viene; `None` si no queda ninguna."""
    proceso = proceso_de(request)
    filtros = FiltrosForm(QueryDict(request.POST.get("cola", "")), proceso=proceso).aplicados
    return cola.siguiente(candidatura, filtros, proceso, quien(request).acceso)
