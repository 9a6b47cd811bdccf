"""Las definiciones en uso, por clave. La plantilla del proceso dice cuáles rigen."""

from .base import NO, PREFIERE_NO_CONTESTAR, SI, Clase, Definicion, Opcion, Pregunta, Seccion, Tipo
from .curricular import CURRICULAR_2022
from .identidad import IDENTIDAD_2022

DEFINICIONES: dict[str, Definicion] = {d.clave: d for d in (CURRICULAR_2022, IDENTIDAD_2022)}

__all__ = [
    "DEFINICIONES",
    "NO",
    "PREFIERE_NO_CONTESTAR",
    "SI",
    "Clase",
    "Definicion",
    "Opcion",
    "Pregunta",
    "Seccion",
    "Tipo",
]
