from django.http import HttpRequest, HttpResponse

from conoceles.cuentas.permisos import Permiso, requiere


@requiere(Permiso.CAPTURAR)
def tareas(request: HttpRequest) -> HttpResponse:
    return HttpResponse("tareas")
