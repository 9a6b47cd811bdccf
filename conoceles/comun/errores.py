"""Las páginas de error, en palabras llanas. La del error interno no consulta nada: puede fallar la base."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string


def peticion_invalida(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errores/400.html", status=400)


def prohibido(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errores/403.html", status=403)


def no_encontrado(request: HttpRequest, exception: Exception) -> HttpResponse:
    return render(request, "errores/404.html", status=404)


def error_interno(request: HttpRequest) -> HttpResponse:
    return HttpResponse(render_to_string("errores/500.html"), status=500)
