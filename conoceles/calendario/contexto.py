"""El proceso que la plantilla está mostrando."""

from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from .models import Proceso


def proceso(request: HttpRequest) -> dict[str, object]:
    """`request.proceso` si la vista lo fijó (un proceso histórico); si no, el vigente.

    `None` si aún no se carga ninguno: entrar y las páginas de error se muestran igual.
    """
    return {"proceso": SimpleLazyObject(lambda: getattr(request, "proceso", None) or _vigente())}


def _vigente() -> Proceso | None:
    return Proceso.objects.filter(es_vigente=True).first()
