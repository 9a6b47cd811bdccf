"""El formato de consentimiento expreso: descargarlo con sus datos, subirlo firmado y ver en qué va."""

from __future__ import annotations

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from conoceles.captura.expediente import mi_candidatura, terminada
from conoceles.captura.formatos import mi_formato, para_imprimir
from conoceles.captura.identidad import MiIdentidad, con_mi_identidad
from conoceles.comun import horas
from conoceles.comun.escaneos import EscaneoInvalido
from conoceles.comun.limites import DemasiadosIntentos, Limite, ocupar
from conoceles.comun.subidas import ACEPTA, AYUDA, entregar, leer_escaneo
from conoceles.cuentas.permisos import Permiso, requiere
from conoceles.cuentas.sesiones import quien
from conoceles.llaves.acciones import NoSeDescifra
from conoceles.privacidad import formatos
from conoceles.privacidad.models import Formato
from conoceles.publicacion import identidad

from .comun import pintar_de

# Son diez megas cada una y bastan una o dos: más seguidas sólo llenan el disco.
SUBIDAS = Limite("formato-cuenta", 10, 60 * 60)


@requiere(Permiso.CAPTURAR)
@require_http_methods(["GET", "HEAD", "POST"])
@con_mi_identidad
def formato(request: HttpRequest, mia: MiIdentidad) -> HttpResponse:
    if mia.candidatura.hasta is not None:  # ya nada se publica: no hay para qué firmarlo
        return terminada(request, mia.candidatura)
    if request.method != "POST":
        return _pagina(request, mia)
    try:
        ocupar(SUBIDAS, quien(request).acceso)
        recibido = identidad.recibir_formato(
            candidatura=mia.candidatura,
            contenido=leer_escaneo(request.FILES.get("formato")),
            via=Formato.Via.PERSONA,
            por=quien(request),
        )
    except (EscaneoInvalido, DemasiadosIntentos) as error:
        return _pagina(request, mia, status=422, error=str(error))
    zona = mia.candidatura.proceso.zona_visible
    messages.success(request, f"Recibimos su formato: {horas.hora_exacta(recibido.recibido_en)} ({zona}).")
    return redirect("captura:formato", mia.candidatura.clave)


def _pagina(request: HttpRequest, mia: MiIdentidad, *, status: int = 200, error: str = "") -> HttpResponse:
    return pintar_de(
        request,
        "captura/formato.html",
        mia.candidatura,
        status=status,
        mio=mi_formato(mia.candidatura, mia.consentimiento),
        ayuda_archivo=AYUDA,
        acepta=ACEPTA,
        error=error,
        errores=[(error, "id_formato")] if error else [],
    )


@requiere(Permiso.CAPTURAR)
@require_safe
@cache_control(private=True, no_store=True)
@con_mi_identidad
def formato_pdf(request: HttpRequest, mia: MiIdentidad) -> HttpResponse:
    """El que se imprime, con su nombre y su candidatura."""
    respuesta = HttpResponse(para_imprimir(mia.candidatura), content_type="application/pdf")
    respuesta["Content-Disposition"] = 'attachment; filename="formato-de-consentimiento.pdf"'
    return respuesta


@requiere(Permiso.CAPTURAR)
@require_safe
def formato_archivo(request: HttpRequest, clave: str, pk: int) -> HttpResponse:
    """El que entregó, tal como llegó; también si la candidatura terminó.

    Uno que llegó al buzón, sólo después de que Transparencia lo dio por suyo: pudo registrarse en la
    candidatura equivocada.
    """
    candidatura = mi_candidatura(request, clave)
    propio = get_object_or_404(
        Formato.objects.exclude(~Q(es_valido=True), via=Formato.Via.BUZON), candidatura=candidatura, pk=pk
    )
    try:
        contenido = formatos.abrir(formato=propio, por=quien(request))
    except NoSeDescifra:
        raise Http404("Ese papel ya no se conserva.") from None
    return entregar(contenido, propio.tipo_de_contenido, f"formato-firmado-{clave}")
