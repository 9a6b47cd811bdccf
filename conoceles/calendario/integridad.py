"""¿Cada proceso dice lo que la plantilla que consta fijó, y es vigente el que se hizo vigente?"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from conoceles.bitacora.models import Asiento
from conoceles.comun.ilegibles import revisar

from .models import Proceso

# De sus fechas y parámetros depende lo que toda página dice de un plazo.
CARGAN = ("proceso:cargar", "archivo:importar")
_HACER_VIGENTE = "proceso:hacer_vigente"


def asentado(proceso: Proceso) -> dict[str, Any]:
    """Lo que el asiento del acto que lo carga dice de su renglón."""
    return {"renglon": proceso.huella_de_lo_cargado, "vigente": proceso.es_vigente}


def es_el_cargado(proceso: Proceso) -> bool:
    """¿Dice lo que se asentó al cargarlo? Volver a cargar su plantilla lo repara."""
    return _asentados().get(proceso.clave) == proceso.huella_de_lo_cargado


def primer_defecto() -> str | None:
    """`None` si todo cuadra; si no, una frase con el proceso."""
    return next(defectos(), None)


def defectos() -> Iterator[str]:
    asentados, vigente = _asentados(), _vigente()

    def defecto(proceso: Proceso) -> str | None:
        asentada = asentados.pop(proceso.clave, None)
        if asentada != proceso.huella_de_lo_cargado:
            return f"El proceso {proceso.clave} no dice lo que se cargó: sus fechas, sus parámetros u otro dato cambiaron por fuera."
        if proceso.es_vigente != (proceso.clave == vigente):
            return f"El proceso {proceso.clave} {'es' if proceso.es_vigente else 'no es'} el vigente, y no fue lo que se ordenó."
        return None

    yield from revisar(Proceso.objects.order_by("pk"), defecto, "El proceso")
    for clave in asentados:
        yield f"Falta el proceso {clave}: se cargó y ya no está."


def _asentados() -> dict[str, str]:
    """Clave → la huella de su renglón al cargarlo por última vez."""
    cargas = Asiento.objects.filter(accion__in=CARGAN).order_by("secuencia")
    return {
        clave: detalle.get("renglon", "") for clave, detalle in cargas.values_list("objeto_clave", "detalle")
    }


def _vigente() -> str | None:
    """El último que se hizo vigente, al cargarlo o después."""
    actos = Asiento.objects.filter(accion__in=(*CARGAN, _HACER_VIGENTE)).order_by("-secuencia")
    for accion, clave, detalle in actos.values_list("accion", "objeto_clave", "detalle"):
        if accion == _HACER_VIGENTE or detalle.get("vigente"):
            return str(clave)
    return None
