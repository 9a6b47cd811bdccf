"""Las pantallas de la cuenta."""

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from conoceles.comun.puertas import publica

from .permisos import Permiso, requiere


@publica
def entrar(request: HttpRequest) -> HttpResponse:
    return HttpResponse("entrar")


@requiere(Permiso.CUENTA_PROPIA)
def salir(request: HttpRequest) -> HttpResponse:
    logout(request)
    return redirect("/")


def pedir_entrada(request: HttpRequest) -> HttpResponse:
    """Manda a entrar a quien no ha entrado, recordando a dónde iba."""
    return redirect(f"/entrar/?next={request.path}")


def reanudar_sin_csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    return HttpResponse("La página caducó", status=403)
