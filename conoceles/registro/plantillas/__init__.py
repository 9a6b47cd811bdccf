"""La plantilla de un proceso: leerla, revisarla entera y cargarla. El formato está en docs/formatos/plantilla.md."""

from .carga import Carga, aplicar
from .errores import PlantillaInvalida, Problema
from .lectura import Plantilla, disponibles, leer

__all__ = ["Carga", "Plantilla", "PlantillaInvalida", "Problema", "aplicar", "disponibles", "leer"]
