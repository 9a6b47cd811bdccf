from django.http import HttpRequest, HttpResponse

from conoceles.comun.puertas import publica


@publica
def portada(request: HttpRequest) -> HttpResponse:
    return HttpResponse("portada")
