"""Lo que las plantillas privadas saben de la cuenta; perezoso, para que una página pública no abra la sesión."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject


def cuenta(request: HttpRequest) -> dict[str, object]:
    return {"user": SimpleLazyObject(lambda: request.user)}
