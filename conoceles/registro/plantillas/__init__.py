"""La plantilla de un proceso: leerla, revisarla entera y cargarla. El formato está en docs/formatos/plantilla.md."""

from .carga import Carga, aplicar
from .lectura import Plantilla, disponibles, leer

__all__ = ["Carga", "Plantilla", "aplicar", "disponibles", "leer"]
