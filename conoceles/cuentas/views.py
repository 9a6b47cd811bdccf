"""Las pantallas de la cuenta."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, update_session_auth_hash
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from conoceles.comun.limites import DemasiadosIntentos, devolver, ocupar
from conoceles.comun.puertas import publica

from . import acciones, intentos, reanudar, sesiones, vigencia
from .acciones import EnlaceNoSirve
from .forms import CambiarContrasenaForm, EntrarForm, NuevaContrasenaForm, RecuperarForm
from .models import Equipo, Usuario
from .permisos import Permiso, requiere
from .seguridad.enlaces import huella_de
from .sesiones import quien

# Una sola frase para todo lo que puede fallar: no dice si la cuenta existe, está cerrada o sin activar.
NO_COINCIDEN = "El nombre de acceso o la contraseña no coinciden. Revíselos y vuelva a intentarlo."
NO_SE_HIZO = "No se envió ni se hizo lo que pidió: su sesión había terminado. Vuelva a oprimir el botón."
NO_SE_HIZO_POR_VIEJA = (
    "No se envió ni se hizo lo que pidió: la página llevaba mucho tiempo abierta. Vuelva a oprimir el botón."
)


# --- Entrar y salir --------------------------------------------------------------------------------
@publica
@never_cache
@sensitive_post_parameters("contrasena")
@require_http_methods(["GET", "HEAD", "POST"])
def entrar(request: HttpRequest) -> HttpResponse:
    destino = sesiones.destino_seguro(request, request.POST.get("next") or request.GET.get("next", ""))
    if request.user.is_authenticated and request.method != "POST":
        return redirect(destino or settings.LOGIN_REDIRECT_URL)
    form = EntrarForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            usuario = _comprobar(request, form)
        except DemasiadosIntentos as exceso:
            form.add_error(None, str(exceso))
            return _espere(_pagina_de_entrada(request, form, destino), exceso)
        if usuario:
            return _dejar_entrar(request, usuario, destino)
        form.add_error(None, NO_COINCIDEN)
    return _pagina_de_entrada(request, form, destino)


def _comprobar(request: HttpRequest, form: EntrarForm) -> Usuario | None:
    """La cuenta, si la contraseña es la suya. Un acierto devuelve los lugares que ocupó."""
    acceso = form.cleaned_data["acceso"]
    lugares = intentos.ocupar_ambos(
        request, intentos.ENTRAR_POR_CUENTA, _cuenta_y_equipo(request, acceso), intentos.ENTRAR_POR_CONEXION
    )
    usuario = authenticate(request, username=acceso, password=form.cleaned_data["contrasena"])
    if usuario:
        devolver(*lugares)
        acciones.recifrar(usuario=usuario, contrasena=form.cleaned_data["contrasena"])
    return usuario


def _cuenta_y_equipo(request: HttpRequest, acceso: str) -> str:
    """Un equipo que la cuenta ya conoce tiene su propio límite: nadie lo deja fuera adivinando desde otro."""
    huella = huella_de(request.COOKIES.get(sesiones.GALLETA_DE_EQUIPO, ""))
    es_conocido = Equipo.objects.filter(usuario__acceso=acceso, huella=huella).exists()
    return f"{acceso} {huella}" if es_conocido else acceso


def _dejar_entrar(request: HttpRequest, usuario: Usuario, destino: str) -> HttpResponse:
    """Abre la sesión y, si la otra venció a medio acto, devuelve el texto o dice que no se hizo."""
    pendiente = reanudar.descifrar(request.POST.get("reanudar", ""))
    respuesta = sesiones.abrir(request, usuario, medio="contraseña", destino=destino)
    # Con segundo factor todavía no ha entrado: el texto espera en la sesión y la etapa que sigue lo lleva a él.
    if pendiente and reanudar.guardar(request, pendiente, usuario) and request.user.is_authenticated:
        respuesta["Location"] = pendiente.destino
    elif "no_se_hizo" in request.POST:
        messages.warning(request, NO_SE_HIZO)
    return respuesta


def _pagina_de_entrada(request: HttpRequest, form: EntrarForm, destino: str = "") -> HttpResponse:
    contexto = {
        "form": form,
        "next": destino,
        "pendiente": reanudar.descifrar(request.POST.get("reanudar", "")),
        "no_se_hizo": "no_se_hizo" in request.POST,
    }
    return render(request, "cuentas/entrar.html", contexto)


def _espere(respuesta: HttpResponse, exceso: DemasiadosIntentos) -> HttpResponse:
    respuesta.status_code = 429
    respuesta["Retry-After"] = str(exceso.segundos)
    return respuesta


@publica
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def salir(request: HttpRequest) -> HttpResponse:
    """Es pública: a quien se le venció la sesión no se le pide entrar para poder salir."""
    if request.method != "POST":  # mirar no cierra nada
        return redirect(settings.LOGIN_REDIRECT_URL if request.user.is_authenticated else "/")
    return sesiones.cerrar(request, redirect("/"))


# --- Enlaces ---------------------------------------------------------------------------------------
@publica
@never_cache
@sensitive_post_parameters("contrasena")
@require_http_methods(["GET", "HEAD", "POST"])
def usar_enlace(request: HttpRequest, token: str) -> HttpResponse:
    """Mirar la página no gasta el enlace; sólo el envío del formulario."""
    respuesta = _fijar_contrasena(request, token) if request.method == "POST" else _ver_enlace(request, token)
    # `no-referrer` haría que el navegador mande «Origin: null» y el formulario se rechazaría. Con
    # `strict-origin` la dirección con el token tampoco sale de la página.
    respuesta["Referrer-Policy"] = "strict-origin"
    respuesta["X-Robots-Tag"] = "noindex, nofollow"
    return respuesta


def _ver_enlace(request: HttpRequest, token: str) -> HttpResponse:
    try:
        titular = acciones.enlace_vigente(token).usuario
    except EnlaceNoSirve:
        return _enlace_no_sirve(request)
    return _pagina_de_enlace(request, NuevaContrasenaForm(usuario=titular))


def _fijar_contrasena(request: HttpRequest, token: str) -> HttpResponse:
    try:
        intentos.ocupar_ambos(request, intentos.ENLACE_POR_TOKEN, token, intentos.ENLACE_POR_CONEXION)
        form = NuevaContrasenaForm(request.POST, usuario=acciones.titular_de(token))
        if not form.is_valid():
            return _pagina_de_enlace(request, form)
        usuario = acciones.usar_enlace(token=token, contrasena=form.cleaned_data["contrasena"])
    except DemasiadosIntentos as exceso:
        return _espere(render(request, "cuentas/espere.html", {"texto": str(exceso)}), exceso)
    except EnlaceNoSirve:
        return _enlace_no_sirve(request)
    return sesiones.abrir(request, usuario, medio="enlace")


def _pagina_de_enlace(request: HttpRequest, form: NuevaContrasenaForm) -> HttpResponse:
    return render(request, "cuentas/enlace.html", {"form": form, "titular": form.usuario})


def _enlace_no_sirve(request: HttpRequest) -> HttpResponse:
    return render(request, "cuentas/enlace_no_sirve.html", status=410)


@publica
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def recuperar(request: HttpRequest) -> HttpResponse:
    """Contesta lo mismo, y tarda lo mismo, exista o no la cuenta: sólo anota la petición."""
    form = RecuperarForm(request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "cuentas/recuperar.html", {"form": form})
    acceso = form.cleaned_data["acceso"]
    try:
        intentos.ocupar_ambos(request, intentos.RECUPERAR_POR_CUENTA, acceso, intentos.RECUPERAR_POR_CONEXION)
    except DemasiadosIntentos as exceso:
        form.add_error(None, str(exceso))
        return _espere(render(request, "cuentas/recuperar.html", {"form": form}), exceso)
    acciones.pedir_recuperacion(acceso=acceso)
    return render(request, "cuentas/recuperar_enviado.html")


# --- Contraseña ------------------------------------------------------------------------------------
@requiere(Permiso.CUENTA_PROPIA)
@never_cache
@sensitive_post_parameters("actual", "contrasena")
@require_http_methods(["GET", "HEAD", "POST"])
def cambiar_contrasena(request: HttpRequest) -> HttpResponse:
    form = CambiarContrasenaForm(request.POST or None, usuario=quien(request))
    if request.method == "POST":
        try:
            lugar = ocupar(intentos.CAMBIAR_POR_CUENTA, quien(request).acceso)
        except DemasiadosIntentos as exceso:
            return _espere(render(request, "cuentas/espere.html", {"texto": str(exceso)}), exceso)
        if form.is_valid():
            devolver(lugar)
            usuario = acciones.cambiar_contrasena(
                usuario=quien(request), contrasena=form.cleaned_data["contrasena"], por=quien(request)
            )
            update_session_auth_hash(request, usuario)
            messages.success(request, "Cambiamos su contraseña y cerramos sus demás sesiones.")
            return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "cuentas/contrasena.html", {"form": form})


# --- Sesión vencida: nada se pierde y nada se hace en su nombre ------------------------------------------
def pedir_entrada(request: HttpRequest) -> HttpResponse:
    """Manda a entrar a quien no ha entrado, recordando a dónde iba y lo que había escrito."""
    if request.method != "POST":
        return redirect(f"{reverse('cuentas:entrar')}?{urlencode({'next': request.get_full_path()})}")
    if vigencia.es_de_fondo(request):
        return JsonResponse({"motivo": "sesion"}, status=401)
    pendiente = reanudar.de_la_peticion(request)
    contexto = {
        "form": EntrarForm(),
        "pendiente": pendiente,
        "next": "" if pendiente else reanudar.pagina_de(request),
        "no_se_hizo": pendiente is None,
        "se_perdio": pendiente is None and reanudar.no_cabe(request),
        "habia_archivo": bool(request.FILES),
    }
    return render(request, "cuentas/sesion_vencida.html", contexto, status=401)


def reanudar_sin_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    """El envío no trae la prueba de que es de la persona: se le devuelve su texto, sin actuar."""
    if vigencia.es_de_fondo(request):
        return JsonResponse({"motivo": "sesion"}, status=403)
    if not _es_de_este_sitio(request):
        return render(request, "errores/csrf.html", status=403)
    if request.path == reverse("cuentas:salir"):  # salir de una página vieja sólo cierra
        return sesiones.cerrar(request, redirect("/"))
    pendiente = reanudar.de_la_peticion(request)
    if pendiente is None:
        return _sin_csrf_ni_textos(request)
    if reanudar.permiso_de(pendiente.ruta) is None:
        return render(request, "errores/csrf.html", status=403)
    contexto: dict[str, Any] = {"pendiente": pendiente, "habia_archivo": bool(request.FILES)}
    if request.user.is_authenticated:
        return render(request, "cuentas/reanudar.html", contexto, status=403)
    return render(request, "cuentas/sesion_vencida.html", {"form": EntrarForm(), **contexto}, status=403)


def _sin_csrf_ni_textos(request: HttpRequest) -> HttpResponse:
    """Sólo oprimió un botón: se dice que no se hizo y se vuelve a donde estaba."""
    if reanudar.permiso_de(request.path) is None or reanudar.no_cabe(request):
        return render(request, "errores/csrf.html", status=403)
    if not request.user.is_authenticated:
        return pedir_entrada(request)
    messages.warning(request, NO_SE_HIZO_POR_VIEJA)
    return redirect(reanudar.pagina_de(request))


def _es_de_este_sitio(request: HttpRequest) -> bool:
    """El texto que manda una página ajena no se ofrece como propio."""
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"


@requiere(Permiso.CUENTA_PROPIA)
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def reanudar_captura(request: HttpRequest) -> HttpResponse:
    """El texto que espera en la sesión. Al seguir, vuelve al formulario o, ya copiado, se olvida."""
    if request.method == "POST":
        pendiente = reanudar.descifrar(request.POST.get("reanudar", ""))
        if pendiente and reanudar.guardar(request, pendiente, quien(request)):
            return redirect(pendiente.destino)
        return redirect(sesiones.destino_seguro(request, request.POST.get("pagina", "")) or "/inicio/")
    pendiente = reanudar.pendiente_en(request)
    if pendiente is None:
        return redirect(settings.LOGIN_REDIRECT_URL)
    return render(request, "cuentas/reanudar.html", {"pendiente": pendiente, "en_sesion": True})
