"""El proceso que pide una orden; si no lo hay, cuáles hay."""

from django.core.exceptions import ImproperlyConfigured
from django.core.management.base import CommandError

from conoceles.calendario.models import Proceso


def proceso_de(clave: str | None) -> Proceso:
    try:
        return Proceso.objects.get(clave=clave) if clave else Proceso.objects.vigente()
    except Proceso.DoesNotExist as error:
        hay = ", ".join(Proceso.objects.values_list("clave", flat=True)) or "ninguno"
        raise CommandError(f"No hay un proceso «{clave}». Cargados: {hay}.") from error
    except ImproperlyConfigured as error:
        raise CommandError(str(error)) from error
