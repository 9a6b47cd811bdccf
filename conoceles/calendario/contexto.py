"""El proceso que la plantilla está mostrando."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .models import Proceso


def proceso(request: HttpRequest) -> dict[str, object]:
    """`request.proceso` si la vista lo fijó (un proceso histórico); si no, el vigente."""
    return {
        "proceso": SimpleLazyObject(lambda: getattr(request, "proceso", None) or Proceso.objects.vigente())
    }
