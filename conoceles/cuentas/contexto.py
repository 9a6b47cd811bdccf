"""Lo que las plantillas privadas saben de la cuenta; perezoso, para que una página pública no abra la sesión."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from . import vigencia


def cuenta(request: HttpRequest) -> dict[str, object]:
    return {
        "user": SimpleLazyObject(lambda: request.user),
        "vigencia": SimpleLazyObject(lambda: vigencia.de(request)),
    }
