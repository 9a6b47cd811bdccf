from django.http import HttpRequest, HttpResponse

from conoceles.cuentas.permisos import Permiso, requiere


@requiere(Permiso.VER_PANEL)
def bandeja(request: HttpRequest) -> HttpResponse:
    return HttpResponse("bandeja")
